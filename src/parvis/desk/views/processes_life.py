"""Preview, publish, close, archive."""

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import VISITOR, Actor
from parvis.accounts.models import Participant, Role, RoleAssignment
from parvis.core.sentences import human_moment
from parvis.desk.processes import managed, reviewed, section_page
from parvis.processes import actions
from parvis.processes import notice as notices
from parvis.processes.archive import verify_archive
from parvis.processes.forms import CloseForm, ScheduleForm, SummaryForm
from parvis.processes.models import Archive, Process
from parvis.processes.publication import NotReady, publication_remarks
from parvis.processes.queries import has_taken_part

PERSONAS = {
    "visiteur": gettext_lazy("A visitor"),
    "habitant": gettext_lazy("A resident with an account"),
    "technicien": gettext_lazy("A technician"),
}


@require_GET
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, managed(request, slug))


def _page(request: HttpRequest, process: Process, **forms: object) -> HttpResponse:
    archive = Archive.objects.filter(process=process).select_related("process").first()
    context = {
        "schedule_form": ScheduleForm(process=process, by=request.actor),
        "close_form": CloseForm(process=process, by=request.actor),
        "summary_form": SummaryForm(process=process, by=request.actor),
        "remarks": publication_remarks(process),
        "archive": archive,
        "verification": verify_archive(archive) if archive else None,
        "can_go_back": process.state == Process.State.PUBLISHED and not has_taken_part(process),
        "secret_url": request.build_absolute_uri(f"{process.get_absolute_url()}?apercu={process.preview_token}"),
        **forms,
    }
    return section_page(request, process, "publication", **context)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    try:
        actions.publish_process(process=process, by=request.actor)
    except NotReady:
        messages.error(request, _("Not yet: here is what is missing."))
        return redirect("desk:process_publication", slug)
    messages.success(request, _("It is published: everyone can read it."))
    return redirect("desk:process", slug)


@require_POST
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = ScheduleForm(request.POST, process=process, by=request.actor)
    if form.saved():
        when = human_moment(form.result.publish_at)
        messages.success(request, _("It will be published by itself on %(when)s.") % {"when": when})
        return redirect("desk:process_publication", slug)
    return _page(request, process, schedule_form=form, form=form)


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    actions.unpublish_process(process=managed(request, slug), by=request.actor)
    messages.success(request, _("It is a draft again."))
    return redirect("desk:process_publication", slug)


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = CloseForm(request.POST, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("It is closed, and everyone can read how it ends."))
        return redirect("desk:process_publication", slug)
    return _page(request, process, close_form=form, form=form)


@require_POST
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = SummaryForm(request.POST, process=process, by=request.actor)
    if form.saved():
        messages.success(request, _("Published: everyone can read this summary, and nothing else."))
        return redirect("desk:process_publication", slug)
    return _page(request, process, summary_form=form, form=form)


@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    actions.archive_process(process=managed(request, slug), by=request.actor)
    messages.success(request, _("It is archived: it no longer changes."))
    return redirect("desk:process_publication", slug)


@require_GET
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The public page as somebody else sees it, in a frame."""
    process = reviewed(request, slug)
    chosen = request.GET.get("comme", "visiteur")
    context = {
        "process": process,
        "personas": PERSONAS.items(),
        "chosen": chosen if chosen in PERSONAS else "visiteur",
    }
    return render(request, "desk/processes/preview.html", context)


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": ["'self'"]})
def page_as(request: HttpRequest, slug: str, persona: str) -> HttpResponse:
    """The public page itself, drawn for one of three fixed people; nothing of the reader's own rights remains."""
    process = reviewed(request, slug)
    if persona not in PERSONAS:
        raise Http404
    request.actor = _persona(persona, process)
    request.GET = QueryDict(f"apercu={process.preview_token}")
    request.resolver_match = resolve(process.get_absolute_url())
    return request.resolver_match.func(request, *request.resolver_match.args, **request.resolver_match.kwargs)


def _persona(key: str, process: Process) -> Actor:
    if key == "visiteur":
        return VISITOR
    resident = Participant(pk=0, pseudonym=_("A resident"))
    roles = (RoleAssignment(role=Role.TECHNICIAN, process=process),) if key == "technicien" else ()
    return Actor(participant=resident, roles=roles)


@require_GET
def notice(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The A4 notice for the board, in one click."""
    process = reviewed(request, slug)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    name = f"{process.slug}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(notices.notice(process, language), content_type="application/pdf", headers=headers)
