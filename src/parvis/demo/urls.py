from django.urls import path

from parvis.demo import views

app_name = "demo"

urlpatterns = [
    path("", views.door, name="door"),
    path("entrer/<slug:key>/", views.enter, name="enter"),
    path("boite/", views.mailbox, name="mailbox"),
    path("boite/<slug:name>/", views.letter, name="letter"),
]
