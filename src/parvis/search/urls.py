from django.urls import path

from parvis.search import views

app_name = "search"

urlpatterns = [path("", views.results, name="results")]
