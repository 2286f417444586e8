"""Rows of territories, written by the verbs of this room inside their transaction."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.geo import bbox, centroid, polygons
from parvis.core.text import normalise, slugify_any
from parvis.territories.importing import Area
from parvis.territories.models import Boundary, Postcode, Territory, TerritoryClosure, TerritoryLink


def write_area(area: Area, country: str, *, shapes: Iterable[Mapping[str, Any] | None]) -> tuple[Territory, bool]:
    """One territory with its postcodes and outline, found again by its code; and whether it is new."""
    fields: dict[str, Any] = {
        **naming(area.name),
        "population": area.population,
        "retired_at": None,
        **ground([shape for shape in shapes if shape]),
    }
    key: dict[str, Any] = {"country": country, "kind": area.kind, "code": area.code}
    known = Territory.objects.filter(**key).first()
    slug = known.slug if known else _free_slug(area)
    territory, is_new = Territory.objects.update_or_create(**key, defaults=fields | {"slug": slug})
    write_postcodes(territory, area.postcodes)
    if area.boundary:
        Boundary.objects.update_or_create(territory=territory, defaults={"geometry": area.boundary})
    return territory, is_new


def naming(name: str) -> dict[str, str]:
    return {"name": name, "search_name": normalise(name)[:140]}


def write_postcodes(territory: Territory, codes: Iterable[str]) -> None:
    territory.postcodes.exclude(code__in=codes).delete()
    Postcode.objects.bulk_create(
        [Postcode(territory=territory, code=code) for code in codes], ignore_conflicts=True
    )


def ground(shapes: list[Mapping[str, Any]]) -> dict[str, float]:
    """Where it lies: its box, and its middle (of all its parts together)."""
    if not shapes:
        return {}
    west, south, east, north = bbox(*shapes)
    together = [polygon for shape in shapes for polygon in polygons(shape)]
    lon, lat = centroid({"type": "MultiPolygon", "coordinates": together})
    return {"west": west, "south": south, "east": east, "north": north, "lon": lon, "lat": lat}


def _free_slug(area: Area) -> str:
    """Readable, and never changed afterwards: Sainte-Colombe, then Sainte-Colombe-05135."""
    plain = slugify_any(area.name, 100) or slugify_any(area.code, 32)
    slugs = [plain, f"{plain}-{slugify_any(area.code, 32)}", f"{plain}-{area.kind}-{slugify_any(area.code, 32)}"]
    taken = set(Territory.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    return next(slug for slug in slugs if slug not in taken)


def write_links(pairs: list[tuple[Territory, Territory]]) -> None:
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
