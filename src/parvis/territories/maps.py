"""The outline maps of overview pages: no tiles, no script; always a table beside them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import ngettext

from parvis.territories.drawing import draw, silhouette
from parvis.territories.models import Boundary, Drawing, Kind, Territory, TerritoryClosure

LEVELS = ("a", "b", "c", "d")  # the classes of the style sheet, from the least to the most
MOST_SHAPES = 300  # beyond, an outline is a speck on a phone: the table alone is shown


@dataclass(frozen=True, slots=True)
class Shape:
    path: str
    territory: Territory
    level: str
    label: str


@dataclass(frozen=True, slots=True)
class Map:
    """What ``territories/map.html`` draws; ``legend``: a class, and the lowest and highest count it stands for."""

    territory: Territory
    view_box: str
    shapes: list[Shape]
    legend: list[tuple[str, int, int]]

    @property
    def tints(self) -> list[tuple[str, str]]:
        """One path per tint, for the maps that name nothing: a hundred communes are five elements, not a hundred."""
        joined: dict[str, list[str]] = {}
        for shape in self.shapes:
            joined.setdefault(shape.level, []).append(shape.path)
        return [(level, " ".join(paths)) for level, paths in sorted(joined.items())]

    @property
    def table_url(self) -> str:
        return reverse("territories:table", args=[self.territory.slug])


def contributions_sentence(count: int) -> str:
    return ngettext("%(count)s opinion", "%(count)s opinions", count) % {"count": intcomma(count)}


def outline_map(
    territory: Territory,
    counts: Mapping[int, int] | None = None,
    words: Callable[[int], object] = contributions_sentence,
) -> Map | None:
    """The map of a territory's parts, tinted by a count per territory id; ``None`` when nobody drew it.

    ``words(count)`` is the sentence said beside each name (« 12 avis »). Two queries.
    """
    drawing = Drawing.objects.filter(territory=territory).first()
    if drawing is None:
        return None
    counts = counts or {}
    places = Territory.objects.in_bulk([pk for pk, _path in drawing.paths])
    bounds = _bounds([counts[pk] for pk in places if counts.get(pk)])
    shapes = [
        Shape(
            path,
            places[pk],
            _level(counts.get(pk, 0), bounds),
            f"{places[pk].name} · {words(counts[pk])}" if counts.get(pk) else places[pk].name,
        )
        for pk, path in drawing.paths
        if pk in places
    ]
    legend = [(_level(high, bounds), low, high) for low, high in bounds]
    return Map(territory, drawing.view_box, shapes, legend)


def mark_of(territory: Territory) -> str:
    """The silhouette of a territory, an SVG path in a box of 40 × 40; empty when it has no outline."""
    return Drawing.objects.filter(territory=territory).values_list("mark", flat=True).first() or ""


def _bounds(counts: list[int]) -> list[tuple[int, int]]:
    """At most four classes of counts, cut at the quarters; equal counts are always in the same one."""
    values = sorted(counts)
    tops = sorted({values[math.ceil(len(values) * quarter / 4) - 1] for quarter in (1, 2, 3, 4)}) if values else []
    lows = [min(values, default=0), *(min(v for v in values if v > top) for top in tops[:-1])]
    return list(zip(lows, tops, strict=False))


def _level(count: int, bounds: list[tuple[int, int]]) -> str:
    """The class of a count; with fewer than four, the strongest ones are used."""
    rank = next((rank for rank, (_low, high) in enumerate(bounds) if count and count <= high), None)
    return "" if rank is None else LEVELS[rank - len(bounds)]


def redraw(*territories: Territory) -> None:
    """Draw these territories again. Called by verbs, inside their transaction."""
    for territory in territories:
        shapes = _parts(territory)
        if shapes and len(shapes) <= MOST_SHAPES:
            drawn = draw(shapes)
            Drawing.objects.update_or_create(
                territory=territory,
                defaults={
                    "view_box": drawn.view_box,
                    "paths": [[key, path] for key, path in drawn.paths.items()],
                    "mark": silhouette(shapes.values()),
                },
            )
        else:
            Drawing.objects.filter(territory=territory).delete()


def _parts(territory: Territory) -> dict[int, dict]:
    """The outlines that draw a territory: its communes; for a commune its quartiers upon itself, or itself alone."""
    below = TerritoryClosure.objects.filter(ancestor=territory).values("descendant")
    outlines = Boundary.objects.filter(territory__in=below).order_by("territory__name", "territory_id")
    if territory.kind not in {Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD}:
        outlines = outlines.exclude(territory__kind=Kind.NEIGHBOURHOOD).exclude(territory=territory)
    shapes = dict(outlines.values_list("territory_id", "geometry")[: MOST_SHAPES + 1])
    own = shapes.pop(territory.pk, None)
    return {territory.pk: own} | shapes if own else shapes
