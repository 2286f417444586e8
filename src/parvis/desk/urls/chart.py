"""Desk addresses: who decides here."""

from django.urls import path

from parvis.desk.views import chart

urlpatterns = [
    path("equipe/qui-decide/", chart.chart, name="chart"),
    path("equipe/qui-decide/mandat/", chart.mandate, name="mandate_add"),
    path("equipe/qui-decide/mandat/<int:pk>/", chart.mandate, name="mandate"),
    path("equipe/qui-decide/mandat/<int:pk>/finir/", chart.end, name="mandate_end"),
    path("equipe/qui-decide/seance/", chart.sitting, name="sitting_add"),
    path("equipe/qui-decide/seance/<int:pk>/", chart.sitting, name="sitting"),
    path("equipe/qui-decide/seance/<int:pk>/retirer/", chart.remove, name="sitting_remove"),
]
