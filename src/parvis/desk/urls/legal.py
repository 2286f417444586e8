"""Desk addresses: the legal life of a démarche."""

from django.urls import path

from parvis.desk.views import legal, legal_register

ROOT = "demarches/<slug:slug>/cadre-juridique/"

urlpatterns = [
    path(ROOT, legal.overview, name="process_legal"),
    path(f"{ROOT}texte/", legal.frame, name="process_legal_frame"),
    path(f"{ROOT}texte/retirer/", legal.leave, name="process_legal_leave"),
    path(f"{ROOT}actes/", legal.add_act, name="process_legal_act_add"),
    path(f"{ROOT}actes/<int:pk>/", legal.act, name="process_legal_act"),
    path(f"{ROOT}dossier/", legal.add_piece, name="process_legal_piece_add"),
    path(f"{ROOT}dossier/<int:pk>/", legal.piece, name="process_legal_piece"),
    path(f"{ROOT}modalites/", legal.announce, name="process_legal_arrangement_add"),
    path(f"{ROOT}modalites/<int:pk>/", legal.arrangement, name="process_legal_arrangement"),
    path(f"{ROOT}modalites/<int:pk>/tenue/", legal.kept, name="process_legal_arrangement_kept"),
    path(f"{ROOT}modalites/<int:pk>/preuves/", legal.evidence, name="process_legal_arrangement_evidence"),
    path(f"{ROOT}registre/", legal_register.register, name="process_legal_register"),
    path(f"{ROOT}registre/completer/", legal_register.complete, name="process_legal_register_complete"),
    path(f"{ROOT}registre/<int:pk>/numerisation/", legal_register.scan, name="process_legal_register_scan"),
    path(
        f"{ROOT}registre/registre.<slug:file_format>",
        legal_register.export,
        name="process_legal_register_export",
    ),
    path(f"{ROOT}preuves/<int:pk>/retirer/", legal.remove_evidence, name="process_legal_evidence_remove"),
]
