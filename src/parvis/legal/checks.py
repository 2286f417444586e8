"""What a text asks of a démarche, confronted with its calendar and with what was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.legal.frames import Anchor, FrameStep, StepKind, Version
from parvis.legal.models import Act, Regulation
from parvis.processes.dates import day_of
from parvis.processes.models import Phase, PhaseOpening, Process
from parvis.processes.requirements import Requirement


@dataclass(frozen=True, kw_only=True)
class Window:
    """When the public takes part: from the first to the last day of the phases that open something."""

    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> int | None:
        return (self.last - self.first).days + 1 if self.first and self.last else None


def window_of(process: Process, phases: Iterable[Phase]) -> Window:
    """Of these phases, saved or only considered."""
    opening = set(PhaseOpening.objects.filter(phase__process=process).values_list("phase_id", flat=True))
    open_phases = [phase for phase in phases if phase.pk in opening]
    starts = [day for phase in open_phases if (day := day_of(phase.starts_at))]
    ends = [day for phase in open_phases if (day := day_of(phase.ends_at))]
    return Window(first=min(starts, default=None), last=max(ends, default=None))


@dataclass(frozen=True, kw_only=True)
class StepState:
    """A step of the text. ``due``: the last day for it before the opening, the first one after the closing.

    ``state``: done, late (its day is past), todo.
    """

    step: FrameStep
    label: str
    due: date | None
    state: str
    acts: tuple[Act, ...] = ()

    @property
    def is_before(self) -> bool:
        return self.step.anchor == Anchor.OPENING


def steps_of(
    version: Version, window: Window, acts: Sequence[Act], *, has_file: bool, has_register: bool
) -> list[StepState]:
    """Each step with its date, proposed from the calendar, and what proves it."""
    own = {StepKind.FILE: has_file, StepKind.REGISTER: has_register}
    today, states = timezone.localdate(), []
    for step in version.steps:
        proofs = tuple(act for act in acts if act.kind == step.kind and act.withdrawn_at is None)
        is_done = own.get(step.kind, bool(proofs))
        due = due_on(step, window)
        is_late = not is_done and due is not None and due < today and step.anchor == Anchor.OPENING
        states.append(
            StepState(
                step=step,
                label=str(step.kind.label),
                due=due,
                state="done" if is_done else "late" if is_late else "todo",
                acts=proofs,
            )
        )
    return states


def due_on(step: FrameStep, window: Window) -> date | None:
    anchor = window.first if step.anchor == Anchor.OPENING else window.last
    return anchor + timedelta(days=step.days or 0) if anchor else None


def unmet_durations(regulation: Regulation, window: Window) -> Iterable[Requirement]:
    """Too short, too long. A figure nobody checked is a remark."""
    version, days = regulation.text, window.days
    if days is None:
        return
    for asked in version.durations:
        if asked.least and days < asked.least:
            sentence = _("The public has %(days)d days; %(text)s asks for at least %(asked)d.")
        elif asked.most and days > asked.most:
            sentence = _("The public has %(days)d days; %(text)s allows at most %(asked)d.")
        else:
            continue
        figure = asked.least if asked.least and days < asked.least else asked.most
        params = {"days": days, "text": version.articles, "asked": figure}
        yield Requirement(sentence=_said(sentence, params, asked.is_verified), is_blocking=asked.is_verified)


def unmet_notice(regulation: Regulation, window: Window, acts: Sequence[Act]) -> Iterable[Requirement]:
    """The notice is published, but less than so many days before the opening."""
    step = regulation.text.step(StepKind.NOTICE)
    posted = [act.on for act in acts if act.kind == StepKind.NOTICE and act.withdrawn_at is None]
    if step is None or step.days is None or window.first is None:
        return
    latest = window.first + timedelta(days=step.days)
    if posted and min(posted) > latest:
        params = {"asked": -step.days, "text": regulation.text.articles}
        sentence = _("The notice is dated less than %(asked)d days before the opening; %(text)s asks for them.")
    elif not posted and timezone.localdate() > latest:
        params = {"asked": -step.days, "text": regulation.text.articles}
        sentence = _(
            "No notice is recorded, and the opening is in less than %(asked)d days; %(text)s asks for them."
        )
    else:
        return
    yield Requirement(sentence=_said(sentence, params, step.is_verified), is_blocking=step.is_verified)


def _said(sentence: Sentence, params: dict[str, object], is_verified: bool) -> str:
    said = str(sentence) % params
    return said if is_verified else str(_("%(sentence)s This figure is to be checked.")) % {"sentence": said}
