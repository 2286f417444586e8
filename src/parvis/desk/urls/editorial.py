"""Desk addresses: editorial."""

from django.urls import path

from parvis.desk.views import editorial

urlpatterns = [
    path("publications/", editorial.listing, {"kind": "rencontres"}, name="editorial"),
    path("publications/accessibilite/", editorial.audits, name="editorial_audits"),
    path("publications/<slug:kind>/", editorial.listing, name="editorial_list"),
    path("publications/<slug:kind>/ecrire/", editorial.write, name="editorial_new"),
    path("publications/<slug:kind>/<int:pk>/", editorial.write, name="editorial_edit"),
    path("publications/<slug:kind>/<int:pk>/apercu/", editorial.preview, name="editorial_preview"),
    path("publications/<slug:kind>/<int:pk>/publier/", editorial.publish, name="editorial_publish"),
    path("publications/<slug:kind>/<int:pk>/retirer/", editorial.unpublish, name="editorial_unpublish"),
    path("publications/rencontres/<int:pk>/annuler/", editorial.cancel, name="gathering_cancel"),
    path("publications/rencontres/<int:pk>/retablir/", editorial.reinstate, name="gathering_reinstate"),
]
