"""Desk addresses: imports."""

from django.urls import path

from parvis.desk.views import imports

urlpatterns = [
    path("imports/", imports.import_list, name="imports"),
    path("imports/<int:pk>/", imports.detail, name="import"),
    path("imports/<int:pk>/colonnes/", imports.columns, name="import_columns"),
    path("imports/<int:pk>/commencer/", imports.start, name="import_start"),
    path("imports/<int:pk>/annuler/", imports.undo, name="import_undo"),
    path("imports/<int:pk>/effacer/", imports.erase, name="import_erase"),
]
