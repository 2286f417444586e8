from django.urls import path

from parvis.site.views import home

app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
]
