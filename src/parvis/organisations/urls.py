from django.urls import path, register_converter
from django.urls.converters import StringConverter

from parvis.organisations import views


class UnicodeSlug(StringConverter):
    """A slug in any script: « جمعية-الحي » is a name too."""

    regex = r"[-\w]+"


register_converter(UnicodeSlug, "uslug")

app_name = "organisations"

urlpatterns = [
    path("creer/", views.found, name="found"),
    path("qui-decide-ici/", views.chart, name="chart"),
    path("<uslug:slug>/", views.detail, name="detail"),
    path("<uslug:slug>/modifier/", views.edit, name="edit"),
    path("<uslug:slug>/membres/", views.members, name="members"),
    path("<uslug:slug>/membres/<int:pk>/parole/", views.speaker, name="speaker"),
    path("<uslug:slug>/membres/<int:pk>/quitter/", views.leave, name="leave"),
    path("<uslug:slug>/rejoindre/<str:token>/", views.join, name="join"),
]
