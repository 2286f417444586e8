"""Writing territories and spaces."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM
from parvis.accounts.models import Role, RoleAssignment, User
from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.geo import bbox, centroid
from parvis.core.rights import demand
from parvis.core.text import normalise, slugify_any
from parvis.core.verbs import verb
from parvis.files.keeping import keep_image
from parvis.territories.events import SpaceOpened
from parvis.territories.features import all_features
from parvis.territories.graph import rebuild_closure
from parvis.territories.importing import Area, Perimeter, perimeter
from parvis.territories.maps import redraw
from parvis.territories.models import (
    Boundary,
    FunderMention,
    Kind,
    Postcode,
    Space,
    Territory,
    TerritoryClosure,
    TerritoryLink,
)
from parvis.territories.theming import DEFAULTS, check_colour

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
    redraw(whole, *parts, *parents)
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
    redraw(parent)
    record("link_territories", by=by, target=child, changes={"parent": [None, parent.name]})
    return TerritoryLink.objects.get(parent=parent, child=child)


@verb
def unlink_territories(*, parent: Territory, child: Territory, by: "Actor") -> None:
    demand(by, "import", Territory)
    TerritoryLink.objects.filter(parent=parent, child=child).delete()
    rebuild_closure([child.pk])
    redraw(parent)
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
    redraw(territory)
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
    redraw(territory, commune)
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


# Spaces ----------------------------------------------------------------------------------------------

Place = Literal["logo", "favicon", "banner"]

# What its managers may change by ``edit_space``; colours go through ``dress_space``, features have their own verb.
EDITABLE = frozenset(
    [
        "name",
        "tagline",
        "domain",
        "languages",
        "welcome_title",
        "welcome_text",
        "phone",
        "phone_hours",
        "email",
        "address",
        "controller",
        "dpo_email",
        "legal_notice",
        "answer_days",
    ]
)


@verb
def open_space(
    *,
    territory: Territory,
    name: str = "",
    manager_email: str = "",
    is_main: bool = False,
    is_example: bool = False,
    by: "Actor",
) -> Space:
    """Give a territory its own front door, and hand its keys to one person.

    Whoever manages the territory above opens it and then has no right in it: the commune is at home (A10).
    """
    demand(by, "open_space", territory)
    return _open_space(territory, name, manager_email, is_main=is_main, is_example=is_example, by=by)


@verb
def open_main_space(*, territory_code: str, country: str = "FR", by: "Actor" = SYSTEM) -> Space:
    """The installation's front door, on the territory just imported; the one there is when it was opened before."""
    matching = Territory.objects.filter(country=country.upper(), code=territory_code)
    territory = matching.exclude(kind=Kind.COMMUNE).first() or matching.get()
    demand(by, "open_space", territory)
    known = Space.objects.filter(territory=territory).first()
    return known or _open_space(territory, "", "", is_main=not Space.objects.filter(is_main=True).exists(), by=by)


def _open_space(
    territory: Territory, name: str, manager_email: str, *, is_main: bool, is_example: bool = False, by: "Actor"
) -> Space:
    if Space.objects.filter(territory=territory).exists():
        raise ValidationError(
            _("%(name)s already has its own space."), code="known", params={"name": territory.name}
        )
    space = Space.objects.create(
        territory=territory,
        slug=territory.slug[:60],
        name=name or territory.name[:80],
        is_main=is_main,
        is_example=is_example,
    )
    manager = _account(manager_email) if manager_email else None
    if manager:
        RoleAssignment.objects.create(user=manager, role=Role.ADMIN, space=space, granted_by=by.user)
    record("open_space", by=by, target=space, changes={"territory": territory.name})
    emit(SpaceOpened(space=space, manager=manager, by=by))
    return space


def _account(email: str) -> User:
    """The account of an address; a new one has no password, a code by mail opens it."""
    known = User.objects.filter(email__iexact=email.strip()).first()
    return known or User.objects.create_user(email.strip())


@verb
def edit_space(*, space: Space, changes: Mapping[str, Any], by: "Actor") -> Space:
    """Change the name, words, contacts and promises of a space (``EDITABLE``)."""
    demand(by, "manage", space)
    _save(space, {name: value for name, value in changes.items() if name in EDITABLE}, "edit_space", by)
    return space


@verb
def dress_space(*, space: Space, colours: Mapping[str, str], by: "Actor") -> Space:
    """Change the colours; one that cannot be read is refused, with the nearest that can."""
    demand(by, "manage", space)
    checked = {name: check_colour(name, value) for name, value in colours.items() if name in DEFAULTS}
    _save(space, checked, "dress_space", by)
    return space


@verb
def set_space_image(
    *, space: Space, place: Place, upload: IO[bytes], alt: Any = "", is_decorative: bool = True, by: "Actor"
) -> Space:
    """The logo and favicon stand beside the name: decorative. A banner says what it shows, or is decorative too."""
    demand(by, "manage", space)
    image = keep_image(upload=upload, alt=alt, is_decorative=is_decorative, space=space, by=by)
    _save(space, {place: image}, f"set_space_{place}", by)
    return space


@verb
def remove_space_image(*, space: Space, place: Place, by: "Actor") -> Space:
    demand(by, "manage", space)
    _save(space, {place: None}, f"remove_space_{place}", by)
    return space


@verb
def switch_features(*, space: Space, off: Iterable[str], by: "Actor") -> Space:
    """Switch these features off, all others on; the menu and the addresses follow at once."""
    demand(by, "manage", space)
    known = {feature.key for feature in all_features()}
    _save(space, {"features": sorted(known & set(off))}, "switch_features", by)
    return space


def _save(space: Space, values: Mapping[str, Any], verb_name: str, by: "Actor") -> None:
    changed = [name for name, value in values.items() if getattr(space, name) != value]
    for name in changed:
        setattr(space, name, values[name])
    if changed:
        space.save(update_fields=changed)
        record(verb_name, by=by, target=space, changes={"fields": changed})


# Funders ---------------------------------------------------------------------------------------------


@verb
def save_funder(
    *,
    space: Space,
    funder: FunderMention | None = None,
    values: Mapping[str, Any],
    emblem: IO[bytes] | None,
    by: "Actor",
) -> FunderMention:
    """Add or change a funder's mention; ``values``: name, sentence, programme, everywhere, processes."""
    demand(by, "manage", space)
    last = space.funders.aggregate(last=Max("order"))["last"]
    saved = funder or FunderMention(space=space, order=0 if last is None else last + 1)
    for name in ("name", "sentence", "programme", "everywhere"):
        setattr(saved, name, values[name])
    if emblem:
        saved.emblem = keep_image(upload=emblem, alt=values["name"], is_decorative=False, space=space, by=by)
    saved.save()
    saved.processes.set(values.get("processes", ()))
    record("save_funder", by=by, target=space, changes={"funder": saved.name})
    return saved


@verb
def move_funder(*, funder: FunderMention, up: bool, by: "Actor") -> None:
    """One place up or down among its space's mentions."""
    demand(by, "manage", funder.space)
    row = list(funder.space.funders.all())
    place = row.index(funder)
    other = place - 1 if up else place + 1
    if 0 <= other < len(row):
        row[place], row[other] = row[other], row[place]
        for order, moved in enumerate(row):
            moved.order = order
        FunderMention.objects.bulk_update(row, ["order"])
        record("move_funder", by=by, target=funder.space, changes={"funder": funder.name})


@verb
def remove_funder(*, funder: FunderMention, by: "Actor") -> None:
    demand(by, "manage", funder.space)
    record("remove_funder", by=by, target=funder.space, changes={"funder": funder.name})
    funder.delete()
