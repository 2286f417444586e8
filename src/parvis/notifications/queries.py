from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from parvis.notifications.models import Delivery, Notification

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# The figure beside the bell stops here: « 99+ ».
MOST_UNREAD = 99
# What nobody mailed for a month is history: a person who goes back to mail is not flooded.
STILL_NEWS = timedelta(days=30)


def visible_to(actor: "Actor") -> QuerySet[Notification]:
    """Her own news, the latest first."""
    if actor.participant is None:
        return Notification.objects.none()
    return with_subjects(Notification.objects.filter(participant=actor.participant).order_by("-id"))


def with_subjects(notifications: QuerySet[Notification]) -> QuerySet[Notification]:
    return notifications.select_related(
        "contribution__space", "contribution__process__promise", "contribution__merged_into", "process__space"
    )


def unread_count(actor: "Actor") -> int:
    """For the bell of the header; zero, without a query, for whoever is not known."""
    if actor.participant is None:
        return 0
    return Notification.objects.filter(participant=actor.participant, seen_at=None)[: MOST_UNREAD + 1].count()


def unsent() -> QuerySet[Notification]:
    """News of the month that no mail server has taken, nor refused for good."""
    mailed = Delivery.objects.filter(notification=OuterRef("pk"), means=Delivery.Means.MAIL).filter(
        Q(accepted_at__isnull=False) | Q(failed_at__isnull=False, error__startswith="5")
    )
    return Notification.objects.filter(~Exists(mailed), at__gte=timezone.now() - STILL_NEWS, seen_at=None)


@dataclass(frozen=True)
class MailFigures:
    """Mails of the last days: taken by the server, refused, and what it said last."""

    accepted: int
    failed: int
    last_error: str


def mail_figures(days: int = 7) -> MailFigures:
    recent = Delivery.objects.filter(means=Delivery.Means.MAIL, at__gte=timezone.now() - timedelta(days=days))
    counted = recent.aggregate(
        accepted=Count("id", filter=Q(accepted_at__isnull=False)),
        failed=Count("id", filter=Q(failed_at__isnull=False)),
    )
    last = mail_failures(1)
    return MailFigures(counted["accepted"], counted["failed"], last[0].error if last else "")


def mail_failures(limit: int = 50) -> list[Delivery]:
    """The mails no server took, the latest first."""
    failed = Delivery.objects.filter(failed_at__isnull=False).select_related("participant", "contribution")
    return list(failed.order_by("-at", "-id")[:limit])


def informed_of(contributions: Iterable[int]) -> dict[int, int]:
    """How many persons were told of each contribution, by proof of delivery, whatever the means."""
    proven = Delivery.objects.filter(contribution__in=list(contributions), accepted_at__isnull=False)
    rows = (
        proven.values("contribution").annotate(people=Count("participant", distinct=True)).order_by("contribution")
    )
    return {row["contribution"]: row["people"] for row in rows}
