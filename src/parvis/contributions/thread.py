"""The thread (le fil): what became of a contribution, diamond by diamond, each with its date and its actor.

Computed from dated marks, never stored: ``StatusChange`` rows, and what other rooms know of (replies, outcomes),
which register a source in their own ``panels.py``. ``build`` is pure.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.contributions.models import Channel, Contribution, Stage, State, StatusChange
from parvis.core.rights import Sentence
from parvis.core.sentences import short_date, short_day


@dataclass(frozen=True, kw_only=True)
class ThreadStep:
    """One diamond, in words ready to read: the shape of ``components/thread.html``."""

    label: str
    detail: str = ""
    state: Literal["done", "now", "todo", "branch", "passed"] = "todo"
    kind: Literal["", "merged", "withdrawn", "masked", "abandoned"] = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something another room knows happened: an answer was published, a decision taken, works finished.

    ``by``: who, as shown (« service Mobilités »). ``url``: where to read about it.
    """

    stage: Stage
    at: datetime | date
    by: str = ""
    url: str = ""


Source = Callable[[Sequence[int]], Mapping[int, list[Mark]]]
_sources: list[Source] = []

# Reasons noted by their code, and the sentence each stands for: everyone reads it in her own language.
_sentences: dict[str, Sentence] = {}


def thread_source(function: Source) -> Source:
    """Register ``function(contribution ids) -> marks by id``; one query whatever the number of ids."""
    _sources.append(function)
    return function


def reason_sentences(sentences: Mapping[str, Sentence]) -> None:
    """Register the sentences of reasons that are noted by code (``StatusChange.reason``)."""
    _sentences.update(sentences)


def reason_of(change: StatusChange) -> str:
    """Why, in the reader’s language when it is one of the house’s reasons, else as it was written."""
    return str(_sentences.get(change.reason, change.reason))


def thread_steps(contribution: Contribution) -> list[ThreadStep]:
    return threads_of([contribution])[contribution.pk]


def threads_of(contributions: Sequence[Contribution]) -> dict[int, list[ThreadStep]]:
    """The threads of many contributions in a constant number of queries. Join ``process__promise`` and ``merged_into``."""
    ids = [contribution.pk for contribution in contributions]
    changes: dict[int, list[StatusChange]] = defaultdict(list)
    for change in StatusChange.objects.filter(contribution__in=ids, is_public=True).order_by("at", "id"):
        changes[change.contribution_id].append(change)
    marks: dict[int, list[Mark]] = defaultdict(list)
    for source in _sources:
        for identifier, found in source(ids).items():
            marks[identifier] += found
    today = timezone.localdate()
    return {
        c.pk: build(c, changes[c.pk], marks[c.pk], decides_on=_decision_day(c), today=today) for c in contributions
    }


def _decision_day(contribution: Contribution) -> date | None:
    promise = getattr(contribution.process, "promise", None)
    return promise.decides_on if promise else None


def build(
    contribution: Contribution,
    changes: Iterable[StatusChange],
    marks: Iterable[Mark] = (),
    *,
    decides_on: date | None = None,
    today: date,
) -> list[ThreadStep]:
    """Stages reached with their dates, then the branch that ended it, or the stages to come with what was promised."""
    changes = list(changes)
    reached = _reached(contribution, changes, marks)
    current = Stage(max(contribution.stage, *reached))
    steps = [_step(contribution, stage, reached.get(stage), current, today) for stage in Stage if stage <= current]
    branch = _branch(contribution, changes, today)
    if branch:
        return [*(_past(step) for step in steps), branch]
    return steps + [_coming(contribution, stage, decides_on, today) for stage in Stage if stage > current]


def _step(contribution: Contribution, stage: Stage, mark: Mark | None, current: Stage, today: date) -> ThreadStep:
    """A stage behind us. One that nothing marks was gone past: an answer given at once had no study of its own."""
    if mark is None and stage < current:
        return ThreadStep(label=str(stage.label), detail=_("no separate step"), state="passed")
    return ThreadStep(
        label=str(stage.label),
        detail=_received(contribution, today) if stage == Stage.RECEIVED else _detail(mark, today),
        state="now" if stage == current and stage != Stage.DONE else "done",
        url=mark.url if mark else "",
    )


def _reached(
    contribution: Contribution, changes: Iterable[StatusChange], marks: Iterable[Mark]
) -> dict[Stage, Mark]:
    """The first mark of each stage; what a room knows of first hand replaces the bare change of stage."""
    reached = {Stage.RECEIVED: Mark(stage=Stage.RECEIVED, at=received_on(contribution))}
    for change in changes:
        if change.stage:
            stage = Stage(change.stage)
            reached.setdefault(stage, Mark(stage=stage, at=change.at, by=change.by_label))
    return reached | {mark.stage: mark for mark in marks}


def received_on(contribution: Contribution) -> date:
    """A letter counts from the day it arrived, not from the day it was typed in."""
    return contribution.received_on or timezone.localdate(contribution.created_at)


def _day(moment: datetime | date, today: date) -> str:
    """« 14 nov. », with its year when it is another one."""
    day = timezone.localdate(moment) if isinstance(moment, datetime) else moment
    return short_day(day) if day.year == today.year else short_date(day)


def _detail(mark: Mark | None, today: date) -> str:
    if mark is None:
        return ""
    return " · ".join(part for part in (_day(mark.at, today), mark.by) if part)


def _received(contribution: Contribution, today: date) -> str:
    if contribution.dated_by_import:
        return _("imported on %(day)s") % {"day": _day(contribution.created_at, today)}
    day = _day(received_on(contribution), today)
    if contribution.channel in {Channel.WEB, Channel.IMPORT}:
        return day
    return f"{day} · {Channel(contribution.channel).label}"


def _coming(contribution: Contribution, stage: Stage, decides_on: date | None, today: date) -> ThreadStep:
    if stage == Stage.DONE and contribution.is_abandoned:
        return ThreadStep(label=_("Given up"), state="branch", kind="abandoned")
    detail = ""
    if stage == Stage.ANSWERED and contribution.answer_due:
        words = _("promised by %(day)s") if contribution.answer_due >= today else _("late: promised by %(day)s")
        detail = words % {"day": _day(contribution.answer_due, today)}
    elif stage == Stage.DECIDED and decides_on:
        detail = _("planned on %(day)s") % {"day": _day(decides_on, today)}
    return ThreadStep(label=str(stage.label), detail=detail)


_BRANCHES: dict[str, Literal["merged", "withdrawn", "masked"]] = {
    State.MERGED: "merged",
    State.WITHDRAWN: "withdrawn",
    State.HIDDEN: "masked",
}


def _branch(contribution: Contribution, changes: Sequence[StatusChange], today: date) -> ThreadStep | None:
    kind = _BRANCHES.get(contribution.state)
    if kind is None:
        return None
    last = next((c for c in reversed(changes) if c.state == contribution.state), None)
    day = _day(last.at, today) if last else ""
    reason = reason_of(last) if last else ""
    target = contribution.merged_into
    label = {
        "merged": _("Brought together with %(code)s") % {"code": target.code if target else "…"},
        "withdrawn": _("Withdrawn by its author"),
        "masked": _("Hidden by the moderation"),
    }[kind]
    return ThreadStep(
        label=label,
        detail=" · ".join(part for part in (day, reason) if part),
        state="branch",
        kind=kind,
        url=target.get_absolute_url() if kind == "merged" and target else "",
    )


def _past(step: ThreadStep) -> ThreadStep:
    return ThreadStep(label=step.label, detail=step.detail, state="done", url=step.url)
