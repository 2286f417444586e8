from django.urls import path

from parvis.site.views import home, processes

app_name = "site"

urlpatterns = [
    path("", home.home, name="home"),
    path("espaces/<slug:slug>/", home.space, name="space"),
    path("participer/", processes.process_list, name="processes"),
    path("participer/<slug:slug>/", processes.process, name="process"),
    path("participer/<slug:slug>/journal/", processes.logbook, name="logbook"),
    path("participer/<slug:slug>/corrections/", processes.corrections, name="corrections"),
    path("participer/<slug:slug>/resume/", processes.summary, name="summary"),
    path("participer/<slug:slug>/archive.json", processes.archive, name="archive"),
    path("participer/<slug:slug>/<slug:step_slug>/", processes.step, name="step"),
    path("ce-qui-a-change/", processes.changes, name="changes"),
]
