"""Writing spaces and their funders."""

from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any, Literal

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM
from parvis.accounts.models import Role, RoleAssignment, User
from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.files.keeping import keep_image
from parvis.territories.events import SpaceOpened
from parvis.territories.features import all_features
from parvis.territories.models import FunderMention, Kind, Space, Territory
from parvis.territories.theming import DEFAULTS, check_colour

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

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
