"""What one contribution was answered, and who was told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from parvis.contributions.models import Contribution
from parvis.replies.models import Assignment, Note, Outcome, Reply

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class ToldFigures:
    """Persons proven told (mail accepted, call logged, sheet posted), of those who ought to be."""

    told: int
    expected: int
    by_means: Mapping[str, int]


def told_figures(target: Contribution | Reply) -> ToldFigures:
    """Counts deliveries accepted, person by person; a row created proves nothing.

    For a reply: what was delivered since it was published. Expected: authors, co-authors and followers; a
    contribution without a known author expects one person, reached by the notice board.
    """
    rows = Contribution.objects.filter(replies=target) if isinstance(target, Reply) else None
    if rows is None:
        rows = Contribution.objects.filter(pk=target.pk)
    accepted = Q(deliveries__accepted_at__isnull=False)
    if isinstance(target, Reply):
        accepted = Q(deliveries__accepted_at__gte=target.published_at) if target.published_at else Q(pk__in=[])
    proven = rows.filter(accepted).values_list("pk", "author", "deliveries__participant", "deliveries__means")
    means_of: dict[tuple[str, int], str] = {}
    for contribution, author, person, means in proven.order_by("deliveries__id"):
        means_of.setdefault(_who(contribution, person or author), means)
    by_means: dict[str, int] = defaultdict(int)
    for means in means_of.values():
        by_means[means] += 1
    return ToldFigures(told=len(means_of), expected=len(_expected(rows)), by_means=dict(by_means))


def _who(contribution: int, person: int | None) -> tuple[str, int]:
    return ("person", person) if person else ("contribution", contribution)


def _expected(rows: QuerySet[Contribution]) -> set[tuple[str, int]]:
    people = {_who(pk, author) for pk, author in rows.values_list("pk", "author")}
    for path in ("coauthors__participant", "follows__participant"):
        found = rows.filter(**{f"{path}__isnull": False}).values_list("pk", path)
        people |= {_who(pk, person) for pk, person in found}
    return people


def answers_to(contribution: Contribution) -> list[Reply]:
    """Published answers, the last first, each with the promise as it stood and how many persons were told since.

    One query, and one more for those that were corrected.
    """
    told = (
        Contribution.objects.filter(pk=contribution.pk, deliveries__accepted_at__gte=OuterRef("published_at"))
        .order_by()
        .values("pk")
        .annotate(n=Count(Coalesce("deliveries__participant", F("author")), distinct=True))
        .values("n")
    )
    rows = Reply.objects.filter(targets__contribution=contribution, state=Reply.State.PUBLISHED)
    rows = rows.select_related("service").annotate(due_on=F("targets__due_on"), told=Coalesce(Subquery(told), 0))
    replies: list[Reply] = list(rows.order_by("-published_at", "-id"))
    prefetch_related_objects([reply for reply in replies if reply.corrected_at], "versions")
    return replies


def outcomes_of(contribution: Contribution) -> list[Outcome]:
    return list(contribution.outcomes.order_by("-decided_on", "-id"))


def notes_on(contribution: Contribution) -> list[Note]:
    return list(contribution.notes.select_related("by"))


def assignments_of(contribution: Contribution) -> list[Assignment]:
    return list(contribution.assignments.select_related("service", "by"))
