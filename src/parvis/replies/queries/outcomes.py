"""What changed thanks to people."""

from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet

from parvis.accounts.actors import MANAGERS
from parvis.contributions.models import Contribution
from parvis.processes.models import Process
from parvis.processes.queries import in_scope
from parvis.replies.models import Outcome
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def outcomes_public(space: Space) -> QuerySet[Outcome]:
    """« Ce qui a changé »: the last decided first, each with the contributions that led to it."""
    open_to_all = Q(process=None) | Q(process__in=Process.objects.public())
    led = Contribution.objects.public().only("code", "title", "kind", "process", "body")
    rows = Outcome.objects.filter(open_to_all, space=space).select_related("process")
    return rows.prefetch_related(Prefetch("contributions", queryset=led)).order_by("-decided_on", "-id")


def outcomes_managed_by(actor: "Actor") -> QuerySet[Outcome]:
    scope = actor.scope(*MANAGERS)
    if not scope:
        return Outcome.objects.none()
    rows = Outcome.objects.filter(in_scope(scope, process="process_id")).select_related("process", "space")
    return rows.annotate(heard=Count("targets")).order_by("-decided_on", "-id")


def outcome_begun(actor: "Actor", here: Space, process: Process | None = None) -> Outcome:
    """Where an outcome still to be written stands: this démarche; else the space she leads; else her one démarche."""
    scope = actor.scope(*MANAGERS)
    if process is None and not (scope.everywhere or scope.spaces):
        process = Process.objects.filter(pk__in=scope.processes).select_related("space").order_by("pk").first()
    if process:
        return Outcome(space=process.space, process=process)
    if scope.covers(space_id=here.pk) or not scope.spaces:
        return Outcome(space=here)
    return Outcome(space=Space.objects.filter(pk__in=scope.spaces).order_by("pk")[0])
