from django.urls import path

from parvis.supports import views

app_name = "supports"

urlpatterns = [
    path("<str:code>/soutenir/", views.give, name="give"),
    path("<str:code>/ne-plus-soutenir/", views.take_back, name="take_back"),
]
