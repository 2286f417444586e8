"""Desk addresses: moderation."""

from django.urls import path

from parvis.desk.views import moderation as views

urlpatterns = [
    path("moderation/", views.queue_page, name="moderation"),
    path("moderation/lot/", views.decide_many, name="moderation_bulk"),
    path("moderation/journal/", views.log, name="moderation_log"),
    path("moderation/regles/", views.policies, name="moderation_policies"),
    path("moderation/regles/<slug:space>/", views.policy, name="moderation_policy"),
    path("moderation/regles/<slug:space>/charte/", views.charter, name="moderation_charter"),
    path("moderation/decisions/<int:pk>/annuler/", views.undo_decision, name="moderation_undo"),
    path("moderation/appels/<int:pk>/", views.answer_appeal, name="moderation_appeal"),
    path("moderation/pauses/<int:pk>/lever/", views.lift_pause, name="moderation_lift"),
    path("moderation/<str:code>/decider/", views.decide_one, name="moderation_decide"),
    path("moderation/<str:code>/pause/", views.pause_discussion, name="moderation_pause"),
]
