"""Taking the list away: at once when it is short, by a job with its progress when it is long."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from parvis.audit.actions import note_export
from parvis.core.jobs import job_state
from parvis.core.rights import demand
from parvis.desk import contributions as listing
from parvis.desk import exports
from parvis.desk.actions import order_export
from parvis.desk.contribution_forms import ExportForm
from parvis.desk.models import Export


def ask(request: HttpRequest) -> HttpResponseBase:
    """Which columns, which format, and why when people can be recognised."""
    demand(request.actor, "export")
    query = listing.query_of(request.POST or request.GET)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _take(request, query, **form.cleaned_data)
    found = exports.contributions_for(request.actor, query, for_team=True)
    context = {
        "form": form,
        "query": query,
        "is_long": exports.is_long(found),
        "at_once": exports.AT_ONCE,
        "earlier": Export.objects.filter(user=request.actor.user)[:10],
    }
    return render(request, "desk/contributions/export.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, query: str, *, file_format: str, for_team: bool, reason: str) -> HttpResponseBase:
    found = exports.contributions_for(request.actor, query, for_team=for_team)
    if file_format != "csv" and exports.is_long(found):
        export = order_export(
            query=query, file_format=file_format, for_team=for_team, reason=reason, by=request.actor
        )
        return redirect("desk:export", export.pk)
    if for_team:
        note_export(by=request.actor, what="contributions", reason=reason)
    name = f"contributions-{timezone.localdate():%Y-%m-%d}.{file_format}"
    return exports.as_file(found, for_team=for_team, name=name, file_format=file_format)


@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponseBase:
    export = _mine(request, pk)
    waiting = export.state == Export.State.WAITING
    context = {"export": export, "job": job_state(export.job) if waiting and export.job else None}
    return render(request, "desk/contributions/export_state.html", context)


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    export = _mine(request, pk)
    if export.state != Export.State.READY:
        raise Http404
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=str(export))


def _mine(request: HttpRequest, pk: int) -> Export:
    """Hers alone, as long as she may export and the week is not over."""
    demand(request.actor, "export")
    return get_object_or_404(Export, pk=pk, user=request.actor.user, expires_at__gt=timezone.now())
