from django.urls import path

from parvis.papers import views

app_name = "papers"

urlpatterns = [
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/empreinte.json", views.fingerprint, name="fingerprint"),
    path("<int:pk>/<slug:file_format>/", views.download, name="download"),
]
