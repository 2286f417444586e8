"""What machines read: health, robots, sitemaps, security contact. No language prefix."""

from django.urls import path

from parvis.site.views import machines

urlpatterns = [
    path("sante/", machines.health, name="health"),
]
