from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.organisations.models import Mandate, Membership, Organisation, Sitting

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
    taken = {"creer", "qui-decide-ici"} | set(
        Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@verb
def write_mandate(*, mandate: Mandate, by: "Actor", **fields: Any) -> Mandate:
    """A new mandate, or one corrected: who, which function, which delegation, from when to when."""
    demand(by, "manage", mandate)
    for name, value in fields.items():
        setattr(mandate, name, value)
    mandate.full_clean(exclude=["space"])
    mandate.save()
    record("write_mandate", by=by, target=mandate, changes={"fields": sorted(fields)})
    return mandate


@verb
def end_mandate(*, mandate: Mandate, on: date, by: "Actor") -> Mandate:
    """Its last day. It leaves the chart the day after, and stays in the history."""
    demand(by, "manage", mandate)
    if mandate.starts_on and on < mandate.starts_on:
        raise ValidationError({"ends_on": _("It ends before it starts.")})
    mandate.ends_on = on
    mandate.save(update_fields=["ends_on"])
    record("end_mandate", by=by, target=mandate, changes={"ends_on": on.isoformat()})
    return mandate


@verb
def write_sitting(*, sitting: Sitting, by: "Actor", **fields: Any) -> Sitting:
    demand(by, "manage", sitting)
    for name, value in fields.items():
        setattr(sitting, name, value)
    if (
        Sitting.objects.filter(space=sitting.space, assembly=sitting.assembly, on=sitting.on)
        .exclude(pk=sitting.pk)
        .exists()
    ):
        raise ValidationError({"on": _("This sitting is already in the list.")})
    sitting.save()
    record("write_sitting", by=by, target=sitting, changes={"on": sitting.on.isoformat()})
    return sitting


@verb
def remove_sitting(*, sitting: Sitting, by: "Actor") -> None:
    """Only one to come: what was held was held."""
    demand(by, "manage", sitting)
    if sitting.on < timezone.localdate():
        raise Refused(_("This sitting was held: it stays in the list."))
    record("remove_sitting", by=by, target=sitting, changes={"on": sitting.on.isoformat()})
    sitting.delete()
