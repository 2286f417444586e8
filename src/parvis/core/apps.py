from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "parvis.core"

    def ready(self) -> None:
        # Last of the parvis apps to be needed, first to be loaded: the other apps' models are ready by now.
        from parvis.core.registry import import_declarations

        import_declarations()
