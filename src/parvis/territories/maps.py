"""The outline maps of overview pages: no tiles, no script; always a table beside them."""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils.translation import ngettext

from parvis.territories.drawing import draw, silhouette
from parvis.territories.importing import Perimeter
from parvis.territories.models import Boundary, Drawing, Kind, Space, Territory, TerritoryClosure

Place = tuple[float, float, str, str]  # longitude, latitude, what is there, its address
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


def map_of(given: Perimeter, new: Collection[str]) -> Map:
    """What a file would draw, before anything is written; the parts whose codes are ``new`` are tinted."""
    whole = Territory(name=given.whole.name)
    parts = {rank: part for rank, part in enumerate(given.parts) if part.boundary}
    drawn = draw({rank: part.boundary for rank, part in parts.items() if part.boundary})
    shapes = [
        Shape(
            path,
            Territory(name=parts[rank].name),
            LEVELS[-1] if parts[rank].code in new else LEVELS[0],
            parts[rank].name,
        )
        for rank, path in drawn.paths.items()
    ]
    return Map(whole, drawn.view_box, shapes, [])


@dataclass(frozen=True, slots=True)
class PointMap:
    """An outline on which points are put: ``territories/points.html``, or the island of a form."""

    drawing: Drawing
    points: list[tuple[float, float, str, str]]  # x, y, what is there, its address

    @property
    def paths(self) -> str:
        return " ".join(path for _pk, path in self.drawing.paths)

    @property
    def frame(self) -> str:
        return " ".join(map(str, self.drawing.frame))

    def named(self) -> list[tuple[str, str]]:
        """Each part with its name, to say where a point falls. One query."""
        names = dict(
            Territory.objects.filter(pk__in=[pk for pk, _path in self.drawing.paths]).values_list("pk", "name")
        )
        return [(path, names.get(pk, "")) for pk, path in self.drawing.paths]


def point_map(space: Space, territory_id: int, places: Iterable[Place] = ()) -> PointMap | None:
    """These places on the outline of a territory, else of the whole space when one falls outside; ``None`` without
    outline, or where maps are switched off. One query.
    """
    if not space.has("map"):
        return None
    places = list(places)
    wanted = {territory_id, space.territory_id}
    drawings = {drawing.pk: drawing for drawing in Drawing.objects.filter(pk__in=wanted) if drawing.frame}
    last = None
    for pk in (territory_id, space.territory_id):
        if pk in drawings:
            last = PointMap(drawings[pk], list(_placed(drawings[pk], places)))
            if len(last.points) == len(places):
                break
    return last if last and (last.points or not places) else None


def _placed(drawing: Drawing, places: list[Place]) -> Iterator[tuple[float, float, str, str]]:
    """Those that fall inside the drawing."""
    west, north, x_scale, y_scale, x_offset, y_offset = drawing.frame
    _x, _y, width, height = map(float, drawing.view_box.split())
    for lon, lat, label, url in places:
        x, y = x_offset + (lon - west) * x_scale, y_offset + (north - lat) * y_scale
        if 0 <= x <= width and 0 <= y <= height:
            yield round(x, 1), round(y, 1), label, url


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
                    "frame": drawn.frame,
                },
            )
        else:
            Drawing.objects.filter(territory=territory).delete()


def _parts(territory: Territory) -> dict[int, dict]:
    """The outlines that draw a territory: its communes; for a commune its quartiers upon itself, or itself alone."""
    below = TerritoryClosure.objects.filter(ancestor=territory).values("descendant")
    outlines = Boundary.objects.filter(territory__in=below, territory__retired_at=None).order_by(
        "territory__name", "territory_id"
    )
    if territory.kind not in {Kind.COMMUNE, Kind.ARRONDISSEMENT, Kind.NEIGHBOURHOOD}:
        outlines = outlines.exclude(territory__kind=Kind.NEIGHBOURHOOD).exclude(territory=territory)
    shapes = dict(outlines.values_list("territory_id", "geometry")[: MOST_SHAPES + 1])
    own = shapes.pop(territory.pk, None)
    return {territory.pk: own} | shapes if own else shapes
