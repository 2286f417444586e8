"""What the desk lists: what may be answered, drafts and answers, services and what they are asked."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.utils import timezone

from parvis.accounts.models import Role
from parvis.contributions.models import Contribution, ContributionQuerySet, State
from parvis.organisations.models import Organisation
from parvis.processes.models import Process
from parvis.processes.queries import in_scope
from parvis.replies.models import Assignment, Reply, ReplyTarget
from parvis.replies.rules import services_of

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

WRITERS = (Role.ANIMATOR, Role.TECHNICIAN, Role.ELECTED)
# A figure says « plus de 1 000 » rather than reading a whole table.
CAP = 1000


def capped(rows: QuerySet[Any]) -> int:
    """How many, or ``CAP + 1`` for « plus de 1 000 »: a count that never reads a whole table."""
    return rows.order_by().values("pk")[: CAP + 1].count()


def scope_of(actor: "Actor") -> Q | None:
    scope = actor.scope(*WRITERS)
    return in_scope(scope, process="process_id") if scope else None


def answerable_by(actor: "Actor") -> ContributionQuerySet:
    """What the actor may answer; a technician attached to a service: what that service was asked."""
    condition = scope_of(actor)
    if condition is None:
        return Contribution.objects.none()
    rows = Contribution.objects.filter(condition).exclude(state__in=(State.STAGED, State.DRAFT))
    services = services_of(actor)
    if services and not actor.scope(Role.ANIMATOR, Role.ELECTED):
        rows = rows.filter(Exists(Assignment.objects.filter(contribution=OuterRef("pk"), service__in=services)))
    return rows


def to_answer(actor: "Actor") -> QuerySet[Contribution]:
    """Promised and unanswered, the most pressing first."""
    return answerable_by(actor).unanswered().order_by("answer_due", "id")


def late_contributions(actor: "Actor") -> QuerySet[Contribution]:
    """Promises broken in what the actor answers for, the oldest first."""
    return to_answer(actor).filter(answer_due__lt=timezone.localdate()).order_by("answer_due", "id")


@dataclass
class Helping:
    """Who is already on it: the services asked, the new date given, a draft begun."""

    services: list[str] = field(default_factory=list)
    held_until: date | None = None
    has_draft: bool = False


def helping(ids: list[int]) -> dict[int, Helping]:
    """For many contributions, in two queries."""
    found: dict[int, Helping] = defaultdict(Helping)
    asked = Assignment.objects.filter(contribution__in=ids, done_at=None).order_by("id")
    for contribution, service in asked.values_list("contribution", "service__name"):
        found[contribution].services.append(service)
    targets = ReplyTarget.objects.filter(contribution__in=ids).select_related("reply").order_by("id")
    for target in targets:
        if target.reply.state != Reply.State.PUBLISHED:
            found[target.contribution_id].has_draft = True
        elif target.reply.is_holding:
            found[target.contribution_id].held_until = target.reply.until
    return found


def service_asked(contributions: list[Contribution], actor: "Actor") -> int | None:
    """In whose name one most likely answers: the actor’s own service, else the one that was asked."""
    own = services_of(actor)
    if own:
        return min(own)
    asked = Assignment.objects.filter(contribution__in=contributions, done_at=None).order_by("id")
    return asked.values_list("service", flat=True).first()


def replies_of(actor: "Actor") -> QuerySet[Reply]:
    """The answers the actor may open: her scope; for a technician, her service’s and her own."""
    condition = scope_of(actor)
    if condition is None or actor.user is None:
        return Reply.objects.none()
    rows = Reply.objects.filter(condition)
    if not actor.scope(Role.ANIMATOR, Role.ELECTED):
        rows = rows.filter(Q(service__in=services_of(actor)) | Q(drafted_by=actor.user))
    return rows


def with_line(replies: QuerySet[Reply]) -> QuerySet[Reply]:
    """The joins of a line of the list of answers."""
    targets = ReplyTarget.objects.select_related("contribution").order_by("id")
    return replies.select_related("service", "process", "drafted_by", "validated_by").prefetch_related(
        Prefetch("targets", queryset=targets)
    )


def drafts_waiting(actor: "Actor") -> QuerySet[Reply]:
    """To validate first, then validated and to be published, then drafts."""
    order = {Reply.State.TO_VALIDATE: 0, Reply.State.VALIDATED: 1, Reply.State.DRAFT: 2}
    rank = Case(*(When(state=s, then=n) for s, n in order.items()), default=3, output_field=IntegerField())
    return replies_of(actor).exclude(state=Reply.State.PUBLISHED).order_by(rank, "drafted_at", "id")


def published_by(actor: "Actor") -> QuerySet[Reply]:
    """What was answered where the actor answers, the last first."""
    return replies_of(actor).filter(state=Reply.State.PUBLISHED).order_by("-published_at", "-id")


def services_for(actor: "Actor") -> QuerySet[Organisation]:
    """The services a contribution may be given to, where the actor manages."""
    scope = actor.scope(*WRITERS)
    rows = Organisation.objects.filter(kind__in=(Organisation.Kind.SERVICE, Organisation.Kind.AUTHORITY))
    if scope.everywhere:
        return rows
    of_processes = Process.objects.filter(pk__in=scope.processes).values("space")
    return rows.filter(Q(space__in=scope.spaces) | Q(space__in=of_processes))


def assigned_to(actor: "Actor") -> QuerySet[Assignment]:
    """What her services are asked to study, the most pressing first."""
    rows = Assignment.objects.filter(service__in=services_of(actor), done_at=None)
    joined = rows.select_related("contribution__process", "service", "by")
    return joined.order_by(F("due_on").asc(nulls_last=True), "id")
