from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "parvis.core.jobs"
    label = "jobs"
