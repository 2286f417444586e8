from django.urls import path

from tests.methods.memories import views

app_name = "memories"
urlpatterns = [path("raconter/", views.write, name="write")]
