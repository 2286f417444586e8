"""Desk addresses: contributions."""

from django.urls import path

from parvis.desk.views import contributions

urlpatterns = [
    path("contributions/", contributions.contribution_list, name="contributions"),
    path("contributions/lot/", contributions.bulk, name="contributions_bulk"),
    path("contributions/vue/", contributions.save_view, name="contributions_save_view"),
    path("contributions/vue/<int:pk>/oublier/", contributions.delete_view, name="contributions_delete_view"),
    path("contributions/export.<slug:file_format>", contributions.export, name="contributions_export"),
    path("contributions/<str:code>/", contributions.detail, name="contribution"),
]
