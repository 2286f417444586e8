"""Desk addresses: audit."""

from django.urls import path

from parvis.desk.views import audit

urlpatterns = [
    path("journal/", audit.journal, name="audit"),
    path("journal/fichier/", audit.export, name="audit_export"),
]
