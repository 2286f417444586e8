from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    name = "parvis.subjects"
