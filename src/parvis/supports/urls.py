from django.urls import URLPattern

app_name = "supports"

urlpatterns: list[URLPattern] = []
