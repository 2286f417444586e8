"""Desk addresses: replies."""

from django.urls import path

from parvis.desk.views import outcomes, replies

urlpatterns = [
    path("reponses/", replies.answer_list, name="replies"),
    path("reponses/ecrire/", replies.write, name="reply_new"),
    path("reponses/attente/", replies.hold_reply, name="reply_hold"),
    path("reponses/confier/", replies.assign_service, name="assign"),
    path("reponses/notes/<str:code>/", replies.add_note, name="internal_note"),
    path("reponses/<int:pk>/", replies.edit, name="reply"),
    path("reponses/<int:pk>/valider/", replies.validate_now, name="reply_validate"),
    path("reponses/<int:pk>/renvoyer/", replies.return_draft, name="reply_send_back"),
    path("reponses/<int:pk>/corriger/", replies.correct, name="reply_correct"),
    path("reponses/<int:pk>/jeter/", replies.discard, name="reply_discard"),
    path("elue/", replies.elected_page, name="elected"),
    path("service/", replies.service_page, name="service"),
    path("suites/", outcomes.outcome_list, name="outcomes"),
    path("suites/nouvelle/", outcomes.new, name="outcome_new"),
    path("suites/<int:pk>/", outcomes.edit, name="outcome"),
    path("suites/<int:pk>/realisee/", outcomes.done, name="outcome_done"),
    path("suites/<int:pk>/abandonner/", outcomes.abandon, name="outcome_abandon"),
]
