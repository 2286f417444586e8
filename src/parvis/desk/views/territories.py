"""Territories: brought from a file of outlines, quartiers added, names corrected, places retired."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.rights import Refused, can, demand
from parvis.core.verbs import Overtaken
from parvis.territories import actions
from parvis.territories.forms import NeighbourhoodForm, PerimeterForm, TerritoryForm
from parvis.territories.importing import Perimeter
from parvis.territories.maps import map_of
from parvis.territories.models import PerimeterImport, Territory
from parvis.territories.queries import (
    communes_for,
    groups_of,
    lines_of,
    list_matching,
    parts_of,
    plan_of,
    retired_of,
)

LATEST = 10
PER_PAGE = 60
MOST_UNFOLDED = 60
GROUPS_PER_PAGE = 30


def listing(request: HttpRequest) -> HttpResponse:
    """By whole, each unfolded when asked; or what matches some words."""
    demand(request.actor, "manage")
    words = " ".join(request.GET.get("q", "").split())[:80]
    inside = request.GET.get("dans", "")
    context: dict[str, Any] = {"words": words, "can_import": can(request.actor, "import", Territory)}
    if words:
        page = Paginator(list_matching(request.actor, words), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": lines_of(page)}
    elif inside.isdecimal() and (found := groups_of(request.actor, most=0, whole=int(inside[:18]))):
        page = Paginator(found[0].lines, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"whole": found[0].whole, "page": page, "lines": page.object_list}
    else:
        page = Paginator(groups_of(request.actor, most=MOST_UNFOLDED), GROUPS_PER_PAGE).get_page(
            request.GET.get("page")
        )
        context |= {"page": page, "groups": page.object_list, "retired": retired_of(request.actor)[:PER_PAGE]}
    return render(request, "desk/territories/list.html", context)


def add(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "manage")
    communes = communes_for(request.actor)
    form = NeighbourhoodForm(request.POST or None, request.FILES or None, communes=communes)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.add_neighbourhood(
                commune=told["commune"],
                name=told["name"],
                boundary=told["outline"],
                postcodes=told["postcodes"],
                by=request.actor,
            )
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("“%(name)s” is added.") % {"name": told["name"]})
            return redirect("desk:territories")
    return render(request, "desk/territories/place.html", {"form": form}, status=422 if form.is_bound else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    territory = _territory(request, pk)
    codes = ", ".join(territory.postcodes.order_by("code").values_list("code", flat=True))
    initial = {"name": territory.name, "postcodes": codes}
    form = TerritoryForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        told = form.cleaned_data
        actions.edit_territory(
            territory=territory,
            name=told["name"],
            postcodes=told["postcodes"],
            boundary=told["outline"],
            by=request.actor,
        )
        messages.success(request, _("Saved."))
        return redirect("desk:territories")
    context = {"form": form, "territory": territory, "parts": parts_of(territory)[:1]}
    return render(request, "desk/territories/place.html", context, status=422 if form.is_bound else 200)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    territory = _territory(request, pk)
    try:
        actions.retire_territory(territory=territory, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("desk:territory", pk)
    messages.success(
        request,
        _("“%(name)s” is no longer offered. You may put it back at the foot of this page.")
        % {"name": territory.name},
    )
    return redirect("desk:territories")


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    territory = actions.put_back_territory(territory=_territory(request, pk), by=request.actor)
    messages.success(request, _("“%(name)s” is offered again.") % {"name": territory.name})
    return redirect("desk:territories")


def _territory(request: HttpRequest, pk: int) -> Territory:
    territory = get_object_or_404(Territory, pk=pk)
    demand(request.actor, "edit", territory)
    return territory


# Files of outlines -----------------------------------------------------------------------------------


def perimeters(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "import", Territory)
    form = PerimeterForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        batch = actions.look_at_perimeter(
            data=form.perimeter,
            filename=form.cleaned_data["file"].name,
            country=form.cleaned_data["country"],
            by=request.actor,
        )
        return redirect("desk:perimeter", batch.pk)
    latest = PerimeterImport.objects.defer("given", "before").exclude(state=PerimeterImport.State.PREVIEW)
    context = {"form": form, "latest": latest.select_related("territory")[:LATEST]}
    return render(request, "desk/territories/perimeters.html", context, status=422 if form.is_bound else 200)


def perimeter(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do, or did."""
    batch = _batch(request, pk)
    context = {"batch": batch}
    if batch.state == PerimeterImport.State.PREVIEW:
        given = Perimeter.kept(batch.given)
        plan = plan_of(given, batch.country)
        new = {change.area.code for change in plan.changes if change.is_new}
        context |= {"given": given, "plan": plan, "map": map_of(given, new)}
    return render(request, "desk/territories/perimeter.html", context)


@require_POST
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        done = actions.bring_perimeter(batch=batch, by=request.actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except Overtaken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(
            request,
            _("Done: %(created)s new, %(updated)s updated.") % {"created": done.created, "updated": done.updated},
        )
    return redirect("desk:perimeter", batch.pk)


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.give_up_perimeter(batch=_batch(request, pk), by=request.actor)
    except Overtaken as error:
        messages.warning(request, error.sentence)
        return redirect("desk:perimeter", pk)
    return redirect("desk:perimeters")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        actions.undo_perimeter(batch=batch, by=request.actor)
    except Refused as error:
        messages.error(request, str(error))
    except Overtaken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, _("Everything is as it was before this file."))
    return redirect("desk:perimeter", batch.pk)


def _batch(request: HttpRequest, pk: int) -> PerimeterImport:
    demand(request.actor, "import", Territory)
    return get_object_or_404(PerimeterImport.objects.select_related("territory"), pk=pk)
