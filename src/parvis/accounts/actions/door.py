"""The door: codes, first welcome, accounts, links for whoever is locked out."""

from enum import Enum

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from parvis.accounts.actors import SYSTEM, Actor
from parvis.accounts.models import (
    Address,
    LoginLink,
    MailedCode,
    Participant,
    User,
    address_digest,
    keyed_digest,
    new_token,
    plain_code,
)
from parvis.accounts.persons import add_consent, primary_of, prove_address, refuse_taken
from parvis.accounts.queries import CHARTER, PARENTAL
from parvis.audit.actions import record
from parvis.core.codes import random_code
from parvis.core.verbs import verb

CODE_LENGTH = 6


class Check(Enum):
    """What became of a code that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too_many"

    @property
    def sentence(self) -> str:
        """What is said to whoever typed it; nothing when it was right."""
        said = {
            Check.WRONG: _("This is not the code we sent. Check it and try again."),
            Check.EXPIRED: _("This code is no longer valid. Ask for a new one."),
            Check.TOO_MANY: _("Too many tries with this code. Ask for a new one."),
        }
        return said.get(self, "")


@verb
def make_code(*, email: str, purpose: str) -> tuple[MailedCode, str]:
    """A new code for ``email``, returned once, to be mailed: only its keyed hash is kept."""
    code = random_code(CODE_LENGTH)
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
    prove_address(person, email)
    add_consent(person, CHARTER, charter)
    record("welcome_person", by=Actor(participant=person), target=person)
    return person


@verb
def recognise_person(*, person: Participant, email: str) -> Participant:
    """She came back, or took up what the team had noted for her: her address is proved."""
    prove_address(person, email)
    return person


@verb
def open_account(*, person: Participant, email: str, parent: tuple[str, str] | None = None) -> User:
    """Make an account of her own for a person known by a proved address.

    ``parent``: under 15, the address of the parent who agreed and the words agreed to.
    """
    refuse_taken(email)
    user = User.objects.create_user(email, name=person.pseudonym, language=person.language)
    Participant.objects.filter(pk=person.pk).update(owner=user, is_primary=True, origin=Participant.Origin.ACCOUNT)
    person.refresh_from_db()
    prove_address(person, email)
    if parent:
        address, words = parent
        add_consent(person, PARENTAL, f"{words} ({address})")
    record("open_account", by=Actor(user=user, participant=person), target=user)
    return user


@verb
def note_login(*, user: User, email: str) -> Participant:
    """A code mailed to ``email`` was right: the account has its person, and the address is proved."""
    person = primary_of(user)
    prove_address(person, email)
    User.objects.filter(pk=user.pk).update(seen_on=timezone.localdate(), warned_on=None)
    return person


@verb
def make_login_link(*, email: str) -> str:
    """The address of a page that logs ``email`` in once, within 30 minutes. For whoever runs the server.

    Raises ``User.DoesNotExist``.
    """
    user = User.objects.get(email__iexact=email.strip(), is_active=True)
    token = new_token()
    LoginLink.objects.create(user=user, digest=keyed_digest("login-link", token))
    record("make_login_link", by=SYSTEM, target=user)
    return settings.BASE_URL + reverse("accounts:login_link", args=[token])


@verb
def use_login_link(*, token: str, lost_second_key: bool) -> User | None:
    """Spend the link; ``None`` if it is unknown, spent or too old. A lost second key is forgotten with it."""
    now = timezone.now()
    links = LoginLink.objects.filter(digest=keyed_digest("login-link", token), user__is_active=True)
    alive = links.filter(used_at=None, made_at__gt=now - LoginLink.LIFETIME)
    if not alive.update(used_at=now):
        return None
    user = links.select_related("user").get().user
    if lost_second_key:
        Authenticator.objects.filter(user=user).delete()
    record("use_login_link", by=Actor(user=user), target=user, changes={"lost_second_key": lost_second_key})
    return user
