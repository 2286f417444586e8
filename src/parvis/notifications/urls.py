from django.urls import path

from parvis.notifications import views

app_name = "notifications"

urlpatterns = [
    path("", views.news, name="news"),
    path("lues/", views.seen, name="seen"),
    path("preferences/", views.preferences, name="preferences"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
