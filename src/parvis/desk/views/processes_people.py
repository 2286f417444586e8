"""Who works on a démarche, and what colleagues say of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.desk.processes import managed, reviewed, section_page
from parvis.processes import actions
from parvis.processes.forms import ReviewForm, TeamForm


def team(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = TeamForm(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("She can now work on this démarche."))
        return redirect("desk:process_team", slug)
    return section_page(
        request,
        process,
        "team",
        form=form,
        own=process.team.select_related("user"),
        of_space=process.space.team.current().select_related("user"),
    )


@require_POST
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    assignment = get_object_or_404(managed(request, slug).team.select_related("process"), pk=pk)
    actions.remove_from_team(assignment=assignment, by=request.actor)
    messages.success(request, _("She no longer works on this démarche."))
    return redirect("desk:process_team", slug)


def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    process = reviewed(request, slug)
    form = ReviewForm(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Thank you. Your word is here for the whole team."))
        return redirect("desk:process_review", slug)
    return section_page(request, process, "review", form=form, reviews=process.reviews.select_related("by"))
