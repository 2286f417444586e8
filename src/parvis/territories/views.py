"""Public pages of territories. All are read-only, without a form to send: caches may keep them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from parvis.territories.features import feature_required
from parvis.territories.maps import outline_map
from parvis.territories.models import Territory
from parvis.territories.panels import draw_panels, tints
from parvis.territories.queries import ancestors, find_place, parts_of, space_of, table_of, wholes


@require_safe
def territory_list(request: HttpRequest) -> HttpResponse:
    return render(request, "territories/list.html", {"wholes": wholes()})


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    """« Près de chez moi »: one place, go there; several, choose; none, say what to do."""
    asked = request.GET.get("q", "").strip()[:200]
    places = find_place(asked)
    if len(places) == 1:
        return redirect(places[0])
    return render(request, "territories/near.html", {"asked": asked, "places": places})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    territory = get_object_or_404(Territory, slug=slug)
    door = space_of(territory)
    request.space = door or request.space
    has_own = door and door.territory_id == territory.pk and not door.is_main
    shown = not request.space or request.space.has("map")
    return render(
        request,
        "territories/detail.html",
        {
            "territory": territory,
            "own_space": door if has_own else None,
            "above": ancestors(territory),
            "parts": parts_of(territory),
            "map": outline_map(territory, tints(territory)) if shown else None,
            "gestures": draw_panels(request, territory, "gestures"),
            "panels": draw_panels(request, territory, "main"),
        },
    )


@require_safe
@feature_required("map")
def table(request: HttpRequest, slug: str) -> HttpResponse:
    """The map, as a table: the same figures, one line for each part."""
    territory = get_object_or_404(Territory, slug=slug)
    return render(request, "territories/table.html", {"territory": territory, "table": table_of(territory)})
