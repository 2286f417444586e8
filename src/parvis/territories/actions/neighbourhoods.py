"""Writing one territory: a quartier added, a name corrected, a place nobody uses any more retired."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.text import slugify_any
from parvis.core.verbs import verb
from parvis.territories.events import TerritoriesWritten
from parvis.territories.graph import rebuild_closure
from parvis.territories.importing import Area
from parvis.territories.maps import redraw
from parvis.territories.models import Boundary, Kind, Territory
from parvis.territories.queries import parts_of
from parvis.territories.writing import ground, naming, write_area, write_links, write_postcodes

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def add_neighbourhood(
    *,
    commune: Territory,
    name: str,
    boundary: Mapping[str, Any] | None = None,
    postcodes: Iterable[str] = (),
    by: "Actor",
) -> Territory:
    """A quartier or a hamlet inside a commune, with or without its outline (a GeoJSON geometry)."""
    demand(by, "edit", commune)
    known = Territory.objects.filter(
        parents=commune, kind=Kind.NEIGHBOURHOOD, search_name=naming(name)["search_name"]
    ).first()
    if known and not known.retired_at:
        raise ValidationError(
            _("%(commune)s already has a neighbourhood of this name."),
            code="known",
            params={"commune": commune.name},
        )
    code = known.code if known else _free_code(commune, name)
    area = Area(Kind.NEIGHBOURHOOD, code, name, postcodes=tuple(postcodes), boundary=boundary)
    territory, _is_new = write_area(area, commune.country, shapes=[boundary])
    if boundary is None:
        Territory.objects.filter(pk=territory.pk).update(lon=commune.lon, lat=commune.lat)
    write_links([(commune, territory)])
    rebuild_closure([territory.pk])
    redraw(territory, commune)
    record("add_neighbourhood", by=by, target=territory, changes={"commune": commune.name})
    emit(TerritoriesWritten(ids=[territory.pk]))
    return territory


def _free_code(commune: Territory, name: str) -> str:
    """The commune’s code and the beginning of the name; a number when two names begin alike."""
    plain = f"{commune.code[:15]}-{slugify_any(name, 12)}"
    kin = Territory.objects.filter(country=commune.country, kind=Kind.NEIGHBOURHOOD, code__startswith=plain)
    taken = set(kin.values_list("code", flat=True))
    return next(code for code in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


@verb
def edit_territory(
    *,
    territory: Territory,
    name: str,
    postcodes: Iterable[str],
    boundary: Mapping[str, Any] | None = None,
    by: "Actor",
) -> Territory:
    """Correct the name and postcodes; replace the outline when one is given. The address of its page stays."""
    demand(by, "edit", territory)
    record("edit_territory", by=by, target=territory, changes={"name": [territory.name, name]})
    fields = naming(name) | (ground([boundary]) if boundary else {})
    for field, value in fields.items():
        setattr(territory, field, value)
    territory.save(update_fields=list(fields))
    write_postcodes(territory, list(postcodes))
    if boundary:
        Boundary.objects.update_or_create(territory=territory, defaults={"geometry": boundary})
        redraw(territory, *territory.parents.all())
    emit(TerritoriesWritten(ids=[territory.pk]))
    return territory


@verb
def retire_territory(*, territory: Territory, by: "Actor") -> Territory:
    """Offer it no longer: what was said there keeps its place and its page. ``put_back_territory`` undoes it."""
    demand(by, "edit", territory)
    if hasattr(territory, "space"):
        raise ValidationError(_("It has its own space: it cannot be retired."), code="space")
    if parts_of(territory).exists():
        raise ValidationError(_("Retire first what lies inside it."), code="parts")
    return _retire(territory, "retire_territory", timezone.now(), by)


@verb
def put_back_territory(*, territory: Territory, by: "Actor") -> Territory:
    demand(by, "edit", territory)
    return _retire(territory, "put_back_territory", None, by)


def _retire(territory: Territory, verb_name: str, at: Any, by: "Actor") -> Territory:
    territory.retired_at = at
    territory.save(update_fields=["retired_at"])
    redraw(*territory.parents.all())
    record(verb_name, by=by, target=territory)
    emit(TerritoriesWritten(ids=[territory.pk]))
    return territory
