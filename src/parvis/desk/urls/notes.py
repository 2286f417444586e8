"""Desk addresses: « Noter une contribution »."""

from django.urls import path

from parvis.desk.views import notes

urlpatterns = [
    path("noter/", notes.note, name="note"),
    path("noter/code/", notes.noted, name="noted"),
]
