"""Writing perimeters: brought from a file, looked at first, taken back; linked; made of others."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.rights import Refused, demand
from parvis.core.text import slugify_any
from parvis.core.verbs import Overtaken, verb
from parvis.territories.events import TerritoriesWritten
from parvis.territories.graph import rebuild_closure
from parvis.territories.importing import Area, Perimeter, perimeter
from parvis.territories.maps import redraw
from parvis.territories.models import Boundary, PerimeterImport, Territory, TerritoryLink
from parvis.territories.queries import in_use, known_areas
from parvis.territories.writing import write_area, write_links, write_postcodes

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

_KEPT = ("name", "search_name", "population", "west", "south", "east", "north", "lon", "lat")
State = PerimeterImport.State


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
    return _write(given, parents, country.upper(), by)


def _write(given: Perimeter, parents: Iterable[Territory], country: str, by: "Actor") -> Imported:
    whole, whole_is_new = write_area(given.whole, country, shapes=[part.boundary for part in given.parts])
    written = [write_area(part, country, shapes=[part.boundary]) for part in given.parts]
    parts = tuple(territory for territory, _is_new in written)
    gone = TerritoryLink.objects.filter(parent=whole, child__kind=given.parts[0].kind).exclude(child__in=parts)
    left = list(gone.values_list("child_id", flat=True))
    gone.delete()
    write_links([(whole, part) for part in parts] + [(parent, whole) for parent in parents])
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
    emit(TerritoriesWritten(ids=[whole.pk, *(part.pk for part in parts)]))
    return imported


@verb
def look_at_perimeter(*, data: Perimeter, filename: str, country: str, by: "Actor") -> PerimeterImport:
    """Keep a checked file aside, to be looked at before anything is written. One at a time for each person."""
    demand(by, "import", Territory)
    PerimeterImport.objects.filter(by=by.user, state=State.PREVIEW).delete()
    return PerimeterImport.objects.create(
        filename=filename[:200], country=country.upper(), given=asdict(data), by=by.user
    )


@verb
def bring_perimeter(*, batch: PerimeterImport, by: "Actor") -> Imported:
    """Write the file that was looked at, and keep how things were, so that one gesture takes it back."""
    demand(by, "import", Territory)
    batch = _hold(batch, State.PREVIEW)
    given = Perimeter.kept(batch.given)
    known = known_areas(given, batch.country)
    before: dict[str, Any] = {
        "areas": {str(territory.pk): _as_it_is(territory) for territory in known},
        "links": [[link.parent_id, link.child_id] for link in TerritoryLink.objects.filter(parent__in=known)],
    }
    imported = _write(given, (), batch.country, by)
    written = [imported.territory.pk, *(part.pk for part in imported.parts)]
    before["created"] = sorted(set(written) - {territory.pk for territory in known})
    batch.state, batch.before, batch.territory = State.DONE, before, imported.territory
    batch.done_at = timezone.now()
    batch.save(update_fields=["state", "before", "territory", "done_at"])
    return imported


@verb
def give_up_perimeter(*, batch: PerimeterImport, by: "Actor") -> None:
    demand(by, "import", Territory)
    _hold(batch, State.PREVIEW).delete()


@verb
def undo_perimeter(*, batch: PerimeterImport, by: "Actor") -> None:
    """Put everything back as it was before the import; refused once something relies on what it brought."""
    demand(by, "import", Territory)
    batch = _hold(batch, State.DONE)
    if PerimeterImport.objects.filter(state=State.DONE, done_at__gt=batch.done_at).exists():
        raise Refused(_("Another perimeter was imported since: take that one back first."))
    created = Territory.objects.filter(pk__in=batch.before["created"])
    if used := in_use(created):
        raise Refused(
            _("It can no longer be taken back: something already relies on %(names)s.")
            % {"names": ", ".join(territory.name for territory in used[:5])}
        )
    whole = batch.territory
    record("undo_import_territories", by=by, target=whole, changes={"created": len(created)})
    known = Territory.objects.in_bulk([int(pk) for pk in batch.before["areas"]])
    links = TerritoryLink.objects.filter(parent=whole)
    moved = set(links.values_list("child_id", flat=True)) | {child for _parent, child in batch.before["links"]}
    links.delete()
    removed = set(batch.before["created"])
    created.update(retired_at=timezone.now())
    emit(TerritoriesWritten(ids=list(removed)))  # found no longer, before they go
    created.delete()
    for pk, territory in known.items():
        _put_back(territory, batch.before["areas"][str(pk)])
    TerritoryLink.objects.bulk_create(
        [TerritoryLink(parent_id=parent, child_id=child) for parent, child in batch.before["links"]],
        ignore_conflicts=True,
    )
    rebuild_closure((moved | known.keys()) - removed)
    redraw(*known.values())
    batch.state = State.UNDONE
    batch.save(update_fields=["state"])
    emit(TerritoriesWritten(ids=list(known)))


def _as_it_is(territory: Territory) -> dict[str, Any]:
    boundary = getattr(territory, "boundary", None)
    return {
        "fields": {name: getattr(territory, name) for name in _KEPT},
        "retired_at": territory.retired_at.isoformat() if territory.retired_at else None,
        "postcodes": [postcode.code for postcode in territory.postcodes.all()],
        "boundary": boundary.geometry if boundary else None,
    }


def _put_back(territory: Territory, before: Mapping[str, Any]) -> None:
    Territory.objects.filter(pk=territory.pk).update(**before["fields"], retired_at=before["retired_at"])
    write_postcodes(territory, before["postcodes"])
    if before["boundary"]:
        Boundary.objects.update_or_create(territory=territory, defaults={"geometry": before["boundary"]})
    else:
        Boundary.objects.filter(territory=territory).delete()


def _hold(batch: PerimeterImport, state: str) -> PerimeterImport:
    current = PerimeterImport.objects.select_for_update(of=("self",)).filter(pk=batch.pk, state=state).first()
    if current is None:
        raise Overtaken(_("This import has moved on meanwhile: look at where it stands."))
    return current


@verb
def link_territories(*, parent: Territory, child: Territory, by: "Actor") -> TerritoryLink:
    """Say that ``child`` lies in ``parent``: a commune in an intercommunality, it in a LEADER area."""
    demand(by, "import", Territory)
    write_links([(parent, child)])
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
    territory, _is_new = write_area(area, country.upper(), shapes=[])
    write_links([(territory, part) for part in parts])
    _cover(territory, parts)
    rebuild_closure([territory.pk, *(part.pk for part in parts)])
    redraw(territory)
    emit(TerritoriesWritten(ids=[territory.pk]))
    record("add_area", by=by, target=territory, changes={"parts": [part.name for part in parts]})
    return territory


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
