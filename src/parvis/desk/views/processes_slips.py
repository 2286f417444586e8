"""A calendar slips: extend, postpone, suspend, resume, cancel; previewed, then confirmed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from parvis.desk.processes import managed, section_page
from parvis.desk.slips import CANCEL, EXTEND, POSTPONE, RESUME, SUSPEND, Gesture, gestures
from parvis.processes.forms import CancelForm, ExtendForm, PostponeForm, ResumeForm, SlipForm, SuspendForm


def extend(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, EXTEND, ExtendForm)


def postpone(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, POSTPONE, PostponeForm)


def suspend(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, SUSPEND, SuspendForm)


def resume(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, RESUME, ResumeForm)


def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, slug, CANCEL, CancelForm)


def _page(request: HttpRequest, slug: str, gesture: Gesture, kind: type[SlipForm]) -> HttpResponse:
    process = managed(request, slug)
    if request.method == "GET" and gesture not in gestures(process):
        messages.info(request, _("This is not possible today: here is what is."))
        return redirect("desk:process_calendar", slug)
    form = kind(request.POST or None, process=process, by=request.actor)
    if form.saved():
        messages.success(
            request, _("Done. It is written on its page and in its logbook, and its followers are told.")
        )
        return redirect("desk:process_calendar", slug)
    context = {"form": form, "gesture": gesture, "section_label": gesture.label}
    return section_page(request, process, "calendar", template="desk/processes/slip.html", **context)
