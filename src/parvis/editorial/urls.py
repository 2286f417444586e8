from django.urls import path

from parvis.editorial.views import agenda, news, pages

app_name = "editorial"

urlpatterns = [
    path("comprendre/", pages.understand, name="understand"),
    path("comprendre/les-cinq-niveaux/", pages.degrees, name="degrees"),
    path("pages/<str:slug>/", pages.page, name="page"),
    path("mentions-legales/", pages.standing, {"slug": "mentions-legales"}, name="legal"),
    path("donnees-personnelles/", pages.privacy, name="privacy"),
    path("accessibilite/", pages.accessibility, name="accessibility"),
    path("falc/", pages.standing, {"slug": "falc"}, name="falc"),
    path("contact/", pages.contact, name="contact"),
    path("plan-du-site/", pages.site_map, name="site_map"),
    path("source/", pages.source, name="source"),
    path("source/parvis-<str:version>.tar.gz", pages.source_archive, name="source_archive"),
    path("actualites/", news.article_list, name="news"),
    path("actualites/<str:slug>/", news.article, name="article"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", agenda.agenda_ics, name="agenda_ics"),
    path("agenda/<int:pk>-<str:slug>/", agenda.gathering, name="gathering"),
    path("agenda/<int:pk>.ics", agenda.gathering_ics, name="gathering_ics"),
]
