from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "parvis.legal"
