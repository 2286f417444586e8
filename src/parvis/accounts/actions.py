"""What is written about persons, their addresses and their accounts."""

import secrets
from enum import Enum

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from parvis.accounts.actors import SYSTEM, Actor
from parvis.accounts.models import (
    Address,
    Consent,
    MailedCode,
    Participant,
    User,
    address_digest,
    keyed_digest,
    plain_code,
)
from parvis.accounts.queries import CHARTER, PARENTAL
from parvis.audit.actions import record
from parvis.core.verbs import verb

# No 0, O, 1, I, L, U: read over the phone, copied from a screen to another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 6


class Check(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"


@verb
def make_code(*, email: str, purpose: str) -> tuple[MailedCode, str]:
    """A new code for ``email``, returned once, to be mailed: only its keyed hash is kept."""
    code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
    mailed = MailedCode(purpose=purpose, address_digest=address_digest(Address.Kind.EMAIL, email))
    mailed.code_digest = _code_digest(mailed, code)
    mailed.save()
    return mailed, code


def _code_digest(mailed: MailedCode, code: str) -> str:
    return keyed_digest(f"code:{mailed.token}", plain_code(code))


@verb
def check_code(*, token: str, code: str) -> Check:
    """Try ``code``. Each try is counted before it is compared, so a thousand at once make five."""
    now = timezone.now()
    alive = MailedCode.objects.filter(token=token, used_at=None)
    counted = alive.filter(tries__lt=MailedCode.MOST_TRIES, sent_at__gt=now - MailedCode.LIFETIME).update(
        tries=F("tries") + 1
    )
    mailed = alive.first()
    if mailed is None or mailed.expires_at <= now:
        return Check.EXPIRED
    if not counted:
        return Check.TOO_MANY
    if not constant_time_compare(mailed.code_digest, _code_digest(mailed, code)):
        return Check.TOO_MANY if mailed.tries >= MailedCode.MOST_TRIES else Check.WRONG
    MailedCode.objects.filter(pk=mailed.pk).update(used_at=now)
    return Check.RIGHT


@verb
def welcome_person(
    *, email: str, pseudonym: str, charter: str, language: str, known: Participant | None = None
) -> Participant:
    """A person proved her address and accepted the charter (``charter``: the very words). No account is made.

    ``known``: the person she says she is, among those already known at this address.
    """
    person = known or Participant.objects.create(
        origin=Participant.Origin.EMAIL, pseudonym=pseudonym, language=language
    )
    _prove_address(person, email)
    _consent(person, CHARTER, charter)
    record("welcome_person", by=Actor(participant=person), target=person)
    return person


@verb
def recognise_person(*, person: Participant, email: str) -> Participant:
    """She came back, or took up what the team had noted for her: her address is proved."""
    _prove_address(person, email)
    return person


@verb
def open_account(*, person: Participant, email: str, parent: tuple[str, str] | None = None) -> User:
    """Make an account of her own for a person known by a proved address.

    ``parent``: under 15, the address of the parent who agreed and the words agreed to.
    """
    user = User.objects.create_user(email, name=person.pseudonym, language=person.language)
    Participant.objects.filter(pk=person.pk).update(owner=user, is_primary=True, origin=Participant.Origin.ACCOUNT)
    person.refresh_from_db()
    _prove_address(person, email)
    if parent:
        address, words = parent
        _consent(person, PARENTAL, f"{words} ({address})")
    record("open_account", by=Actor(user=user, participant=person), target=user)
    return user


@verb
def note_login(*, user: User, email: str) -> Participant:
    """A code mailed to ``email`` was right: the account has its person, and the address is proved."""
    person = _primary_of(user)
    _prove_address(person, email)
    User.objects.filter(pk=user.pk).update(seen_on=timezone.localdate(), warned_on=None)
    return person


def _primary_of(user: User) -> Participant:
    person, _is_new = Participant.objects.get_or_create(
        owner=user,
        is_primary=True,
        defaults={"pseudonym": user.name, "language": user.language, "origin": Participant.Origin.ACCOUNT},
    )
    return person


def _prove_address(person: Participant, email: str) -> None:
    Address.objects.update_or_create(
        participant=person,
        digest=address_digest(Address.Kind.EMAIL, email),
        defaults={"kind": Address.Kind.EMAIL, "value": email, "verified_at": timezone.now()},
    )


def _consent(
    person: Participant, purpose: str, wording: str, *, channel: str = "web", by: Actor = SYSTEM
) -> Consent | None:
    """Write a consent once: what was already agreed to is not asked, nor written, again."""
    if not wording or person.consents.filter(purpose=purpose, withdrawn_at=None).exists():
        return None
    return Consent.objects.create(
        participant=person, purpose=purpose, wording=wording, channel=channel, recorded_by=by.user
    )
