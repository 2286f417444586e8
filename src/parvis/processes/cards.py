"""A démarche as lists show it: everything a sentence ready to read (shape: ``components/card_process.html``)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.core.registry import get_method
from parvis.core.sentences import days_left
from parvis.files.pictures import CARD_WIDTH, picture
from parvis.processes.models import Phase, Process, Step
from parvis.processes.queries import open_verbs

SOON_DAYS = 7


@dataclass(frozen=True)
class Situation:
    """Where a démarche stands today, said the same way on every page."""

    key: str  # open, upcoming, studying, suspended, closed
    label: str
    detail: str
    tone: str


@dataclass(frozen=True)
class ProcessCard:
    title: str
    url: str
    summary: str
    place: str
    deadline: str
    level: int
    people: str
    minutes: str
    action: str
    state: str
    tone: str
    image: dict[str, Any] | None = None


def situation(process: Process, at: datetime | None = None) -> Situation:
    """Open, upcoming, between two phases, or closed. Needs ``phases`` (prefetched)."""
    at = at or timezone.now()
    if process.state in {Process.State.CLOSED, Process.State.ARCHIVED}:
        return Situation("closed", process.slip or _("Closed"), "", "plain")
    if process.is_suspended:
        return Situation("suspended", process.slip, "", "late")
    phases = list(process.phases.all())
    current = next((phase for phase in phases if phase.is_open(at)), None)
    if current and is_open(process, at):
        left = days_left(current.ends_at, at) if current.ends_at else ""
        return Situation("open", process.slip or _("Open"), left, "sun")
    if any(phase.starts_at and phase.starts_at > at and opens_something(process, phase) for phase in phases):
        return Situation("upcoming", process.slip or _("Soon open"), "", "plain")
    if current:
        return Situation("studying", _("Under way"), str(current.title), "plain")
    return Situation("studying", _("Under way"), "", "plain")


def is_open(process: Process, at: datetime | None = None) -> bool:
    return any("create" in open_verbs(step, at) for step in process.steps.all())


def opens_something(process: Process, phase: Phase) -> bool:
    return any(
        opening.phase_id == phase.pk and opening.verbs
        for step in process.steps.all()
        for opening in step.openings.all()
    )


def main_step(process: Process, at: datetime | None = None) -> Step | None:
    """Where « the one thing to do » leads: the first step one may write in now, else the first one."""
    steps = list(process.steps.all())
    return next((step for step in steps if "create" in open_verbs(step, at)), steps[0] if steps else None)


def people_sentence(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": spaced(count)} if count else ""


def contributions_sentence(count: int) -> str:
    return ngettext("%(count)s opinion", "%(count)s opinions", count) % {"count": spaced(count)} if count else ""


def spaced(number: int) -> str:
    from django.contrib.humanize.templatetags.humanize import intcomma

    return intcomma(number)


def card(process: Process, at: datetime | None = None) -> ProcessCard:
    now = situation(process, at)
    step = main_step(process, at) if now.key == "open" else None
    return ProcessCard(
        title=str(process.title),
        url=process.get_absolute_url(),
        summary=str(process.summary),
        place=process.territory.name,
        deadline=now.detail,
        level=process.degree,
        people=people_sentence(process.people_count) or contributions_sentence(process.contributions_count),
        minutes=_("%(count)d min") % {"count": process.minutes} if process.minutes and step else "",
        action=str(get_method(step.method).act_label) if step else _("Read"),
        state=now.label if now.key != "open" or process.slip else "",
        tone=now.tone,
        image=picture(process.image, CARD_WIDTH) if process.image else None,
    )


def cards(processes: Iterable[Process]) -> list[ProcessCard]:
    return [card(process) for process in processes]
