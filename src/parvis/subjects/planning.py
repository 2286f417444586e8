"""When people must be asked for their words to weigh on a decision."""

from datetime import date, timedelta

from parvis.processes.blueprints import Blueprint, get_blueprint
from parvis.subjects.grid import grid_on
from parvis.subjects.models import Subject

# Before anyone chose a weight: the time a concertation takes, so that nothing is closed yet.
LIKELY_DEGREE = 3


def weight_of(subject: Subject) -> int | None:
    """The weight made public, else the one the ten questions gave."""
    known = getattr(subject, "qualification", None)
    return subject.degree or (known.degree if known else None)


def blueprint_of(subject: Subject, today: date) -> Blueprint | None:
    """The model that fits its weight."""
    return get_blueprint(grid_on(today).blueprint_for(weight_of(subject) or LIKELY_DEGREE))


def days_of(plan: Blueprint) -> int:
    """From the first day to the results, in days, as the model proposes."""
    last = max((phase.after or 0) + (phase.days or 0) for phase in plan.phases)
    return last + (plan.results_after or 0)


def open_by(subject: Subject, today: date) -> date | None:
    """The last day to open its démarche, for its results to come before the decision or the works."""
    plan = blueprint_of(subject, today)
    if subject.decides_on is None or plan is None:
        return None
    return subject.decides_on - timedelta(days=days_of(plan))


def calendar_of(subject: Subject, today: date) -> list[tuple[str, date]]:
    """The suggested calendar: each phase with its first day, then the decision."""
    first, plan = open_by(subject, today), blueprint_of(subject, today)
    if first is None or plan is None or subject.decides_on is None:
        return []
    dated = [phase for phase in plan.phases if phase.after is not None]
    return [(str(phase.title), first + timedelta(days=phase.after or 0)) for phase in dated]
