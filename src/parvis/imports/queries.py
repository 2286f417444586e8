"""Reading imports: only those of the démarches one works on."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from parvis.accounts.models import Role
from parvis.contributions.models import ImportBatch
from parvis.processes.models import Process, Step
from parvis.processes.queries import in_scope

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def manageable_by(actor: "Actor") -> QuerySet[ImportBatch]:
    scope = actor.scope(Role.ANIMATOR)
    if not scope:
        return ImportBatch.objects.none()
    where = in_scope(scope, space="step__process__space_id", process="step__process_id")
    return ImportBatch.objects.filter(where).select_related("step__process__space", "by")


def steps_for(actor: "Actor") -> QuerySet[Step]:
    """The steps this person may fill from a file, the latest démarche first."""
    scope = actor.scope(Role.ANIMATOR)
    if not scope:
        return Step.objects.none()
    steps = Step.objects.filter(
        in_scope(scope, space="process__space_id", process="process_id"), method="proposals"
    ).exclude(process__state=Process.State.ARCHIVED)
    return steps.select_related("process__space").order_by("-process_id", "order")
