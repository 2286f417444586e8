"""Desk addresses: spaces."""

from django.urls import path

from parvis.desk.views import spaces

urlpatterns = [
    path("espaces/", spaces.space_list, name="spaces"),
    path("espaces/ouvrir/", spaces.open_one, name="space_open"),
    path("espaces/<slug:slug>/", spaces.settings, name="space"),
    path("espaces/<slug:slug>/apparence/", spaces.look, name="space_look"),
    path("espaces/<slug:slug>/apparence/apercu/", spaces.preview, name="space_preview"),
    path("espaces/<slug:slug>/apparence/retirer/<str:place>/", spaces.remove_image, name="space_remove_image"),
    path("espaces/<slug:slug>/fonctions/", spaces.features, name="space_features"),
    path("espaces/<slug:slug>/financeurs/", spaces.funders, name="space_funders"),
    path("espaces/<slug:slug>/financeurs/ajouter/", spaces.funder, name="space_funder_add"),
    path("espaces/<slug:slug>/financeurs/<int:pk>/", spaces.funder, name="space_funder"),
    path("espaces/<slug:slug>/financeurs/<int:pk>/deplacer/", spaces.funder_move, name="space_funder_move"),
    path("espaces/<slug:slug>/financeurs/<int:pk>/retirer/", spaces.funder_remove, name="space_funder_remove"),
]
