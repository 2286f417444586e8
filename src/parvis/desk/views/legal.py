"""« Cadre juridique »: the text that applies, the acts, the file, what was announced and what was kept."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis.desk.processes import managed, section_page
from parvis.legal import actions, checks, queries
from parvis.legal.forms import (
    ActForm,
    ArrangementForm,
    EvidenceForm,
    FrameChoiceForm,
    KeptForm,
    PieceForm,
    RemovalForm,
)
from parvis.legal.frames import suitable
from parvis.legal.models import Evidence
from parvis.processes.models import Process


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    acts, pieces = list(queries.acts_of(process)), list(queries.pieces_of(process))
    regulation = getattr(process, "regulation", None)
    window = checks.window_of(process, process.phases.all())
    steps = (
        checks.steps_of(
            regulation.text,
            window,
            acts,
            has_file=bool(pieces or process.body),
            has_register=hasattr(process, "register"),
        )
        if regulation
        else []
    )
    return _page(
        request,
        process,
        "overview",
        regulation=regulation,
        register=getattr(process, "register", None),
        law=regulation.text if regulation else None,
        steps=steps,
        acts=acts,
        pieces=pieces,
        lines=queries.lines_of(queries.arrangements_of(process)),
    )


def _page(request: HttpRequest, process: Process, name: str, **context: Any) -> HttpResponse:
    is_public = process.state in Process.PUBLIC_STATES
    template = f"desk/legal/{name}.html"
    return section_page(request, process, "legal", template=template, is_public=is_public, **context)


def _back(process: Process, anchor: str) -> HttpResponse:
    response = redirect("desk:process_legal", process.slug)
    response["Location"] += f"#{anchor}"
    return response


def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The texts that suit this territory on the day the public takes part."""
    process = managed(request, slug)
    day = checks.window_of(process, process.phases.all()).first or timezone.localdate()
    versions = suitable(process.territory, day)
    form = FrameChoiceForm(request.POST or None, process=process, versions=versions, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("This text is kept for this démarche. Here is what it asks for."))
        return redirect("desk:process_legal", slug)
    return _page(request, process, "frame", form=form, versions=versions)


@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    actions.leave_frame(process=managed(request, slug), by=request.actor)
    messages.success(request, _("No text is kept for this démarche."))
    return redirect("desk:process_legal", slug)


def add_act(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    initial = {"kind": request.GET.get("etape", "")}
    form = ActForm(request.POST or None, request.FILES or None, process=process, by=request.actor, initial=initial)
    if request.method == "POST" and form.saved():
        messages.success(request, _("Recorded."))
        return _back(process, "acts")
    return _page(request, process, "form", form=form, heading=_("Record an act"), anchor="acts")


def act(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Correct it, or take it back."""
    process = managed(request, slug)
    edited = get_object_or_404(process.acts.select_related("process", "document"), pk=pk)
    withdraw = partial(actions.withdraw_act, act=edited, by=request.actor)
    form, removal = _two(request, ActForm, withdraw, process=process, by=request.actor, act=edited)
    if request.method == "POST" and (removal or form).saved():
        messages.success(request, _("Saved."))
        return _back(process, "acts")
    return _edited(request, process, form, removal, heading=str(edited), anchor="acts")


def add_piece(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = PieceForm(request.POST or None, request.FILES or None, process=process, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("The document is in the file."))
        return _back(process, "file")
    return _page(request, process, "form", form=form, heading=_("Add a document to the file"), anchor="file")


def piece(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    process = managed(request, slug)
    renewed = get_object_or_404(process.pieces.select_related("process"), pk=pk)
    form = PieceForm(request.POST or None, request.FILES or None, process=process, by=request.actor, piece=renewed)
    if request.method == "POST" and form.saved():
        messages.success(request, _("The newer version is online; the former one stays, dated."))
        return _back(process, "file")
    return _page(request, process, "form", form=form, heading=str(renewed), anchor="file")


def announce(request: HttpRequest, slug: str) -> HttpResponse:
    process = managed(request, slug)
    form = ArrangementForm(request.POST or None, process=process, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("It is announced."))
        return _back(process, "arrangements")
    return _page(request, process, "form", form=form, heading=_("Announce an arrangement"), anchor="arrangements")


def arrangement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Announce it otherwise, or take it back."""
    process = managed(request, slug)
    edited = get_object_or_404(process.arrangements.select_related("process"), pk=pk)
    withdraw = partial(actions.withdraw_arrangement, arrangement=edited, by=request.actor)
    form, removal = _two(request, ArrangementForm, withdraw, process=process, by=request.actor, arrangement=edited)
    if request.method == "POST" and (removal or form).saved():
        messages.success(request, _("Saved."))
        return _back(process, "arrangements")
    return _edited(request, process, form, removal, heading=str(edited), anchor="arrangements")


def kept(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    process = managed(request, slug)
    found = get_object_or_404(process.arrangements.select_related("process"), pk=pk)
    form = KeptForm(request.POST or None, arrangement=found, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("Saved. Join what proves it."))
        return redirect("desk:process_legal_arrangement_evidence", slug, pk)
    return _page(request, process, "form", form=form, heading=str(found), anchor="arrangements")


def evidence(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What proves it: add, take back."""
    process = managed(request, slug)
    found = get_object_or_404(queries.arrangements_of(process).select_related("process"), pk=pk)
    form = EvidenceForm(request.POST or None, request.FILES or None, arrangement=found, by=request.actor)
    if request.method == "POST" and form.saved():
        messages.success(request, _("The evidence is joined."))
        return redirect("desk:process_legal_arrangement_evidence", slug, pk)
    return _page(request, process, "evidence", form=form, line=queries.lines_of([found])[0])


def remove_evidence(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    process = managed(request, slug)
    rows = Evidence.objects.filter(arrangement__process=process, removed_at=None)
    found = get_object_or_404(rows.select_related("arrangement__process", "image", "document"), pk=pk)
    form = RemovalForm(
        request.POST or None, verb=partial(actions.remove_evidence, evidence=found, by=request.actor)
    )
    if request.method == "POST" and form.saved():
        messages.success(request, _("It is removed, and the table says so."))
        return _back(process, "arrangements")
    return _page(request, process, "remove", form=form, heading=str(found), anchor="arrangements")


def _two(request: HttpRequest, kind: Any, withdraw: Any, *, process: Process, **of: Any) -> tuple[Any, Any]:
    """The form that corrects, and the one that takes back when it is the one that was sent."""
    if request.method == "POST" and "withdraw" in request.POST:
        return kind(process=process, **of), RemovalForm(
            request.POST, verb=withdraw, is_required=_asks(process), prefix="back"
        )
    return kind(request.POST or None, request.FILES or None, process=process, **of), None


def _asks(process: Process) -> bool:
    return process.state in Process.PUBLIC_STATES


def _edited(request: HttpRequest, process: Process, form: Any, removal: Any, **shown: Any) -> HttpResponse:
    removal = removal or RemovalForm(verb=None, is_required=_asks(process), prefix="back")
    return _page(request, process, "form", form=form, removal=removal, **shown)
