from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "parvis.papers"
