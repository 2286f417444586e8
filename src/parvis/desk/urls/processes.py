"""Desk addresses: démarches and themes."""

from django.urls import path

from parvis.desk.views import (
    processes,
    processes_calendar,
    processes_life,
    processes_people,
    processes_words,
    themes,
)

urlpatterns = [
    path("demarches/", processes.process_list, name="processes"),
    path("demarches/nouvelle/", processes.choose_blueprint, name="process_new"),
    path("demarches/nouvelle/<slug:key>/", processes.create, name="process_create"),
    path("demarches/themes/", themes.theme_list, name="themes"),
    path("demarches/themes/<int:pk>/", themes.theme, name="theme"),
    path("demarches/themes/<int:pk>/fusionner/", themes.merge, name="theme_merge"),
    path("demarches/<slug:slug>/", processes.hub, name="process"),
    path("demarches/<slug:slug>/dupliquer/", processes.duplicate, name="process_duplicate"),
    path("demarches/<slug:slug>/cadre/", processes_words.frame, name="process_frame"),
    path("demarches/<slug:slug>/engagements/", processes_words.promise, name="process_promise"),
    path("demarches/<slug:slug>/contenu/", processes_words.content, name="process_content"),
    path("demarches/<slug:slug>/journal/", processes_words.log, name="process_log"),
    path("demarches/<slug:slug>/calendrier/", processes_calendar.calendar, name="process_calendar"),
    path("demarches/<slug:slug>/etapes/", processes_calendar.steps, name="process_steps"),
    path("demarches/<slug:slug>/etapes/ajouter/", processes_calendar.add, name="process_step_add"),
    path("demarches/<slug:slug>/etapes/<int:pk>/", processes_calendar.step, name="process_step"),
    path("demarches/<slug:slug>/etapes/<int:pk>/deplacer/", processes_calendar.move, name="process_step_move"),
    path("demarches/<slug:slug>/etapes/<int:pk>/retirer/", processes_calendar.remove, name="process_step_remove"),
    path("demarches/<slug:slug>/equipe/", processes_people.team, name="process_team"),
    path("demarches/<slug:slug>/equipe/<int:pk>/retirer/", processes_people.leave, name="process_team_remove"),
    path("demarches/<slug:slug>/relecture/", processes_people.reviews, name="process_review"),
    path("demarches/<slug:slug>/publication/", processes_life.publication, name="process_publication"),
    path("demarches/<slug:slug>/publier/", processes_life.publish, name="process_publish"),
    path("demarches/<slug:slug>/programmer/", processes_life.schedule, name="process_schedule"),
    path("demarches/<slug:slug>/retirer/", processes_life.unpublish, name="process_unpublish"),
    path("demarches/<slug:slug>/clore/", processes_life.close, name="process_close"),
    path("demarches/<slug:slug>/archiver/", processes_life.archive, name="process_archive"),
    path("demarches/<slug:slug>/apercu/", processes_life.preview, name="process_preview"),
    path("demarches/<slug:slug>/apercu/<slug:persona>/", processes_life.page_as, name="process_preview_as"),
]
