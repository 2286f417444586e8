"""Under the address of a démarche: /participer/<slug>/cadre-juridique/."""

from django.urls import path

from parvis.legal import views

app_name = "legal"

urlpatterns = [
    path("", views.page, name="page"),
]
