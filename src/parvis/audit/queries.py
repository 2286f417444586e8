from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from parvis.audit.models import AuditEvent

if TYPE_CHECKING:
    from parvis.accounts.actors import Scope


@dataclass(frozen=True)
class Filters:
    """Who, which verbs, which démarche, from and until which day (both included)."""

    who: str = ""
    verbs: Sequence[str] | None = None
    process: int | None = None
    since: date | None = None
    until: date | None = None


def trail(scope: "Scope", filters: Filters) -> QuerySet[AuditEvent]:
    """The lines of a scope that match, newest first."""
    rows = AuditEvent.objects.select_related("space", "process")
    if not scope.everywhere:
        rows = rows.filter(Q(space__in=scope.spaces) | Q(process__in=scope.processes))
    if filters.who:
        rows = rows.filter(actor_label__icontains=filters.who)
    if filters.verbs is not None:
        rows = rows.filter(verb__in=filters.verbs)
    if filters.process:
        rows = rows.filter(process=filters.process)
    if filters.since:
        rows = rows.filter(at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    return rows.order_by("-id")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
