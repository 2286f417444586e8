"""How long personal data is kept, and the sweep that keeps to it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actions.persons import empty_person
from parvis.accounts.actors import SYSTEM, Actor
from parvis.accounts.models import LoginLink, MailedCode, Participant, RetentionRule, RoleAssignment, User
from parvis.accounts.persons import primary_of
from parvis.accounts.tasks import send_warning
from parvis.audit.actions import record
from parvis.core.jobs import enqueue
from parvis.core.rights import demand
from parvis.core.verbs import verb

CHUNK = 200
Key = RetentionRule.Key


@verb
def ensure_default_retention() -> None:
    """Write the default of each kind that has no rule yet. ``init``, ``upgrade`` and ``demo`` call it."""
    known = set(RetentionRule.objects.values_list("key", flat=True))
    for key, (days, _source) in RetentionRule.FIRST.items():
        if key not in known:
            RetentionRule.objects.create(key=key, days=days)


@verb
def change_retention(*, key: str, days: int, source: Any, starts_on: date, by: Actor) -> RetentionRule:
    """A new duration from a date to come on; the former stays in the list, ended the day before.

    What was to begin on that day or later never will: it goes, and the journal remembers it.
    """
    demand(by, "manage", RetentionRule)
    _demand_sound(key, days, starts_on)
    RetentionRule.objects.filter(key=key, starts_on__gte=starts_on).delete()
    RetentionRule.objects.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), key=key).update(
        ends_on=starts_on - timedelta(days=1)
    )
    rule = RetentionRule.objects.create(key=key, days=days, source=source, starts_on=starts_on)
    record("change_retention", by=by, target=rule, changes={"kind": key, "days": days})
    return rule


def _demand_sound(key: str, days: int, starts_on: date) -> None:
    """Erasing begins tomorrow at the earliest, and never before its warning."""
    if starts_on < timezone.localdate():
        raise ValidationError({"starts_on": [_("Choose today or a day to come.")]})
    kept = {name: days if name == key else _days_on(name, starts_on) for name in (Key.ACCOUNT, Key.WARNING)}
    if key in kept and kept[Key.WARNING] >= kept[Key.ACCOUNT]:
        raise ValidationError(
            {
                "days": [
                    _("The warning must come before the account is erased: it is now kept %(n)d days.")
                    % {"n": kept[Key.ACCOUNT]}
                ]
            }
        )


def days_kept(key: str, at: datetime) -> timedelta:
    """The rule in force on that day, else the default."""
    return timedelta(days=_days_on(key, timezone.localdate(at)))


def _days_on(key: str, day: date) -> int:
    rule = (
        RetentionRule.objects.filter(key=key)
        .filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))
        .order_by(F("starts_on").desc(nulls_last=True), "-id")
        .first()
    )
    return rule.days if rule else RetentionRule.FIRST[Key(key)][0]


def purge_expired(*, at: datetime) -> dict[str, int]:
    """Erase what has been kept long enough, chunk by chunk: each its own transaction, killed without harm."""
    limit = at - days_kept(Key.CODE, at)
    counts = {
        "codes": MailedCode.objects.filter(sent_at__lt=limit).delete()[0]
        + LoginLink.objects.filter(made_at__lt=limit).delete()[0],
        "warned": _sweep(accounts_to_warn, _warn, at),
        "accounts": _sweep(accounts_to_erase, _erase_account, at),
        "persons": _sweep(persons_to_erase, _erase_person, at),
    }
    SessionStore.clear_expired()
    return counts


def accounts_to_warn(at: datetime) -> QuerySet[User]:
    """Nobody entered for almost as long as we may keep it, and nobody works here."""
    return _sleeping(at, days_kept(Key.ACCOUNT, at) - days_kept(Key.WARNING, at)).filter(warned_on=None)


def accounts_to_erase(at: datetime) -> QuerySet[User]:
    warned = timezone.localdate(at - days_kept(Key.WARNING, at))
    return _sleeping(at, days_kept(Key.ACCOUNT, at)).filter(warned_on__lte=warned)


def _sleeping(at: datetime, age: timedelta) -> QuerySet[User]:
    limit = at - age
    return (
        User.objects.filter(is_active=True)
        .filter(Q(seen_on__lt=limit.date()) | Q(seen_on=None, joined_at__lt=limit))
        .exclude(pk__in=RoleAssignment.objects.current().values("user"))
        .order_by("pk")
    )


def persons_to_erase(at: datetime) -> QuerySet[Participant]:
    """Known without account, with something personal left, and not heard of since."""
    limit = at - days_kept(Key.PERSON, at)
    return (
        Participant.objects.filter(owner=None, erased_at=None, created_at__lt=limit)
        .filter(~Q(pseudonym="") | Q(addresses__isnull=False))
        .exclude(contributions__created_at__gte=limit)
        .exclude(supports__at__gte=limit)
        .exclude(addresses__verified_at__gte=limit)
        .distinct()
        .order_by("pk")
    )


def _sweep(find: Callable[[datetime], QuerySet], each: Callable[..., None], at: datetime) -> int:
    """Chunk after chunk; what ``each`` did is no longer found."""
    done = 0
    while rows := list(find(at)[:CHUNK]):
        each(rows=rows, at=at)
        done += len(rows)
    return done


@verb
def _warn(*, rows: list[User], at: datetime) -> None:
    User.objects.filter(pk__in=[user.pk for user in rows]).update(warned_on=timezone.localdate(at))
    for user in rows:
        enqueue(send_warning, user_id=user.pk)


@verb
def _erase_account(*, rows: list[User], at: datetime) -> None:
    for user in rows:
        empty_person(primary_of(user), keeps_texts=True, by=SYSTEM)


@verb
def _erase_person(*, rows: list[Participant], at: datetime) -> None:
    for person in rows:
        empty_person(person, keeps_texts=True, by=SYSTEM)
