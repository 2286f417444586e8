"""Corrections of what was announced, ready to be read: old words, new words, reason.

A move in ``Correction.moves`` is ``{"phase": {"fr": title}, "before": [day or null, day or null], "after": […]}`` or
``{"promise": field, "before": value, "after": value}``: days are ISO, texts are one per language.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from parvis.core.fields import Translated, in_every_language
from parvis.core.sentences import full_date, human_date, human_date_range
from parvis.processes import dates
from parvis.processes.models import Correction, Phase, Promise

# The commitments proper: whom to phone may change without a word.
COMMITMENTS = frozenset(
    {
        "why", "open", "decided", "elsewhere", "who_decides", "decides_on", "who_reads", "how_answered",
        "answer_days", "answer_by", "results_on", "elected",
    }
)  # fmt: skip

HEADLINES = {
    Correction.Kind.EXTENDED: _("Extended until %(day)s"),
    Correction.Kind.POSTPONED: _("Postponed to %(day)s"),
    Correction.Kind.SUSPENDED: _("Suspended"),
    Correction.Kind.RESUMED: _("It goes on again"),
    Correction.Kind.CANCELLED: pgettext_lazy("démarche", "Cancelled"),
    Correction.Kind.CALENDAR: _("Calendar corrected"),
    Correction.Kind.PROMISE: _("Commitments corrected"),
}


@dataclass(frozen=True)
class Line:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """A correction as everybody reads it."""

    at: datetime
    headline: str
    reason: Translated
    lines: list[Line]


def told(correction: Correction) -> Told:
    return Told(correction.at, headline(correction), correction.reason, lines(correction))


def headline(correction: Correction) -> str:
    kind = Correction.Kind(correction.kind)
    if kind == Correction.Kind.SUSPENDED and correction.until:
        return str(_("Suspended until %(day)s")) % {"day": full_date(correction.until)}
    return str(HEADLINES[kind]) % {"day": full_date(correction.until) if correction.until else ""}


def logged(correction: Correction) -> Translated:
    """The line of the logbook, in each language."""
    return in_every_language(
        _("%(what)s. Reason given: %(reason)s"),
        what=lazy(headline, str)(correction),
        reason=correction.reason,
    )


def lines(correction: Correction) -> list[Line]:
    return [_line(move) for move in correction.moves]


def _line(move: dict[str, Any]) -> Line:
    if "phase" in move:
        return Line(str(Translated(move["phase"])), _period(move["before"]), _period(move["after"]))
    name = move["promise"]
    return Line(label_of(name), _words(name, move["before"]), _words(name, move["after"]))


def label_of(name: str) -> str:
    """The name of a commitment where it stands alone: « Quand » says nothing outside its form."""
    if name == "decides_on":
        return str(_("Date of the decision"))
    return str(next(field.verbose_name for field in Promise._meta.concrete_fields if field.name == name))


def _period(days: list[str | None] | None) -> str:
    if days is None:
        return ""
    start, end = (date.fromisoformat(day) if day else None for day in days)
    return human_date_range(start, end)


def _words(name: str, value: Any) -> str:
    if value in (None, "", {}):
        return ""
    if isinstance(value, dict):
        return str(Translated(value))
    if name == "answer_days":
        return ngettext("%(n)d day", "%(n)d days", value) % {"n": value}
    return human_date(date.fromisoformat(value)) if name.endswith(("_on", "_by")) else str(value)


def phase_move(title: Any, before: Phase | None, after: Phase | None) -> dict[str, Any]:
    """``before`` is ``None`` for a phase that was added, ``after`` for one that was taken away."""
    return {"phase": dict(title), "before": _days(before), "after": _days(after)}


def _days(phase: Phase | None) -> list[str | None] | None:
    if phase is None:
        return None
    return [day.isoformat() if day else None for day in map(dates.day_of, (phase.starts_at, phase.ends_at))]


def promise_moves(changes: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Those of ``changes`` ([before, after] by field) that are commitments."""
    return [
        {"promise": name, "before": before, "after": after}
        for name, (before, after) in changes.items()
        if name in COMMITMENTS
    ]
