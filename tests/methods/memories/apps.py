from importlib import import_module

from django.apps import AppConfig


class MemoriesConfig(AppConfig):
    name = "tests.methods.memories"
    label = "memories"

    def ready(self) -> None:
        """A method outside ``parvis`` imports its own declarations; inside, start-up does it."""
        for declaration in ("kinds", "method"):
            import_module(f"{self.name}.{declaration}")
