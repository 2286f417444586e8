"""Desk addresses: today."""

from django.urls import path

from parvis.desk.views import today

urlpatterns = [
    path("", today.today, name="today"),
    path("courriels/", today.mails, name="mails"),
]
