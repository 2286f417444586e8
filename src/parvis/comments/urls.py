from django.urls import path

from parvis.comments import views

app_name = "comments"

urlpatterns = [path("<str:code>/repondre/", views.write, name="write")]
