"""What a person, or the team for her, writes about herself: register, claim, rectify, withdraw, leave."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from parvis.accounts.actors import Actor
from parvis.accounts.events import PersonClaimed, PersonErased
from parvis.accounts.models import Address, Consent, Participant, User, address_digest
from parvis.accounts.persons import prove_address, refuse_taken, registered_person, repoint
from parvis.accounts.queries import PARENTAL
from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import verb


@verb
def register_person(
    *, by: Actor, origin: str, channel: str, consent_wording: str, **known: Any
) -> tuple[Participant, str]:
    """Someone met by phone or at the counter, and her slip's code, given this once. See ``registered_person``."""
    demand(by, "register", Participant)
    person, code = registered_person(
        by=by, origin=origin, channel=channel, consent_wording=consent_wording, **known
    )
    record("register_person", by=by, target=person, changes={"origin": origin})
    return person, code


@verb
def claim_participant(*, source: Participant, by: Actor) -> Participant:
    """« C’était moi »: what was said as ``source`` (a slip, an address used before) is now hers."""
    demand(by, "claim", source)
    target = by.participant
    emit(PersonClaimed(source=source, target=target, by=by))
    repoint(source, target)
    Participant.objects.filter(pk=source.pk).update(
        owner=by.user, claim_digest="", pseudonym="", erased_at=None if by.user else timezone.now()
    )
    record("claim_participant", by=by, target=source, changes={"person": target.pk})
    return target


@verb
def edit_profile(*, person: Participant, by: Actor, **fields: Any) -> None:
    """Name shown, commune, link with the territory, age band, language."""
    demand(by, "edit", person)
    before = {name: str(getattr(person, name) or "") for name in fields}
    Participant.objects.filter(pk=person.pk).update(**fields)
    if by.user and "language" in fields:
        User.objects.filter(pk=by.user.pk).update(language=fields["language"])
    changed = sorted(name for name, value in fields.items() if before[name] != str(value or ""))
    record("edit_profile", by=by, target=person, changes={"fields": changed})


@verb
def change_address(*, by: Actor, email: str) -> None:
    """The account opens with ``email`` from now on; a code proved it. The former address is forgotten."""
    refuse_taken(email)
    former = by.user.email
    User.objects.filter(pk=by.user.pk).update(email=email)
    digest = address_digest(Address.Kind.EMAIL, former)
    Address.objects.filter(participant=by.participant, digest=digest).delete()
    prove_address(by.participant, email)
    record("change_address", by=by, target=by.user)


@verb
def withdraw_consent(*, consent: Consent, by: Actor) -> None:
    """Taken back as easily as given; the proof that it was given stays, dated."""
    demand(by, "edit", consent.participant)
    Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=timezone.now())
    record("withdraw_consent", by=by, target=consent.participant, changes={"purpose": consent.purpose})


@verb
def erase_person(*, person: Participant, keeps_texts: bool, by: Actor) -> None:
    """She leaves. Emptied, row kept: what she supported still counts, under nobody's name.

    ``keeps_texts``: her words stay under « compte supprimé »; else they are withdrawn and emptied too.
    """
    demand(by, "erase", person)
    if by.user:
        demand(by, "erase", by.user)
    empty_person(person, keeps_texts=keeps_texts, by=by)


def empty_person(person: Participant, *, keeps_texts: bool, by: Actor) -> None:
    """The gesture itself, shared with the clock that erases accounts nobody uses."""
    everyone = [person]
    if person.owner_id:
        everyone = list(Participant.objects.filter(owner=person.owner_id))
    for one in everyone:
        emit(PersonErased(participant=one, keeps_texts=keeps_texts, by=by))
        one.addresses.all().delete()
        one.consents.filter(purpose=PARENTAL).delete()  # its words hold the parent's address
        one.consents.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
        Participant.objects.filter(pk=one.pk).update(
            pseudonym="", territory=None, link="", age_band="", claim_digest="", erased_at=timezone.now()
        )
    if person.owner_id:
        _empty_account(person.owner)
    record("erase_person", by=by, target=person, changes={"keeps_texts": keeps_texts})


def _empty_account(user: User) -> None:
    """Nothing left that names or lets in; the row stays, because what she did for the institution stays."""
    Authenticator.objects.filter(user=user).delete()
    user.roles.all().delete()
    user.memberships.all().delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.email, user.name, user.is_active = f"erased-{user.pk}@erased.invalid", "", False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
