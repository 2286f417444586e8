"""Desk addresses: subjects to come."""

from django.urls import path

from parvis.desk.views import ideas, qualifying, subjects

urlpatterns = [
    path("sujets/", subjects.subject_list, name="subjects"),
    path("sujets/annoncer/", subjects.declare, name="subject_declare"),
    path("idees/", ideas.idea_list, name="ideas"),
    path("idees/reunir/", ideas.group, name="ideas_group"),
    path("sujets/<str:code>/", subjects.subject, name="subject"),
    path("sujets/<str:code>/qualifier/", qualifying.qualify, name="subject_qualify"),
    path("sujets/<str:code>/note/", qualifying.note, name="subject_note"),
    path("sujets/<str:code>/demarche/", qualifying.open_process, name="subject_process"),
    path("sujets/<str:code>/completer/", subjects.change, name="subject_change"),
]
