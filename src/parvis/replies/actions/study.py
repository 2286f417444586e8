"""Asking a service, and what the team says to itself."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Stage
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.replies.events import Assigned, ServiceAsked
from parvis.replies.models import Assignment, Note

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.accounts.models import User
    from parvis.organisations.models import Organisation


@verb
def assign(
    *,
    contributions: Sequence[Contribution],
    service: "Organisation",
    by: "Actor",
    question: str = "",
    due_on: date | None = None,
    user: "User | None" = None,
) -> list[Assignment]:
    """Ask a service to study one or many contributions; asked twice, the question and date are brought up to date."""
    assignments = []
    for contribution in contributions:
        demand(by, "manage", contribution)
        _same_space(contribution, service)
        assignment, _new = Assignment.objects.update_or_create(
            contribution=contribution,
            service=service,
            done_at=None,
            defaults={"question": question, "due_on": due_on, "user": user, "by": by.user},
        )
        spine.read(contribution, by=by)
        record("assign", by=by, target=contribution, changes={"service": str(service), "due_on": _iso(due_on)})
        emit(Assigned(assignment=assignment, by=by))
        assignments.append(assignment)
    if assignments:
        emit(ServiceAsked(assignments=tuple(assignments), by=by))
    return assignments


@verb
def finish_assignment(*, assignment: Assignment, by: "Actor") -> None:
    """The service has studied it: the thread says so."""
    demand(by, "answer", assignment.contribution)
    if assignment.done_at is None:
        _finish([assignment], by)
        record("finish_assignment", by=by, target=assignment.contribution)


@verb
def write_note(*, contribution: Contribution, by: "Actor", text: str) -> Note:
    """A word among the team, never public."""
    demand(by, "work_on", contribution)
    note = Note.objects.create(contribution=contribution, by=by.user, text=text)
    spine.read(contribution, by=by)
    record("write_note", by=by, target=contribution)
    return note


def _finish(assignments: Iterable[Assignment], by: "Actor") -> None:
    for assignment in assignments:
        assignment.done_at = timezone.now()
        assignment.save(update_fields=["done_at"])
        spine.mark(assignment.contribution, by=by, stage=Stage.STUDIED, signed=str(assignment.service))


def _same_space(contribution: Contribution, service: "Organisation") -> None:
    if service.space_id != contribution.space_id:
        raise ValidationError(_("This service belongs to another territory."))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
