"""Numbering observations. Plain functions, called inside a verb’s transaction.

The register’s row is held first: whoever comes next waits for this number, and a transaction that fails gives it back.
The minute is read once the row is held, so that nobody who waited slips in after the closing.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.contributions.models import Channel, Contribution, State
from parvis.core.rights import Refused
from parvis.core.sentences import full_date, human_moment
from parvis.legal.models import Entry, Register
from parvis.processes.dates import day_of
from parvis.processes.models import PhaseOpening

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

NOT_RECEIVED = (State.STAGED, State.DRAFT)


def closing_of(register: Register) -> datetime | None:
    """The minute the web closes: the last day on which something can be written, at the hour announced.

    ``None`` while the calendar does not say it.
    """
    openings = PhaseOpening.objects.filter(phase__process=register.process_id).select_related("phase")
    ends = [opening.phase.ends_at for opening in openings if "create" in opening.verbs]
    if not ends or None in ends:
        return None
    last = max(ends)
    if register.closing_time is None:
        return last
    return timezone.make_aware(datetime.combine(timezone.localdate(last), register.closing_time))


def concerns(contribution: Contribution) -> bool:
    """An observation: neither a comment nor a part that the team drew out of another."""
    return contribution.parent_id is None and contribution.split_from_id is None


def enter(contribution: Contribution, *, by: "Actor") -> Entry | None:
    """Give the next number of its démarche’s register; ``None`` without a register. Raises ``Refused`` once closed."""
    register = Register.objects.filter(process=contribution.process_id).first()
    if register is None:
        return None
    number, now = _next(register), timezone.now()
    closing = closing_of(register)
    if closing and now >= closing:
        if contribution.channel == Channel.WEB:
            raise Refused(_("The register closed on %(when)s.") % {"when": human_moment(closing)})
        until = max(register.paper_until, timezone.localdate(closing))
        if timezone.localdate(now) > until:
            raise Refused(_("Paper could be entered in the register until %(day)s.") % {"day": full_date(until)})
    return _write(register, contribution, number, now, by)


def enter_missing(register: Register, *, by: "Actor") -> int:
    """Number what came before the register was opened, or from a file, in the order it arrived; how many."""
    waiting = missing_from(register)
    for contribution in waiting:
        _write(register, contribution, _next(register), timezone.now(), by)
    return len(waiting)


def missing_from(register: Register) -> list[Contribution]:
    known = Entry.objects.filter(register=register, contribution__isnull=False).values("contribution")
    rows = Contribution.objects.filter(process=register.process_id, parent=None, split_from=None)
    return list(rows.exclude(pk__in=known).exclude(state__in=NOT_RECEIVED).order_by("created_at", "id"))


def _next(register: Register) -> int:
    Register.objects.filter(pk=register.pk).update(last_number=F("last_number") + 1)
    return Register.objects.values_list("last_number", flat=True).get(pk=register.pk)


def _write(register: Register, contribution: Contribution, number: int, now: datetime, by: "Actor") -> Entry:
    return Entry.objects.create(
        register=register,
        number=number,
        contribution_id=contribution.pk,
        code=contribution.code,
        channel=contribution.channel,
        received_on=contribution.received_on or day_of(contribution.created_at),
        entered_at=now,
        entered_by=by.user if by.is_staff else None,
    )


def replaced(entry: Entry) -> str:
    """What stands for the words that are no longer, or not yet, shown; empty when they are read."""
    contribution = entry.contribution
    if contribution is None:
        return _("Withdrawn")
    said = {
        State.WITHDRAWN: _("Withdrawn by its author"),
        State.HIDDEN: _("Hidden by the moderators"),
        State.TRASHED: _("Withdrawn"),
        State.PENDING: _("Waiting to be read"),
    }
    if contribution.state in said:
        return str(said[State(contribution.state)])
    return "" if contribution.title or contribution.body else _("Withdrawn by its author")
