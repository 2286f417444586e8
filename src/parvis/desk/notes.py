from typing import TYPE_CHECKING

from django.db.models import QuerySet

from parvis.core.registry import all_methods
from parvis.processes.models import Process, Step
from parvis.processes.queries import manageable_by
from parvis.processes.rules import NOTERS

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def notable_steps(actor: "Actor") -> QuerySet[Step]:
    """Where this person may write down what people say: steps of running démarches whose method takes notes."""
    methods = [method.key for method in all_methods() if method.note_form]
    return (
        Step.objects.filter(
            method__in=methods, process__in=manageable_by(actor, *NOTERS), process__state=Process.State.PUBLISHED
        )
        .select_related("process__territory", "process__space")
        .order_by("-process__published_at", "order")
    )
