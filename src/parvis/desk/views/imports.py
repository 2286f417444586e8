"""Files from elsewhere: sent, looked at, brought whole, taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parvis.contributions.models import ImportBatch
from parvis.core.jobs import job_state
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken
from parvis.imports import actions
from parvis.imports.forms import MappingForm, UploadForm
from parvis.imports.preview import preview
from parvis.imports.queries import manageable_by

LATEST = 50
OPEN = (ImportBatch.State.PREVIEW, ImportBatch.State.FAILED)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    batch = get_object_or_404(manageable_by(request.actor), pk=pk)
    demand(request.actor, "import", batch.step)
    return batch


def import_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "manage")
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if form.is_valid():
        return redirect("desk:import", _begin(request, form).pk)
    context = {"form": form, "batches": manageable_by(request.actor)[:LATEST]}
    return render(request, "desk/imports/list.html", context, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, form: UploadForm) -> ImportBatch:
    wanted, source, by = form.cleaned_data, form.source, request.actor
    step = wanted["step"] or actions.make_process(title=wanted["new_process"], space=wanted["space"], by=by)
    return actions.begin(
        step=step,
        parents=wanted["parents"] or step,
        filename=source.name,
        digest=source.digest,
        mapping=form.mapping,
        stored=source.keep(),
        made_process=not wanted["step"],
        by=by,
    )


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Before: what the file becomes. During: how far it is. After: what came, and how to take it back."""
    batch = _batch(request, pk)
    context = {"batch": batch}
    if batch.state in OPEN and batch.options["stored"]:
        context["seen"] = preview(batch)
        context["form"] = MappingForm(columns=context["seen"].columns, mapping=batch.mapping)
    elif "job" in batch.options:
        context["job"] = job_state(batch.options["job"])
    return render(request, "desk/imports/detail.html", context)


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    seen = preview(batch)
    form = MappingForm(request.POST, columns=seen.columns, mapping=batch.mapping)
    if form.is_valid():
        actions.set_mapping(batch=batch, mapping=form.mapping, by=request.actor)
        return redirect("desk:import", pk)
    return render(request, "desk/imports/detail.html", {"batch": batch, "seen": seen, "form": form}, status=422)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Also what goes on with an import that was cut short."""
    batch = _batch(request, pk)
    try:
        actions.start(batch=batch, in_a_job=True, by=request.actor)
    except (Refused, Overtaken) as error:
        messages.error(request, str(error))
    return redirect("desk:import", pk)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.undo(batch=batch, by=request.actor)
    except (Refused, Overtaken) as error:
        messages.error(request, str(error))
        return redirect("desk:import", pk)
    messages.success(request, _("Taken back: nothing of this file is shown or counted any more."))
    return redirect("desk:imports")


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.give_up(batch=batch, by=request.actor)
    except Overtaken as error:
        messages.error(request, str(error))
        return redirect("desk:import", pk)
    messages.success(request, _("Erased: nothing of this file came in."))
    return redirect("desk:imports")
