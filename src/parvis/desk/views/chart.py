"""« Qui décide ici » as the team writes it: mandates, sittings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.models import RetentionRule, RoleAssignment
from parvis.core.rights import can, demand
from parvis.organisations import actions
from parvis.organisations.forms import MandateForm, SittingForm
from parvis.organisations.models import Mandate, Sitting
from parvis.organisations.queries import mandates_managed_by, sittings_managed_by
from parvis.processes.queries import spaces_of
from parvis.territories.models import Space

MOST = 300


@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "lead", RoleAssignment)
    today = timezone.localdate()
    mandates = list(mandates_managed_by(request.actor).order_by("space", "order", "id")[:MOST])
    context = {
        "present": [mandate for mandate in mandates if not mandate.ends_on or mandate.ends_on >= today],
        "over": [mandate for mandate in mandates if mandate.ends_on and mandate.ends_on < today],
        "sittings": sittings_managed_by(request.actor).filter(on__gte=today).order_by("on", "id")[:MOST],
        "here": _space_of(request),
        "may_keep": can(request.actor, "manage", RetentionRule),
    }
    return render(request, "desk/team/chart.html", context)


@require_http_methods(["GET", "POST"])
def mandate(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(mandates_managed_by(request.actor), pk=pk) if pk else Mandate(space=_here(request))
    demand(request.actor, "manage", row)
    form = MandateForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.write_mandate(mandate=row, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("desk:chart")
    title = _("A mandate, a service’s head")
    return render(request, "desk/team/chart_form.html", {"form": form, "title": title}, status=_status(request))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(mandates_managed_by(request.actor), pk=pk)
    try:
        actions.end_mandate(mandate=row, on=timezone.localdate(), by=request.actor)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("It ends today; it stays in the history."))
    return redirect("desk:chart")


@require_http_methods(["GET", "POST"])
def sitting(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    row = get_object_or_404(sittings_managed_by(request.actor), pk=pk) if pk else Sitting(space=_here(request))
    demand(request.actor, "manage", row)
    form = SittingForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_sitting(sitting=row, by=request.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("on", refusal.messages)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk:chart")
    context = {"form": form, "title": _("A sitting")}
    return render(request, "desk/team/chart_form.html", context, status=_status(request))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(sittings_managed_by(request.actor), pk=pk)
    actions.remove_sitting(sitting=row, by=request.actor)
    messages.success(request, _("The sitting is removed."))
    return redirect("desk:chart")


def _space_of(request: HttpRequest) -> Space | None:
    """The space of this site if she manages it, else the first of hers; none for who works on one démarche alone."""
    hers = spaces_of(request.actor)
    space = hers.filter(pk=request.space.pk).first() if request.space else None
    return space or hers.order_by("pk").first()


def _here(request: HttpRequest) -> Space:
    space = _space_of(request)
    if space is None:
        raise Http404
    return space


def _status(request: HttpRequest) -> int:
    """After a POST the form is there because it was refused."""
    return 422 if request.method == "POST" else 200
