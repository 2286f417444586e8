from django.urls import path

from parvis.follows import views

app_name = "follows"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("demarche/<slug:key>/", views.follow, {"kind": "process"}, name="process"),
    path("avis/<str:key>/", views.follow, {"kind": "contribution"}, name="contribution"),
    path("theme/<int:key>/", views.follow, {"kind": "theme"}, name="theme"),
    path("territoire/<str:key>/", views.follow, {"kind": "territory"}, name="territory"),
    path("organisme/<str:key>/", views.follow, {"kind": "organisation"}, name="organisation"),
    path("conseil/<str:key>/", views.follow, {"kind": "body"}, name="body"),
]
