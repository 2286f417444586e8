"""The words of a démarche: its frame, its commitments, its file, its logbook."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.core.blocks.sources import Owner
from parvis.desk.processes import managed, section_page
from parvis.processes.degrees import WEIGHTS
from parvis.processes.forms import ContentForm, FrameForm, LogForm, PromiseForm
from parvis.processes.models import Process


def frame(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = FrameForm(request.POST or None, request.FILES or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_frame", form.result.slug)
    return section_page(request, process, "frame", form=form, weights=WEIGHTS.values())


def promise(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = PromiseForm(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_promise", slug)
    return section_page(request, process, "promise", form=form)


def content(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    owner = _owner(request, process)
    form = ContentForm(request.POST or None, request.FILES or None, process=process, by=request.actor, owner=owner)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:process_content", slug)
    return section_page(request, process, "content", form=form)


def log(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    owner = _owner(request, process)
    form = LogForm(request.POST or None, request.FILES or None, process=process, by=request.actor, owner=owner)
    if form.saved():
        messages.success(request, _("Written in the logbook."))
        return redirect("desk:process_log", slug)
    entries = process.log.select_related("author")[:100]
    return section_page(request, process, "log", form=form, entries=entries)


def _owner(request: HttpRequest, process: Process) -> Owner:
    return Owner(space=process.space, by=request.actor, process=process)
