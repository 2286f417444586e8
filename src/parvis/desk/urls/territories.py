"""Desk addresses: territories."""

from django.urls import path

from parvis.desk.views import territories

urlpatterns = [
    path("territoires/", territories.listing, name="territories"),
    path("territoires/ajouter/", territories.add, name="territory_new"),
    path("territoires/perimetres/", territories.perimeters, name="perimeters"),
    path("territoires/perimetres/<int:pk>/", territories.perimeter, name="perimeter"),
    path("territoires/perimetres/<int:pk>/ecrire/", territories.bring, name="perimeter_bring"),
    path("territoires/perimetres/<int:pk>/abandonner/", territories.give_up, name="perimeter_give_up"),
    path("territoires/perimetres/<int:pk>/annuler/", territories.undo, name="perimeter_undo"),
    path("territoires/<int:pk>/", territories.edit, name="territory"),
    path("territoires/<int:pk>/retirer/", territories.retire, name="territory_retire"),
    path("territoires/<int:pk>/remettre/", territories.put_back, name="territory_put_back"),
]
