"""Desk addresses: team."""

from django.urls import path

from parvis.desk.views import team

urlpatterns = [
    path("equipe/", team.team, name="team"),
    path("equipe/donner/", team.grant, name="team_grant"),
    path("equipe/<int:pk>/finir/", team.end, name="team_end"),
    path("equipe/organismes/", team.organisations, name="organisations"),
    path("equipe/organismes/nouveau/", team.add_organisation, name="organisation_add"),
    path("equipe/organismes/<int:pk>/", team.edit_organisation, name="organisation_edit"),
    path("equipe/organismes/<int:pk>/verifier/", team.verify, name="organisation_verify"),
    path("equipe/conservation/", team.retention, name="retention"),
]
