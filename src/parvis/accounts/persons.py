"""What verbs about persons share. Plain functions, called inside a verb’s transaction; never from a view."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, UniqueConstraint
from django.utils import timezone

from parvis.accounts.models import Address, Consent, Participant, User, address_digest, claim_digest
from parvis.core.codes import random_code

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def registered_person(
    *,
    by: "Actor",
    origin: str,
    channel: str,
    consent_wording: str,
    addresses: Iterable[tuple[str, str]] = (),
    **known: object,
) -> tuple[Participant, str]:
    """A person met by the team (call, counter, market), and the code of her slip, given this once.

    ``addresses``: (kind, value) pairs, unproved until she types a code. ``known``: pseudonym, territory, link,
    age_band, language. ``consent_wording``: the words she agreed to, empty when nothing personal is kept.
    """
    code = random_code(8)
    person = Participant.objects.create(origin=origin, claim_digest=claim_digest(code), **known)
    for kind, value in addresses:
        Address.objects.create(
            participant=person, kind=kind, value=value.strip(), digest=address_digest(kind, value)
        )
    add_consent(person, "noted", consent_wording, channel=channel, by=by)
    return person, f"{code[:4]}-{code[4:]}"


class AddressTaken(Exception):
    """Another account already opens with this address."""


def refuse_taken(email: str) -> None:
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken


def primary_of(user: User) -> Participant:
    """The person an account speaks as."""
    person, _is_new = Participant.objects.get_or_create(
        owner=user,
        is_primary=True,
        defaults={"pseudonym": user.name, "language": user.language, "origin": Participant.Origin.ACCOUNT},
    )
    return person


def prove_address(person: Participant, email: str) -> None:
    Address.objects.update_or_create(
        participant=person,
        digest=address_digest(Address.Kind.EMAIL, email),
        defaults={"kind": Address.Kind.EMAIL, "value": email, "verified_at": timezone.now()},
    )


def add_consent(
    person: Participant, purpose: str, wording: str, *, channel: str = "web", by: "Actor | None" = None
) -> None:
    """Write a consent once: what was already agreed to is not asked, nor written, again."""
    if wording and not person.consents.filter(purpose=purpose, withdrawn_at=None).exists():
        Consent.objects.create(
            participant=person,
            purpose=purpose,
            wording=wording,
            channel=channel,
            recorded_by=by.user if by else None,
        )


def repoint(source: Participant, target: Participant) -> None:
    """Everything that points to ``source`` points to ``target``; what both have is kept once.

    Whoever counts such rows answered ``PersonClaimed`` before, and removed the doubles with their counters.
    """
    for relation in Participant._meta.related_objects:
        name, rows = relation.field.name, relation.related_model._base_manager
        theirs = rows.filter(**{name: source})
        for others in _unique_with(relation.related_model, name):
            same = rows.filter(**{name: target}, **{other: OuterRef(other) for other in others})
            theirs.filter(Exists(same)).delete()
        theirs.update(**{name: target})


def _unique_with(model: type[models.Model], name: str) -> list[list[str]]:
    """For each uniqueness that names the person, its other columns (none: one row per person)."""
    field = model._meta.get_field(name)
    found: list[list[str]] = [[]] if field.unique else []
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and name in constraint.fields:
            found.append([other for other in constraint.fields if other != name])
    return found
