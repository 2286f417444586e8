"""What a gesture on the calendar does to every date. Nothing is written here: the preview and the verb ask the same.

A date already past never moves. What follows moves together, by the same number of days, at the same hour on the clock.
"""

from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.core.sentences import full_date
from parvis.processes import dates
from parvis.processes.models import Phase, Process, Promise
from parvis.processes.publication import too_soon
from parvis.processes.requirements import unmet

PROMISED = ("decides_on", "results_on", "answer_by")
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class PhaseMove:
    """A phase as announced, and the dates it would take."""

    phase: Phase
    starts_at: datetime | None
    ends_at: datetime | None

    @property
    def is_moved(self) -> bool:
        return (self.starts_at, self.ends_at) != (self.phase.starts_at, self.phase.ends_at)

    def moved(self) -> Phase:
        """A copy that bears the new dates."""
        phase = copy(self.phase)
        phase.starts_at, phase.ends_at = self.starts_at, self.ends_at
        return phase


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Every phase, moved or not; of the dates promised, those announced and what they would become."""

    phases: tuple[PhaseMove, ...]
    promised: dict[str, date]
    days: int = 0

    @property
    def fingerprint(self) -> str:
        """Tells a plan from another: what was confirmed is what was shown."""
        days = [f"{move.phase.pk}:{move.starts_at}:{move.ends_at}" for move in self.phases]
        return "|".join([*days, *(f"{name}:{day}" for name, day in sorted(self.promised.items()))])


def promise_of(process: Process) -> Promise:
    return Promise.objects.filter(process=process).first() or Promise(process=process)


def extension(process: Process, phase: Phase, until: date, now: datetime) -> Plan:
    """``phase`` ends later; phases that begin after its end, and dates promised after it, follow."""
    if phase.ends_at is None:
        raise _wrong("phase", _("This phase has no last day: write one in the calendar."))
    end = dates.closing(until)
    days = (until - _day(phase.ends_at)).days
    if end is None or days <= 0 or end <= now:
        after = max(_day(phase.ends_at), _day(now) if phase.ends_at <= now else date.min)
        raise _wrong("until", _("Choose a day after %(day)s.") % {"day": full_date(after)})
    pivot = phase.ends_at
    moves = [
        PhaseMove(phase=other, starts_at=other.starts_at, ends_at=end)
        if other.pk == phase.pk
        else _moved(other, days, now, follows=_first(other, otherwise=pivot) > pivot)
        for other in process.phases.all()
    ]
    return Plan(phases=tuple(moves), promised=_promised(process, days, pivot, now), days=days)


def postponement(process: Process, phase: Phase, starts_on: date, now: datetime) -> Plan:
    """``phase`` begins later; phases that begin with it or after it, and dates promised after it, follow."""
    if phase.starts_at is None:
        raise _wrong("phase", _("This phase has no first day: write one in the calendar."))
    if phase.starts_at <= now:
        raise _wrong("phase", _("This phase has begun: extend it, or suspend the démarche."))
    days = (starts_on - _day(phase.starts_at)).days
    if days <= 0:
        raise _wrong("starts_on", _("Choose a day after %(day)s.") % {"day": full_date(_day(phase.starts_at))})
    pivot = phase.starts_at
    moves = [
        _moved(other, days, now, follows=_first(other, otherwise=now) >= pivot) for other in process.phases.all()
    ]
    return Plan(phases=tuple(moves), promised=_promised(process, days, pivot, now), days=days)


def resumption(process: Process, since: datetime, on: date) -> Plan:
    """The days lost since ``since`` are given back: whatever was still to come then comes that much later."""
    days = max((on - _day(since)).days, 0)
    moves = [_moved(phase, days, since, follows=True) for phase in process.phases.all()]
    return Plan(phases=tuple(moves), promised=_promised(process, days, since, since), days=days)


def unmoved(process: Process) -> Plan:
    moves = [
        PhaseMove(phase=phase, starts_at=phase.starts_at, ends_at=phase.ends_at) for phase in process.phases.all()
    ]
    return Plan(phases=tuple(moves), promised=_announced(promise_of(process)))


@dataclass(frozen=True)
class Judgement:
    """What prevents a plan (a legal minimum, a promise before the end), and what deserves a second look."""

    blockers: list[Sentence]
    remarks: list[Sentence]


def judged(process: Process, plan: Plan, promised: dict[str, date], now: datetime) -> Judgement:
    after = [move.moved() for move in plan.phases]
    promise = promise_of(process)
    for name, day in promised.items():
        setattr(promise, name, day)
    opening = [phase for phase in after if any(opened.verbs for opened in phase.openings.all())]
    wanting = unmet(process, after)
    blockers = [found.sentence for found in wanting if found.is_blocking]
    blockers += [found.sentence for found in too_soon(promise, opening)]
    remarks = [found.sentence for found in wanting if not found.is_blocking]
    remarks += [
        _("“%(phase)s” had ended: it opens again.") % {"phase": move.phase.title}
        for move in plan.phases
        if move.is_moved and move.phase.ends_at and move.phase.ends_at <= now < (move.ends_at or now)
    ]
    decided = promised.get("decides_on")
    if decided and decided.weekday() >= SATURDAY:
        remarks.append(_("The decision would fall on a weekend: is there a sitting that day?"))
    return Judgement(blockers, remarks)


def _moved(phase: Phase, days: int, now: datetime, *, follows: bool) -> PhaseMove:
    if not follows:
        return PhaseMove(phase=phase, starts_at=phase.starts_at, ends_at=phase.ends_at)
    starts, ends = (
        dates.shifted(moment, days) if moment and moment > now else moment
        for moment in (phase.starts_at, phase.ends_at)
    )
    return PhaseMove(phase=phase, starts_at=starts, ends_at=ends)


def _promised(process: Process, days: int, pivot: datetime, now: datetime) -> dict[str, date]:
    first = max(_day(pivot), _day(now))
    announced = _announced(promise_of(process))
    return {name: day + timedelta(days=days) if day >= first else day for name, day in announced.items()}


def _announced(promise: Promise) -> dict[str, date]:
    return {name: day for name in PROMISED if (day := getattr(promise, name))}


def _first(phase: Phase, *, otherwise: datetime) -> datetime:
    return phase.starts_at or phase.ends_at or otherwise


def _day(moment: datetime) -> date:
    day = dates.day_of(moment)
    assert day
    return day


def _wrong(field: str, sentence: Sentence) -> ValidationError:
    return ValidationError({field: [sentence]})
