from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    name = "parvis.methods.proposals"
    label = "proposals"
