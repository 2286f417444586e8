"""Desk addresses: contributions."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
