"""Writing territories and spaces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.geo import bbox, centroid
from parvis.core.rights import demand
from parvis.core.text import normalise, slugify_any
from parvis.core.verbs import verb
from parvis.territories.graph import rebuild_closure
from parvis.territories.importing import Area, Perimeter, perimeter
from parvis.territories.models import Boundary, Kind, Postcode, Territory, TerritoryClosure, TerritoryLink

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the whole, its parts, and how many rows were new, known, or left the whole."""

    territory: Territory
    parts: tuple[Territory, ...]
    created: int
    updated: int
    left: int


@verb
def import_territories(
    *, data: Perimeter | Mapping[str, Any], parents: Iterable[Territory] = (), country: str = "FR", by: "Actor"
) -> Imported:
    """Write a perimeter and its parts; whole or nothing. A second run updates: codes tell who is who.

    ``data`` comes from ``importing.read_geojson``, or is GeoJSON itself when it names its whole. A part that
    the file no longer holds leaves the whole, and stays a territory.
    """
    demand(by, "import", Territory)
    given = data if isinstance(data, Perimeter) else perimeter(data)
    country = country.upper()
    whole, whole_is_new = _write_area(given.whole, country, shapes=[part.boundary for part in given.parts])
    written = [_write_area(part, country, shapes=[part.boundary]) for part in given.parts]
    parts = tuple(territory for territory, _is_new in written)
    gone = TerritoryLink.objects.filter(parent=whole, child__kind=given.parts[0].kind).exclude(child__in=parts)
    left = list(gone.values_list("child_id", flat=True))
    gone.delete()
    _write_links([(whole, part) for part in parts] + [(parent, whole) for parent in parents])
    rebuild_closure([whole.pk, *(part.pk for part in parts), *left])
    created = whole_is_new + sum(is_new for _part, is_new in written)
    imported = Imported(whole, parts, created, 1 + len(parts) - created, len(left))
    record(
        "import_territories",
        by=by,
        target=whole,
        changes={"created": created, "updated": imported.updated, "left": len(left)},
    )
    return imported


@verb
def link_territories(*, parent: Territory, child: Territory, by: "Actor") -> TerritoryLink:
    """Say that ``child`` lies in ``parent``: a commune in an intercommunality, it in a LEADER area."""
    demand(by, "import", Territory)
    _write_links([(parent, child)])
    rebuild_closure([child.pk])
    record("link_territories", by=by, target=child, changes={"parent": [None, parent.name]})
    return TerritoryLink.objects.get(parent=parent, child=child)


@verb
def unlink_territories(*, parent: Territory, child: Territory, by: "Actor") -> None:
    demand(by, "import", Territory)
    TerritoryLink.objects.filter(parent=parent, child=child).delete()
    rebuild_closure([child.pk])
    record("unlink_territories", by=by, target=child, changes={"parent": [parent.name, None]})


@verb
def add_area(
    *, name: str, kind: str, code: str = "", country: str = "FR", parts: Iterable[Territory], by: "Actor"
) -> Territory:
    """A territory made of others: a LEADER area of two intercommunalities. Run again, it is updated."""
    demand(by, "import", Territory)
    parts = list(parts)
    area = Area(kind, code or slugify_any(name, 32), name, sum(part.population or 0 for part in parts) or None)
    territory, _is_new = _write_area(area, country.upper(), shapes=[])
    _write_links([(territory, part) for part in parts])
    _cover(territory, parts)
    rebuild_closure([territory.pk, *(part.pk for part in parts)])
    record("add_area", by=by, target=territory, changes={"parts": [part.name for part in parts]})
    return territory


@verb
def add_neighbourhood(
    *, commune: Territory, name: str, boundary: Mapping[str, Any] | None = None, by: "Actor"
) -> Territory:
    """A quartier or a hamlet inside a commune, with or without its outline (a GeoJSON geometry)."""
    demand(by, "add_neighbourhood", commune)
    code = f"{commune.code[:15]}-{slugify_any(name, 16)}"
    area = Area(Kind.NEIGHBOURHOOD, code, name, boundary=boundary)
    territory, _is_new = _write_area(area, commune.country, shapes=[boundary])
    if boundary is None:
        Territory.objects.filter(pk=territory.pk).update(lon=commune.lon, lat=commune.lat)
    _write_links([(commune, territory)])
    rebuild_closure([territory.pk])
    record("add_neighbourhood", by=by, target=territory, changes={"commune": commune.name})
    return territory


def _write_area(area: Area, country: str, *, shapes: Iterable[Mapping[str, Any] | None]) -> tuple[Territory, bool]:
    """One territory with its postcodes and outline, found again by its code; and whether it is new."""
    fields: dict[str, Any] = {
        "name": area.name,
        "search_name": normalise(area.name)[:140],
        "population": area.population,
        **_ground([shape for shape in shapes if shape]),
    }
    key = {"country": country, "kind": area.kind, "code": area.code}
    known = Territory.objects.filter(**key).first()
    slug = known.slug if known else _free_slug(area)
    territory, is_new = Territory.objects.update_or_create(**key, defaults=fields | {"slug": slug})
    territory.postcodes.exclude(code__in=area.postcodes).delete()
    Postcode.objects.bulk_create(
        [Postcode(territory=territory, code=code) for code in area.postcodes], ignore_conflicts=True
    )
    if area.boundary:
        Boundary.objects.update_or_create(territory=territory, defaults={"geometry": area.boundary})
    return territory, is_new


def _ground(shapes: list[Mapping[str, Any]]) -> dict[str, float]:
    """Where it lies: its box, and its middle (of all its parts together)."""
    if not shapes:
        return {}
    west, south, east, north = bbox(*shapes)
    polygons = [
        polygon
        for shape in shapes
        for polygon in ([shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"])
    ]
    lon, lat = centroid({"type": "MultiPolygon", "coordinates": polygons})
    return {"west": west, "south": south, "east": east, "north": north, "lon": lon, "lat": lat}


def _cover(territory: Territory, parts: list[Territory]) -> None:
    """The box of a territory made of others, from theirs."""
    placed = [part for part in parts if part.west is not None]
    if placed:
        territory.west, territory.south = min(p.west for p in placed), min(p.south for p in placed)
        territory.east, territory.north = max(p.east for p in placed), max(p.north for p in placed)
        territory.lon, territory.lat = (
            (territory.west + territory.east) / 2,
            (territory.south + territory.north) / 2,
        )
        territory.save(update_fields=["west", "south", "east", "north", "lon", "lat"])


def _free_slug(area: Area) -> str:
    """Readable, and never changed afterwards: Sainte-Colombe, then Sainte-Colombe-05135."""
    plain = slugify_any(area.name, 100) or slugify_any(area.code, 32)
    slugs = [plain, f"{plain}-{slugify_any(area.code, 32)}", f"{plain}-{area.kind}-{slugify_any(area.code, 32)}"]
    taken = set(Territory.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return next(slug for slug in slugs if slug not in taken)


def _write_links(pairs: list[tuple[Territory, Territory]]) -> None:
    """Write links, after checking that none closes a circle. The closure is up to date when this is called."""
    for parent, child in pairs:
        if parent == child or TerritoryClosure.objects.filter(ancestor=child, descendant=parent).exists():
            raise ValidationError(
                _("%(parent)s already lies in %(child)s: it cannot also contain it."),
                code="cycle",
                params={"parent": parent.name, "child": child.name},
            )
    TerritoryLink.objects.bulk_create(
        [TerritoryLink(parent=parent, child=child) for parent, child in pairs], ignore_conflicts=True
    )
