"""Reading démarches. Every join a page needs is decided here."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from parvis.accounts.models import Role
from parvis.processes.models import Phase, PhaseOpening, Process, Redirect, Step
from parvis.territories.models import Space, Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor, Scope


def in_scope(scope: "Scope", *, space: str = "space_id", process: str = "pk") -> Q:
    """The rows a scope covers, whatever the model: name its two columns."""
    if scope.everywhere:
        return ~Q(pk__in=[])  # all rows; an empty Q() would vanish from « public | in_scope »
    return Q(**{f"{space}__in": scope.spaces}) | Q(**{f"{process}__in": scope.processes})


def visible_to(actor: "Actor") -> QuerySet[Process]:
    """Public démarches, and whatever the actor works on."""
    public = Q(state__in=Process.PUBLIC_STATES, visibility=Process.Visibility.PUBLIC)
    scope = actor.scope(*Role)
    return Process.objects.filter(public | in_scope(scope) if scope else public)


def manageable_by(actor: "Actor", *roles: str) -> QuerySet[Process]:
    scope = actor.scope(*(roles or (Role.ADMIN, Role.ANIMATOR)))
    return Process.objects.filter(in_scope(scope)) if scope else Process.objects.none()


def with_page(processes: QuerySet[Process]) -> QuerySet[Process]:
    """All that a démarche’s page needs around its contributions, in a constant number of queries."""
    return with_steps(processes).prefetch_related("phases")


def with_steps(processes: QuerySet[Process]) -> QuerySet[Process]:
    """What the page of one of its steps needs: all but the calendar."""
    openings = PhaseOpening.objects.select_related("phase")
    brand = ("space__territory__drawing", "space__logo", "space__favicon")  # what the frame of its page prints
    return (
        processes.select_related(*brand, "territory", "theme", "promise", "image", "pilot")
        .defer("space__territory__drawing__paths")
        .prefetch_related(Prefetch("steps", Step.objects.prefetch_related(Prefetch("openings", openings))))
    )


def with_cards(processes: QuerySet[Process]) -> QuerySet[Process]:
    """What ``cards.card`` reads."""
    openings = PhaseOpening.objects.select_related("phase")
    return processes.select_related("territory", "space", "theme", "image").prefetch_related(
        "phases", Prefetch("steps", Step.objects.prefetch_related(Prefetch("openings", openings)))
    )


def open_verbs(step: Step, at: datetime | None = None) -> frozenset[str]:
    """What the phases open on this step now: nothing while its démarche is suspended, or once it is over.

    Uses prefetched openings when they are there.
    """
    if step.process.is_suspended or step.process.state in {Process.State.CLOSED, Process.State.ARCHIVED}:
        return frozenset()
    at = at or timezone.now()
    return frozenset(verb for opening in _openings(step) if opening.phase.is_open(at) for verb in opening.verbs)


def _openings(step: Step) -> Iterable[PhaseOpening]:
    if "openings" in getattr(step, "_prefetched_objects_cache", {}):
        return step.openings.all()
    return step.openings.select_related("phase")


def current_phase(phases: Iterable[Phase], at: datetime | None = None) -> Phase | None:
    return next((phase for phase in phases if phase.is_open(at)), None)


def previewable(token: str) -> Process | None:
    """The démarche that a secret link shows before publication; ``None`` when the link is wrong."""
    return with_page(Process.objects.filter(preview_token=token)).first() if token else None


def moved(slug: str) -> Process | None:
    """Where the démarche of an old address lives now."""
    redirect = Redirect.objects.filter(old_slug=slug, process__isnull=False).select_related("process").first()
    return redirect.process if redirect else None


def spaces_of(actor: "Actor") -> QuerySet[Space]:
    """The spaces where this person may open a démarche."""
    scope = actor.scope(Role.ADMIN, Role.ANIMATOR)
    if not scope:
        return Space.objects.none()
    spaces = Space.objects.select_related("territory")
    return spaces if scope.everywhere else spaces.filter(pk__in=scope.spaces)


def territories_of(space: Space) -> QuerySet[Territory]:
    """What a space may speak of: its own territory and those inside it."""
    inside = Q(pk=space.territory_id) | Q(closure_up__ancestor=space.territory_id)
    return Territory.objects.filter(inside, retired_at=None).distinct()


def has_taken_part(process: Process) -> bool:
    """Somebody spoke, even if what was said was withdrawn since: its number was given."""
    return bool(process.last_number or process.contributions_count or process.people_count)


def due(at: datetime) -> QuerySet[Process]:
    """The démarches of which the clock has something to tell."""
    opened = Q(starts_at__lte=at) & (Q(opening_told=None) | ~Q(opening_told=F("starts_at")))
    ended = Q(ends_at__lte=at) & (Q(closing_told=None) | ~Q(closing_told=F("ends_at")))
    waiting = Phase.objects.filter(opened | ended, process__state=Process.State.PUBLISHED)
    waiting = waiting.exclude(process__pace=Process.Pace.SUSPENDED)
    planned = Q(state=Process.State.SCHEDULED, publish_at__lte=at)
    return Process.objects.filter(planned | Q(pk__in=waiting.values("process_id"))).order_by("pk")
