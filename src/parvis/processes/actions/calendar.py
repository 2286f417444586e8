"""Phases, and what they open."""

from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.registry import get_method
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.processes import dates
from parvis.processes.actions.shared import demand_alive, invalid, lock, touch
from parvis.processes.actions.slips import announce, reasoned
from parvis.processes.corrections import phase_move
from parvis.processes.events import ProcessEdited
from parvis.processes.models import Correction, Phase, PhaseOpening, Process
from parvis.processes.requirements import unmet

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class PhaseRow:
    """A phase as the animator writes it: whole days, the last one included. ``pk`` is ``None`` for a new one."""

    pk: int | None = None
    title: Any
    description: Any = field(default_factory=dict)
    starts_on: date | None = None
    ends_on: date | None = None
    dates_text: Any = field(default_factory=dict)


@verb
def set_phases(
    *, process: Process, rows: list[PhaseRow], by: "Actor", expected: datetime | None = None, reason: Any = ""
) -> list[Phase]:
    """The whole calendar, in this order: phases absent from ``rows`` go away with what they opened.

    Once published, dates that change are a correction, told with its ``reason``.
    """
    demand(by, "manage", process)
    process = lock(process, expected)
    demand_alive(process)
    _demand_sound(rows)
    existing = {phase.pk: phase for phase in process.phases.all()}
    announced = {pk: copy(phase) for pk, phase in existing.items()}
    before = {str(phase.pk): _dates(phase) for phase in existing.values()}
    kept = []
    for order, row in enumerate(rows):
        phase = existing.get(row.pk) or Phase(process=process)
        phase.title, phase.description, phase.dates_text = row.title, row.description, row.dates_text
        phase.starts_at, phase.ends_at = dates.opening(row.starts_on), dates.closing(row.ends_on)
        phase.order = order
        phase.save()
        kept.append(phase)
    process.phases.exclude(pk__in=[phase.pk for phase in kept]).delete()
    after = {str(phase.pk): _dates(phase) for phase in kept}
    touch(process)
    record("set_phases", by=by, target=process, changes={"phases": [before, after]})
    if before != after and process.state in Process.PUBLIC_STATES:
        _demand_lawful(process)
        announce(process, Correction.Kind.CALENDAR, reasoned(reason), _moves(announced, kept), by=by)
    else:
        emit(ProcessEdited(process=process, by=by))
    return kept


def _demand_lawful(process: Process) -> None:
    """What a legal frame asks of the calendar holds after publication too."""
    if blockers := [found for found in unmet(process, list(process.phases.all())) if found.is_blocking]:
        raise ValidationError([str(found) for found in blockers])


def _moves(announced: dict[int, Phase], kept: list[Phase]) -> list[dict[str, Any]]:
    now = {phase.pk: phase for phase in kept}
    rows = [(announced.get(pk), now.get(pk)) for pk in {**announced, **now}]
    return [
        phase_move((after or before or Phase()).title, before, after)
        for before, after in rows
        if before is None or after is None or _dates(before) != _dates(after)
    ]


def _demand_sound(rows: list[PhaseRow]) -> None:
    for rank, row in enumerate(rows, start=1):
        if not row.title:
            raise invalid(phases=_("Phase %(rank)d has no title.") % {"rank": rank})
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            raise invalid(phases=_("“%(phase)s” ends before it starts.") % {"phase": row.title})


def _dates(phase: Phase) -> list[str]:
    return [str(dates.day_of(phase.starts_at) or ""), str(dates.day_of(phase.ends_at) or "")]


@verb
def set_openings(
    *,
    process: Process,
    openings: dict[tuple[int, int], list[str]],
    by: "Actor",
    expected: datetime | None = None,
) -> None:
    """What each phase opens on each step: ``{(phase id, step id): verbs}``; what is not named is closed.

    Verbs a step's method does not have are refused: they could never be used.
    """
    demand(by, "manage", process)
    process = lock(process, expected)
    demand_alive(process)
    phases = {phase.pk: phase for phase in process.phases.all()}
    steps = {step.pk: step for step in process.steps.all()}
    before = _openings(process)
    PhaseOpening.objects.filter(phase__process=process).delete()
    for (phase_id, step_id), verbs in openings.items():
        if phase_id not in phases or step_id not in steps:
            raise invalid(openings=_("This phase or this step is gone. Load the page again."))
        known = get_method(steps[step_id].method).verbs
        if unknown := set(verbs) - set(known):
            raise invalid(openings=f"{steps[step_id].method}: {', '.join(sorted(unknown))}")
        if verbs:
            ordered = [name for name in known if name in verbs]
            PhaseOpening.objects.create(phase=phases[phase_id], step=steps[step_id], verbs=ordered)
    touch(process)
    record("set_openings", by=by, target=process, changes={"openings": [before, _openings(process)]})
    emit(ProcessEdited(process=process, by=by))


def _openings(process: Process) -> dict[str, list[str]]:
    rows = PhaseOpening.objects.filter(phase__process=process).values_list("phase_id", "step_id", "verbs")
    return {f"{phase}:{step}": verbs for phase, step, verbs in rows}
