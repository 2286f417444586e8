"""What machines read: health, robots, sitemaps, feeds, security contact. No language prefix."""

from django.urls import path

from parvis.site.views import machines

urlpatterns = [
    path("sante/", machines.health, name="health"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:section>-<int:chunk>.xml", machines.sitemap, name="sitemap_chunk"),
    path("sitemap-<slug:section>.xml", machines.sitemap, name="sitemap"),
    path("fil.atom", machines.processes_feed, name="processes_feed"),
    path("sujets.atom", machines.subjects_feed, name="subjects_feed"),
    path("actualites.atom", machines.news_feed, name="news_feed"),
    path("participer/<str:slug>/fil.atom", machines.process_feed, name="process_feed"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("site.webmanifest", machines.manifest, name="manifest"),
]
