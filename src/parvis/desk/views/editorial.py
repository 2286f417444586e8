from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.rights import demand
from parvis.desk.editorial import KINDS, Kind, engine_view, kind_of, new_row
from parvis.editorial import actions, queries
from parvis.editorial.forms import AuditForm, CancelForm

PER_PAGE = 30


def listing(request: HttpRequest, kind: str) -> HttpResponse:
    """Meetings, news or pages: drafts and published together, each with its gesture."""
    demand(request.actor, "manage")
    shown = kind_of(kind)
    page = Paginator(shown.rows(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/editorial/list.html", {"kind": shown, "kinds": KINDS.values(), "page": page})


def write(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """One form to begin and to go on; « Save » keeps a draft, « Save and publish » shows it."""
    demand(request.actor, "manage")
    shown = kind_of(kind)
    row = _row(request, shown, pk) if pk else new_row(shown, request.actor)
    demand(request.actor, "manage", row)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = shown.form(*data, actor=request.actor, row=row)
    if form.is_valid() and _saved(request, shown, form, row):
        return redirect("desk:editorial_edit", shown.key, row.pk)
    context = {"kind": shown, "form": form, "row": row, "engine": engine_view(row) if pk else None}
    return render(request, "desk/editorial/write.html", context)


def _saved(request: HttpRequest, kind: Kind, form: Any, row: Any) -> bool:
    try:
        kind.write(**{kind.name: row}, fields=form.values(), by=request.actor)
        if "publish" in request.POST:
            kind.publish(**{kind.name: row}, by=request.actor)
    except ValidationError as error:
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
        return False
    messages.success(request, _("Published.") if "publish" in request.POST else _("Saved."))
    return True


def _row(request: HttpRequest, kind: Kind, pk: int) -> Any:
    return get_object_or_404(kind.rows(request.actor), pk=pk)


def preview(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The public page as it will be, in the colours of its space."""
    demand(request.actor, "manage")
    shown = kind_of(kind)
    row = _row(request, shown, pk)
    request.space = row.space
    context = {shown.name: row, "preview": _("Preview: this is how the page will look."), "data": None}
    return render(request, shown.template, context)


@require_POST
def publish(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    shown = kind_of(kind)
    shown.publish(**{shown.name: _row(request, shown, pk)}, by=request.actor)
    messages.success(request, _("Published."))
    return redirect("desk:editorial_list", shown.key)


@require_POST
def unpublish(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    shown = kind_of(kind)
    shown.unpublish(**{shown.name: _row(request, shown, pk)}, by=request.actor)
    messages.success(request, _("It is a draft again."))
    return redirect("desk:editorial_list", shown.key)


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, KINDS["rencontres"], pk)
    demand(request.actor, "manage", row)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        actions.cancel_gathering(gathering=row, reason=form.cleaned_data["reason"], by=request.actor)
        messages.success(request, _("The meeting is marked as cancelled, with your reason."))
        return redirect("desk:editorial")
    return render(request, "desk/editorial/cancel.html", {"form": form, "gathering": row})


@require_POST
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, KINDS["rencontres"], pk)
    actions.reinstate_gathering(gathering=row, by=request.actor)
    messages.success(request, _("The meeting takes place after all."))
    return redirect("desk:editorial")


def audits(request: HttpRequest) -> HttpResponse:
    """Audits of accessibility: until a valid one is recorded, the site says « not compliant »."""
    demand(request.actor, "manage")
    form = AuditForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        actions.record_audit(audit=form.save(commit=False), by=request.actor)
        messages.success(request, _("Recorded. The accessibility statement says it."))
        return redirect("desk:editorial_audits")
    context = {"form": form, "audits": queries.manageable_audits(request.actor), "kinds": KINDS.values()}
    return render(request, "desk/editorial/audits.html", context)
