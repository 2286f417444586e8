from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import slugify

from parvis.audit.actions import record
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space


@verb
def found_collective(*, name: str, description: str, space: "Space", by: "Actor") -> Organisation:
    """Residents form a collective; whoever founds it represents it. It waits for the team's verification."""
    demand(by, "found", Organisation)
    organisation = Organisation.objects.create(
        kind=Organisation.Kind.COLLECTIVE,
        name=name,
        slug=free_slug(name),
        space=space,
        description=description,
    )
    _enrol(organisation, by, is_representative=True)
    record("found_collective", by=by, target=organisation)
    return organisation


@verb
def add_organisation(*, space: "Space", by: "Actor", **fields: Any) -> Organisation:
    """The team writes down an association, a service, a partner: verified by the very gesture."""
    organisation = Organisation(space=space, verified_at=timezone.now(), **fields)
    demand(by, "verify", organisation)
    organisation.slug = free_slug(organisation.name)
    organisation.save()
    record("add_organisation", by=by, target=organisation)
    return organisation


@verb
def edit_organisation(*, organisation: Organisation, by: "Actor", **fields: Any) -> Organisation:
    demand(by, "edit", organisation)
    for name, value in fields.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(fields))
    record("edit_organisation", by=by, target=organisation, changes={"fields": sorted(fields)})
    return organisation


@verb
def verify_organisation(*, organisation: Organisation, verified: bool, by: "Actor") -> None:
    """It exists and its representative is known; taken back, it no longer speaks."""
    demand(by, "verify", organisation)
    organisation.verified_at = timezone.now() if verified else None
    organisation.save(update_fields=["verified_at"])
    record("verify_organisation", by=by, target=organisation, changes={"verified": verified})


@verb
def join_organisation(*, organisation: Organisation, by: "Actor", title: str = "") -> Membership:
    """She accepts the invitation. Twice is once."""
    demand(by, "join", organisation)
    membership = _enrol(organisation, by, title=title)
    record("join_organisation", by=by, target=organisation)
    return membership


def _enrol(organisation: Organisation, by: "Actor", **fields: Any) -> Membership:
    membership, _is_new = Membership.objects.update_or_create(
        organisation=organisation,
        user=by.user,
        defaults={"accepted_at": timezone.now(), "ends_on": None, **fields},
    )
    return membership


@verb
def name_representative(*, membership: Membership, may_speak: bool, by: "Actor") -> None:
    """Who may speak « au nom de » it. One representative stays."""
    demand(by, "edit", membership.organisation)
    if not may_speak:
        demand(by, "leave", membership)
    Membership.objects.filter(pk=membership.pk).update(is_representative=may_speak)
    record("name_representative", by=by, target=membership.organisation, changes={"user": membership.user_id})


@verb
def leave_organisation(*, membership: Membership, by: "Actor") -> None:
    demand(by, "leave", membership)
    record("leave_organisation", by=by, target=membership.organisation, changes={"user": membership.user_id})
    membership.delete()


def free_slug(name: str) -> str:
    """The name as an address, numbered if it is taken."""
    base = slugify(name, allow_unicode=True)[:160] or "organisme"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
