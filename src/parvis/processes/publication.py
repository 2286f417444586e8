"""May it be published? What is missing, sentence by sentence, and where to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parvis.core.rights import Sentence
from parvis.processes.blueprints import required_promise
from parvis.processes.dates import day_of
from parvis.processes.models import Degree, Phase, Process, Promise
from parvis.processes.requirements import unmet


@dataclass(frozen=True, kw_only=True)
class Blocker:
    """Why not yet: the sentence shown, the section of the desk's page and the field that mend it."""

    sentence: Sentence
    section: str
    field: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


MISSING = {
    "why": _("Say why you ask."),
    "open": _("Say what is open to discussion."),
    "decided": _("Say what is already decided, even if it is little."),
    "elsewhere": _("Say what is not discussed here, and where it is."),
    "who_decides": _("Say who decides."),
    "decides_on": _("Give the date of the decision."),
    "who_reads": _("Say who reads the contributions."),
    "how_answered": _("Say how each person is answered."),
    "answer_time": _("Give the time to answer: a number of days, or a date."),
    "results_on": _("Give the date of the results."),
}


def publication_blockers(process: Process) -> list[Blocker]:
    """Everything that prevents publication, in the order of the desk's sections. Empty: it can be published."""
    phases = list(process.phases.prefetch_related("openings"))
    opening = [phase for phase in phases if any(opened.verbs for opened in phase.openings.all())]
    return [
        *_frame(process),
        *_promise(process, opening),
        *_calendar(phases, opening),
        *_openings(process, opening),
        *_demanded(process, phases, is_blocking=True),
    ]


def _frame(process: Process) -> list[Blocker]:
    missing = []
    if not process.title:
        missing.append(Blocker(sentence=_("Give it a title."), section="frame", field="title"))
    if not process.summary:
        missing.append(Blocker(sentence=_("Say in two lines what it is about."), section="frame", field="summary"))
    return missing


def _promise(process: Process, opening: list[Phase]) -> list[Blocker]:
    promise = Promise.objects.filter(process=process).first() or Promise()
    wanted = required_promise(blueprint=process.blueprint, degree=process.degree, steps=process.steps.count())
    blockers = [
        Blocker(
            sentence=MISSING[name],
            section="promise",
            field="answer_days" if name == "answer_time" else name,
        )
        for name in wanted
        if not _kept(promise, name)
    ]
    return blockers + too_soon(promise, opening)


def too_soon(promise: Promise, opening: Sequence[Phase]) -> list[Blocker]:
    """Dates promised before the last open phase has ended."""
    last_day = max((day for phase in opening if (day := day_of(phase.ends_at))), default=None)
    return [
        Blocker(sentence=sentence, section="promise", field=name)
        for name, sentence in (
            ("results_on", _("The results are announced before the end of the last open phase.")),
            ("decides_on", _("The decision is announced before the end of the last open phase.")),
            ("answer_by", _("Answers are promised before the end of the last open phase.")),
        )
        if last_day and getattr(promise, name) and getattr(promise, name) < last_day
    ]


def _kept(promise: Promise, name: str) -> bool:
    if name == "answer_time":
        return bool(promise.answer_days or promise.answer_by)
    return bool(getattr(promise, name))


def _calendar(phases: list[Phase], opening: list[Phase]) -> list[Blocker]:
    if not phases:
        return [Blocker(sentence=_("Write at least one phase in the calendar."), section="calendar")]
    return [
        Blocker(
            sentence=_("“%(phase)s” opens something: give its first and last day.") % {"phase": phase.title},
            section="calendar",
            field=f"phase-{phase.pk}",
        )
        for phase in opening
        if phase.starts_at is None or phase.ends_at is None
    ]


def _openings(process: Process, opening: list[Phase]) -> list[Blocker]:
    if process.degree == Degree.INFORMATION and opening:
        sentence = _("“Information” promises nothing, yet something is open: choose a higher weight, or close it.")
        return [Blocker(sentence=sentence, section="frame", field="degree")]
    if process.degree > Degree.INFORMATION and not opening:
        sentence = _("Nothing is open to residents: open something, or call it “Information”.")
        return [Blocker(sentence=sentence, section="openings")]
    return []


def _demanded(process: Process, phases: list[Phase], *, is_blocking: bool) -> list[Blocker]:
    """What other rooms ask of the calendar: legal minimums."""
    return [
        Blocker(sentence=found.sentence, section=found.section, field=found.field)
        for found in unmet(process, phases)
        if found.is_blocking == is_blocking
    ]


def publication_remarks(process: Process) -> list[Blocker]:
    """What deserves a second look but prevents nothing."""
    phases = [phase for phase in process.phases.all() if phase.starts_at and phase.ends_at]
    remarks = [
        Blocker(
            sentence=_("“%(one)s” and “%(other)s” overlap: residents will see them open together.")
            % {"one": one.title, "other": other.title},
            section="calendar",
            field=f"phase-{other.pk}",
        )
        for one, other in pairwise(sorted(phases, key=lambda phase: phase.starts_at))
        if other.starts_at < one.ends_at
    ]
    planned = process.publish_at if process.state == Process.State.SCHEDULED else None
    remarks += [
        Blocker(
            sentence=_("“%(phase)s” begins before the publication: people will find it already under way.")
            % {"phase": phase.title},
            section="calendar",
            field=f"phase-{phase.pk}",
        )
        for phase in phases
        if planned and phase.starts_at < planned
    ]
    remarks += _demanded(process, list(process.phases.all()), is_blocking=False)
    if not process.other_ways:
        sentence = _("Say how to take part without the internet: paper, phone, places.")
        remarks.append(Blocker(sentence=sentence, section="frame", field="other_ways"))
    promise = Promise.objects.filter(process=process).first()
    if not promise or not (promise.contact_name or promise.contact_phone):
        sentence = _("Give someone to ask: a first name and a phone number.")
        remarks.append(Blocker(sentence=sentence, section="promise", field="contact_name"))
    return remarks


class NotReady(Exception):
    """Publication was asked for while commitments are incomplete."""

    def __init__(self, blockers: list[Blocker]) -> None:
        self.blockers = blockers
        super().__init__(
            ngettext("One thing is missing.", "%(count)d things are missing.", len(blockers))
            % {"count": len(blockers)}
            + " "
            + " ".join(map(str, blockers))
        )
