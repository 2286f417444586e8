from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "parvis.editorial"
