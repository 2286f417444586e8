"""The calendar of a démarche as bars over months, in a plain table (``components/calendar.html``)."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from parvis.core.sentences import human_date_range
from parvis.processes.dates import day_of
from parvis.processes.models import Phase

MOST_MONTHS = 18
SHORTEST = 0.1  # of a month: a bar one can see


@dataclass(frozen=True, kw_only=True)
class Month:
    label: str
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class Bar:
    """``before`` months empty, ``span`` months touched, ``after`` empty; ``state``: done, now or empty.

    ``start``, ``length``: where the phase stands, day for day, in percent of the months it touches.
    """

    title: str
    dates: str
    before: int
    span: int
    after: int
    state: str
    start: str = "0%"
    length: str = "100%"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    months: list[Month]
    bars: list[Bar]


def calendar(phases: Iterable[Phase], today: date | None = None) -> Calendar | None:
    """``None`` when no phase has a date. Phases without dates say so over the whole width."""
    today = today or timezone.localdate()
    phases = list(phases)
    days = [day for phase in phases for day in (day_of(phase.starts_at), day_of(phase.ends_at)) if day]
    if not days:
        return None
    first = min(days)
    count = min(_months(first, max(days)) + 1, MOST_MONTHS)
    starts = [_month(first, rank) for rank in range(count)]
    return Calendar(
        months=[Month(label=date_format(day, "N Y" if day.month == 1 or not rank else "N"), is_now=_same(day, today)) for rank, day in enumerate(starts)],
        bars=[_bar(phase, first, count, today) for phase in phases],
    )  # fmt: skip


def _bar(phase: Phase, first: date, count: int, today: date) -> Bar:
    start, end = day_of(phase.starts_at), day_of(phase.ends_at)
    words = human_date_range(start, end) or str(phase.dates_text) or gettext("Dates to come")
    if not start and not end:
        return Bar(title=str(phase.title), dates=words, before=0, span=count, after=0, state="unknown")
    from_month = min(_position(first, start or first), count - SHORTEST)
    until_month = min(_position(first, end) + _one_day(end), count) if end else count
    before, last = min(int(from_month), count - 1), min(ceil(until_month), count)
    span = max(last - before, 1)
    return Bar(
        title=str(phase.title),
        dates=words,
        before=before,
        span=span,
        after=count - before - span,
        state="done" if end and end < today else "now" if (not start or start <= today) else "",
        start=f"{100 * (from_month - before) / span:.1f}%",
        length=f"{100 * max(until_month - from_month, SHORTEST) / span:.1f}%",
    )


def _position(first: date, day: date) -> float:
    """How many months after the beginning of the first one a day begins."""
    return _months(first, day) + (day.day - 1) * _one_day(day)


def _one_day(day: date) -> float:
    return 1 / monthrange(day.year, day.month)[1]


def _months(first: date, day: date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def _month(first: date, rank: int) -> date:
    months = first.month - 1 + rank
    return date(first.year + months // 12, months % 12 + 1, 1)


def _same(day: date, today: date) -> bool:
    return (day.year, day.month) == (today.year, today.month)
