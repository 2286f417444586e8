from django.urls import path

from parvis.incoming import views, webhook

app_name = "incoming"

urlpatterns = [
    path("entrant/", webhook.receive, name="receive"),
    path("repondre/<str:token>/", views.answer, name="answer"),
    path("valider/<str:token>/", views.validate, name="validate"),
    path("valider/<str:token>/code/", views.validate_code, name="validate_code"),
    path("valider/<str:token>/code/nouveau/", views.validate_again, name="validate_again"),
]
