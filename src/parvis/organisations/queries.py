from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import RoleAssignment
from parvis.organisations.models import Mandate, Membership, Organisation, Sitting
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def visible_to(actor: "Actor") -> QuerySet[Organisation]:
    """Verified ones; the others by their members and by the team of their space."""
    condition = Q(verified_at__isnull=False) | Q(kind__in=OFFICIAL)
    if actor.user:
        condition |= Q(pk__in=_current(actor).values("organisation"))
        scope = actor.scope(*MANAGERS)
        condition |= Q() if scope.everywhere else Q(space__in=scope.spaces)
        if scope.everywhere:
            return Organisation.objects.all()
    return Organisation.objects.filter(condition)


# The institution's own: nobody has to verify them.
OFFICIAL = (Organisation.Kind.AUTHORITY, Organisation.Kind.SERVICE)


def manageable_by(actor: "Actor") -> QuerySet[Organisation]:
    """Those of the spaces she manages."""
    scope = actor.scope(*MANAGERS)
    rows = Organisation.objects.select_related("space", "parent")
    return rows if scope.everywhere else rows.filter(space__in=scope.spaces)


def with_people(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """``members``: who joined it; ``agents``: who answers for it at the desk, by a role of the team."""
    accepted = Q(memberships__accepted_at__isnull=False)
    held = RoleAssignment.objects.current().filter(service=OuterRef("pk")).order_by().values("service")
    agents = Subquery(held.annotate(n=Count("user", distinct=True)).values("n"))
    return organisations.annotate(members=Count("memberships", filter=accepted), agents=Coalesce(agents, 0))


def agents_of(organisation: Organisation) -> QuerySet[RoleAssignment]:
    """Who answers for it at the desk today."""
    return RoleAssignment.objects.current().filter(service=organisation).select_related("user").order_by("id")


def said_in_public(organisation: Organisation) -> "QuerySet[Any]":
    """What was said in its name, but in internal démarches."""
    said = organisation.contributions.filter(state="published", visibility="public", parent=None)
    return said.filter(Q(process=None) | Q(process__visibility="public"))


def _current(actor: "Actor") -> QuerySet[Membership]:
    return Membership.objects.current().filter(user=actor.user, accepted_at__isnull=False)


def speakable_by(actor: "Actor") -> QuerySet[Organisation]:
    """On whose behalf this person may speak: verified, and she represents it today."""
    if actor.user is None:
        return Organisation.objects.none()
    hers = _current(actor).filter(is_representative=True)
    return Organisation.objects.filter(pk__in=hers.values("organisation"), verified_at__isnull=False)


def represents(actor: "Actor", organisation: Organisation) -> bool:
    return (
        actor.user is not None
        and _current(actor).filter(organisation=organisation, is_representative=True).exists()
    )


def is_member(actor: "Actor", organisation: Organisation) -> bool:
    return actor.user is not None and _current(actor).filter(organisation=organisation).exists()


def organisations_of(actor: "Actor") -> QuerySet[Membership]:
    return _current(actor).select_related("organisation").order_by("organisation__name")


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.filter(accepted_at__isnull=False).select_related("user").order_by("id")


def representatives_left(organisation: Organisation, without: Membership) -> bool:
    today = timezone.localdate()
    others = members_of(organisation).filter(is_representative=True).exclude(pk=without.pk)
    return others.filter(Q(ends_on=None) | Q(ends_on__gte=today)).exists()


# ── Who decides here ──────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Branch:
    """A service, who heads it today, and the services under it."""

    service: Organisation
    heads: list[Mandate]
    under: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    elected: list[Mandate]
    services: list[Branch]
    sittings: list[Sitting]

    def __bool__(self) -> bool:
        return bool(self.elected or self.services or self.sittings)


def in_office(space: Space) -> QuerySet[Mandate]:
    return Mandate.objects.current().filter(space=space).select_related("service")


def sittings_to_come(space: Space) -> QuerySet[Sitting]:
    return Sitting.objects.filter(space=space, on__gte=timezone.localdate()).order_by("on", "id")


def chart_of(space: Space) -> Chart:
    """Élu·es in office, services nested as they are, the next sittings: three queries whatever their number."""
    today = list(in_office(space))
    heads: dict[int | None, list[Mandate]] = defaultdict(list)
    for mandate in today:
        if mandate.kind == Mandate.Kind.HEAD:
            heads[mandate.service_id].append(mandate)
    services = list(Organisation.objects.filter(space=space, kind=Organisation.Kind.SERVICE).order_by("name", "id"))
    known = {service.pk for service in services}
    children: dict[int | None, list[Organisation]] = defaultdict(list)
    for service in services:
        children[service.parent_id if service.parent_id in known else None].append(service)

    def branches(parent: int | None, depth: int = 0) -> list[Branch]:
        if depth > DEEPEST:
            return []
        return [Branch(one, heads[one.pk], branches(one.pk, depth + 1)) for one in children[parent]]

    elected = [mandate for mandate in today if mandate.kind == Mandate.Kind.ELECTED]
    return Chart(elected, branches(None), list(sittings_to_come(space)[:MOST_SITTINGS]))


DEEPEST = 6
MOST_SITTINGS = 12


def mandates_managed_by(actor: "Actor") -> QuerySet[Mandate]:
    scope = actor.scope(*MANAGERS)
    rows = Mandate.objects.select_related("space", "service")
    return rows if scope.everywhere else rows.filter(space__in=scope.spaces)


def sittings_managed_by(actor: "Actor") -> QuerySet[Sitting]:
    scope = actor.scope(*MANAGERS)
    rows = Sitting.objects.select_related("space")
    return rows if scope.everywhere else rows.filter(space__in=scope.spaces)
