"""Desk addresses: contributions."""

from django.urls import path

from parvis.desk.views import contributions
from parvis.desk.views import contributions_exports as exports
from parvis.desk.views import contributions_gestures as gestures
from parvis.desk.views import contributions_words as words

urlpatterns = [
    path("contributions/", contributions.contribution_list, name="contributions"),
    path("contributions/lot/", contributions.bulk, name="contributions_bulk"),
    path("contributions/vue/", contributions.save_view, name="contributions_save_view"),
    path("contributions/vue/<int:pk>/oublier/", contributions.delete_view, name="contributions_delete_view"),
    path("contributions/reunir/", gestures.gather, name="contributions_gather"),
    path("contributions/exporter/", exports.ask, name="contributions_export"),
    path("contributions/exports/<int:pk>/", exports.state, name="export"),
    path("contributions/exports/<int:pk>/fichier/", exports.download, name="export_download"),
    path("contributions/<str:code>/", contributions.detail, name="contribution"),
    path("contributions/<str:code>/lue/", gestures.read, name="contribution_read"),
    path("contributions/<str:code>/mot/", gestures.status, name="contribution_status"),
    path("contributions/<str:code>/ranger/", gestures.place, name="contribution_place"),
    path("contributions/<str:code>/en-avant/", gestures.put_forward, name="contribution_put_forward"),
    path("contributions/<str:code>/en-avant/retirer/", gestures.take_back, name="contribution_take_back"),
    path("contributions/<str:code>/scinder/", gestures.split, name="contribution_split"),
    path("demarches/<slug:slug>/mots/", words.statuses, name="statuses"),
    path("demarches/<slug:slug>/mots/<int:pk>/", words.statuses, name="status"),
    path("demarches/<slug:slug>/mots/<int:pk>/deplacer/", words.move_status, name="status_move"),
    path("demarches/<slug:slug>/mots/<int:pk>/retirer/", words.remove_status, name="status_remove"),
    path("demarches/<slug:slug>/etapes/<int:pk>/categories/", words.categories, name="step_categories"),
]
