from django.urls import path

from parvis.moderation import views

app_name = "moderation"

urlpatterns = [
    path("charte/", views.charter, name="charter"),
    path("charte/<slug:space>/", views.charter, name="charter_of"),
    path("<str:code>/", views.report_words, name="report"),
    path("<str:code>/merci/", views.thanks, name="thanks"),
    path("<str:code>/appel/", views.appeal_words, name="appeal"),
]
