"""Desk addresses: papers of the team."""

from django.urls import path

from parvis.desk.views import papers, papers_sections

urlpatterns = [
    path("documents/", papers.listing, name="papers"),
    path("documents/ecrire/<slug:kind>/", papers.begin, name="paper_new"),
    path("documents/<int:pk>/", papers.paper, name="paper"),
    path("documents/<int:pk>/lire/", papers.open_it, name="paper_open"),
    path("documents/<int:pk>/cadre/", papers.frame, name="paper_frame"),
    path("documents/<int:pk>/demander/", papers.ask, name="paper_ask"),
    path("documents/<int:pk>/repondre/", papers.answer, name="paper_answer"),
    path("documents/<int:pk>/commenter/", papers.remark, name="paper_remark"),
    path("documents/<int:pk>/finaliser/", papers.publish, name="paper_publish"),
    path("documents/<int:pk>/adopter/", papers.adopt, name="paper_adopt"),
    path("documents/<int:pk>/lecteurs/", papers.readers, name="paper_readers"),
    path("documents/<int:pk>/actualiser/", papers_sections.refresh, name="paper_refresh"),
    path("documents/<int:pk>/supprimer/", papers_sections.discard, name="paper_discard"),
    path("documents/<int:pk>/sections/ajouter/", papers_sections.add, name="paper_section_add"),
    path("documents/<int:pk>/sections/<int:section>/", papers_sections.edit, name="paper_section"),
    path("documents/<int:pk>/sections/<int:section>/deplacer/", papers_sections.move, name="paper_section_move"),
    path("documents/<int:pk>/sections/<int:section>/retirer/", papers_sections.remove, name="paper_section_remove"),
    path("documents/<int:pk>/telecharger/<slug:file_format>/", papers.download, name="paper_download"),
]
