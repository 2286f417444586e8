"""The desk, one module of addresses per topic."""

from parvis.desk.urls import (
    audit,
    chart,
    contributions,
    editorial,
    imports,
    legal,
    mail,
    moderation,
    notes,
    papers,
    processes,
    replies,
    spaces,
    subjects,
    team,
    territories,
    today,
)

app_name = "desk"

urlpatterns = [
    *today.urlpatterns,
    *contributions.urlpatterns,
    *notes.urlpatterns,
    *processes.urlpatterns,
    *legal.urlpatterns,
    *subjects.urlpatterns,
    *papers.urlpatterns,
    *moderation.urlpatterns,
    *replies.urlpatterns,
    *mail.urlpatterns,
    *team.urlpatterns,
    *chart.urlpatterns,
    *spaces.urlpatterns,
    *territories.urlpatterns,
    *editorial.urlpatterns,
    *imports.urlpatterns,
    *audit.urlpatterns,
]
