from django.urls import path

from parvis.territories import views

app_name = "territories"

urlpatterns = [
    path("", views.territory_list, name="list"),
    path("pres-de-chez-moi/", views.near, name="near"),
    path("<str:slug>/", views.detail, name="detail"),
    path("<str:slug>/tableau/", views.table, name="table"),
]
