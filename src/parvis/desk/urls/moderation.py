"""Desk addresses: moderation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
