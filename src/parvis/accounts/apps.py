from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "parvis.accounts"

    def ready(self) -> None:
        from parvis.accounts import second_factor  # noqa: F401 -- listens to allauth
