"""The calendar of a démarche, its steps, and what each phase opens on each step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.registry import get_method
from parvis.desk.processes import managed, section_page
from parvis.desk.slips import gestures
from parvis.processes import actions, drawing
from parvis.processes.forms import AddStepForm, CalendarForm, OpeningsForm, StepForm


def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = CalendarForm(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_calendar", slug)
    context = {"calendar": drawing.calendar(process.phases.all()), "gestures": gestures(process)}
    return section_page(request, process, "calendar", form=form, **context)


def steps(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = OpeningsForm(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_steps", slug)
    add_form = AddStepForm(process=process, by=request.actor)
    return section_page(request, process, "steps", form=form, add_form=add_form)


@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = AddStepForm(request.POST, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("The step is added. Say when it is open."))
        return redirect("desk:process_step", slug, form.result.pk)
    return section_page(
        request, process, "steps", form=OpeningsForm(process=process, by=request.actor), add_form=form
    )


def step(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    process = managed(request, slug)
    edited = get_object_or_404(process.steps.all(), pk=pk)
    form = StepForm(request.POST or None, step=edited, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_steps", slug)
    return section_page(request, process, "steps", form=form, edited=edited, method=get_method(edited.method))


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    moved = get_object_or_404(managed(request, slug).steps.all(), pk=pk)
    actions.move_step(step=moved, up=request.POST.get("to") == "up", by=request.actor)
    return redirect("desk:process_steps", slug)


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    removed = get_object_or_404(managed(request, slug).steps.all(), pk=pk)
    actions.remove_step(step=removed, by=request.actor)
    messages.success(request, _("The step is removed."))
    return redirect("desk:process_steps", slug)
