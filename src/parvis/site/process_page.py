"""A démarche’s page, part by part, ready to be drawn: the promise, the thread of its phases, the people, what was said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.contributions.cards import Card, cards
from parvis.contributions.highlights import Highlight, highlights_of
from parvis.contributions.models import ChannelFigure, Contribution
from parvis.contributions.queries import with_card
from parvis.core.fields import Translated
from parvis.core.registry import get_method
from parvis.core.sentences import human_date, short_day
from parvis.processes.cards import Situation, main_step, opens_something, people_sentence, situation
from parvis.processes.degrees import WEIGHTS
from parvis.processes.models import Phase, Process, Promise, Step


@dataclass(frozen=True)
class Item:
    """One line of the promise; ``text [words](address)`` in the field makes a link."""

    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class PromiseView:
    open: list[Item]
    decided: list[Item]
    elsewhere: list[Item]
    facts: list[Fact]


@dataclass(frozen=True)
class ThreadStep:
    label: str
    detail: str
    state: str
    kind: str = ""
    url: str = ""


@dataclass(frozen=True)
class People:
    """Persons, contributions and supports are three figures; the channels are of persons."""

    sentence: str
    channels: list[tuple[str, int]]


@dataclass(frozen=True)
class ProcessPage:
    process: Process
    situation: Situation
    weight: str
    act_url: str
    act_label: str
    promise: PromiseView | None
    why: str
    phases: list[ThreadStep]
    people: People | None
    main_step: Step | None
    contributions: list[Card] = field(default_factory=list)
    highlights: list[Highlight] = field(default_factory=list)


LINK = "]("


def lines(text: Translated) -> list[Item]:
    """One item a line. ``[words](https://…)`` at the end of a line is its link."""
    return [_item(line.strip(" -•\t")) for line in str(text).splitlines() if line.strip()]


def _item(line: str) -> Item:
    if line.endswith(")") and LINK in line and "[" in line:
        words, address = line[:-1].rsplit(LINK, 1)
        text, _bracket, link = words.rpartition("[")
        if address.startswith(("https://", "http://", "/")):
            return Item(text.strip(), address, link)
    return Item(line)


def promise_view(promise: Promise) -> PromiseView:
    facts = [
        Fact(_("Who decides?"), _with_date(str(promise.who_decides), promise.decides_on)),
        Fact(_("An answer for each person"), _answer_sentence(promise)),
        Fact(_("Results"), human_date(promise.results_on) if promise.results_on else ""),
        Fact(_("Who reads"), str(promise.who_reads)),
        Fact(_("Elected member in charge"), promise.elected),
        Fact(
            _("Who to talk to"),
            _contact(promise),
            f"tel:{_dialled(promise.contact_phone)}" if promise.contact_phone else "",
        ),
    ]
    return PromiseView(
        open=lines(promise.open),
        decided=lines(promise.decided),
        elsewhere=lines(promise.elsewhere),
        facts=[fact for fact in facts if fact.text],
    )


def _with_date(text: str, day: Any) -> str:
    return _("%(who)s, on %(day)s") % {"who": text, "day": human_date(day)} if text and day else text


def _answer_sentence(promise: Promise) -> str:
    if promise.answer_by:
        return _("before %(day)s") % {"day": human_date(promise.answer_by)}
    if promise.answer_days:
        return _("within %(days)d days") % {"days": promise.answer_days}
    return str(promise.how_answered)


def _contact(promise: Promise) -> str:
    return ", ".join(
        part for part in (promise.contact_name, promise.contact_phone, str(promise.contact_place)) if part
    )


def _dialled(phone: str) -> str:
    return "".join(c for c in phone if c.isdigit() or c == "+")


def phase_steps(process: Process) -> list[ThreadStep]:
    now = timezone.now()
    over = process.closed_at if process.state in {Process.State.CLOSED, Process.State.ARCHIVED} else None
    return [
        _cut_short(phase, over)
        if over and opens_something(process, phase) and (phase.ends_at is None or phase.ends_at > over)
        else _stopped(phase)
        if process.is_suspended and phase.ends_at and process.pace_at and phase.ends_at > process.pace_at
        else ThreadStep(str(phase.title), _when(phase), _state(phase, now))
        for phase in process.phases.all()
    ]


def _cut_short(phase: Phase, over: datetime) -> ThreadStep:
    """It was to open something after the day the démarche ended: nothing opens any more."""
    if phase.starts_at is None or phase.starts_at > over:
        return ThreadStep(str(phase.title), _("did not take place"), "branch", "abandoned")
    dates = _("%(start)s to %(end)s") % {"start": short_day(phase.starts_at), "end": short_day(over)}
    return ThreadStep(str(phase.title), dates, "done")


def _stopped(phase: Phase) -> ThreadStep:
    """While all is suspended, the dates announced no longer hold."""
    return ThreadStep(str(phase.title), _("dates to be set again"), "todo")


def _state(phase: Phase, now: Any) -> str:
    if phase.is_open(now):
        return "now"
    return "done" if phase.ends_at and phase.ends_at <= now else "todo"


def _when(phase: Phase) -> str:
    if phase.starts_at is None and phase.ends_at is None:
        return str(phase.dates_text)
    if phase.is_open() and phase.ends_at:
        return _("until %(day)s") % {"day": short_day(phase.ends_at)}
    if (
        phase.starts_at
        and phase.ends_at
        and timezone.localdate(phase.starts_at) != timezone.localdate(phase.ends_at)
    ):
        return _("%(start)s to %(end)s") % {"start": short_day(phase.starts_at), "end": short_day(phase.ends_at)}
    return short_day(phase.starts_at or phase.ends_at)


def people(process: Process) -> People | None:
    if not process.people_count:
        return None
    figures = ChannelFigure.objects.filter(process=process, people__gt=0).order_by("-people", "channel")
    return People(
        people_sentence(process.people_count), [(figure.get_channel_display(), figure.people) for figure in figures]
    )


def process_page(process: Process) -> ProcessPage:
    now, step = situation(process), main_step(process)
    promise = getattr(process, "promise", None)
    act_url, act_label = "", ""
    if step and now.key == "open":
        method = get_method(step.method)
        act_url, act_label = reverse(method.act, args=[process.slug, step.slug]), str(method.act_label)
    return ProcessPage(
        process=process,
        situation=now,
        weight=WEIGHTS[process.degree].said(str(promise.who_decides) if promise else ""),
        act_url=act_url,
        act_label=act_label,
        promise=promise_view(promise) if promise else None,
        why=str(promise.why) if promise else "",
        phases=phase_steps(process),
        people=people(process),
        main_step=step,
        contributions=_said(step),
        highlights=highlights_of(process.steps.all()),
    )


def _said(step: Step | None) -> list[Card]:
    """Three of the most supported; read through the step’s index."""
    if step is None:
        return []
    roots = with_card(Contribution.objects.public().roots().filter(step=step))
    return cards(roots.order_by("-supports_count", "-id")[:3])
