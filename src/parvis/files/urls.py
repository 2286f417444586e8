from django.urls import path, re_path

from parvis.files import views

app_name = "files"

urlpatterns = [
    re_path(
        r"^images/(?P<shelf>[0-9a-f]{2})/(?P<digest>[0-9a-f]{64})-(?P<width>[0-9]{1,5})\.webp$",
        views.image,
        name="image",
    ),
    path("documents/<int:pk>/<slug:digest>/<str:name>", views.document, name="document"),
]
