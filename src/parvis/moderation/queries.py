"""Reading what waits to be read, what was decided, and the figures of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.models import Contribution, State
from parvis.core.todo import Task, Urgency
from parvis.moderation.models import Appeal, Decision, ModerationPolicy, Pause, Reason, Report
from parvis.moderation.rules import MODERATORS
from parvis.processes.models import Process, Step
from parvis.processes.queries import in_scope

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space

PAGE = 30
CARD = ("space", "process", "step", "territory", "author", "organisation", "root", "parent")


@dataclass(frozen=True)
class History:
    """What the same person said in this space, and only there."""

    shown: int = 0
    hidden: int = 0


@dataclass
class Item:
    """One message to read: why it is here, and what helps to decide."""

    contribution: Contribution
    reports: list[Report] = field(default_factory=list)
    appeal: Appeal | None = None
    history: History = History()
    last: Decision | None = None
    held_because: str = ""

    @property
    def kind(self) -> str:
        if self.reports:
            return "reported"
        return "appeal" if self.appeal else "pending"

    @property
    def seen(self) -> int:
        """Given back with the gesture, so that a decision taken meanwhile is noticed."""
        return self.last.pk if self.last else 0


@dataclass(frozen=True)
class Queue:
    items: list[Item]
    reported: int
    pending: int
    appeals: int

    @property
    def total(self) -> int:
        return self.reported + self.pending + self.appeals


def contributions_of(actor: "Actor", prefix: str = "") -> Q | None:
    """The condition « the actor moderates there »; ``None`` when she moderates nowhere."""
    scope = actor.scope(*MODERATORS)
    return in_scope(scope, space=f"{prefix}space_id", process=f"{prefix}process_id") if scope else None


def moderable_by(actor: "Actor") -> QuerySet[Contribution]:
    condition = contributions_of(actor)
    if condition is None:
        return Contribution.objects.none()
    return Contribution.objects.filter(condition).exclude(state__in=(State.STAGED, State.DRAFT))


@dataclass(frozen=True)
class Waiting:
    """What waits for one moderator. A message reported three times waits once."""

    reported: QuerySet[Any]
    pending: QuerySet[Contribution]
    appeals: QuerySet[Appeal]


def waiting_for(actor: "Actor") -> Waiting:
    condition = contributions_of(actor, "contribution__")
    reports = Report.objects.none() if condition is None else Report.objects.filter(condition)
    return Waiting(
        reported=reports.filter(state=Report.State.OPEN).order_by().values("contribution").distinct(),
        pending=moderable_by(actor).filter(state=State.PENDING),
        appeals=_appeals_for(actor),
    )


def queue(actor: "Actor", *, only: str = "", limit: int = PAGE) -> Queue:
    """Everything that waits for this moderator: reports first, then what nobody read, then second readings.

    ``only``: ``reported``, ``pending`` or ``appeal``. Oldest first: the first come is the first read.
    """
    condition = contributions_of(actor, "contribution__")
    if condition is None:
        return Queue([], 0, 0, 0)
    waiting = waiting_for(actor)
    items: list[Item] = []
    if only in {"", "reported"}:
        items += _reported(Report.objects.filter(condition, state=Report.State.OPEN), limit)
    if only in {"", "pending"}:
        known = {item.contribution.pk for item in items}
        rows = waiting.pending.exclude(pk__in=known).select_related(*CARD).order_by("id")
        items += [Item(contribution=row) for row in rows[: limit - len(items)]]
    if only in {"", "appeal"}:
        asked = waiting.appeals.select_related(
            "decision__by", *(f"decision__contribution__{name}" for name in CARD)
        )
        items += [
            Item(contribution=one.decision.contribution, appeal=one) for one in asked[: max(limit - len(items), 0)]
        ]
    return Queue(
        _with_context(items),
        reported=waiting.reported.count(),
        pending=waiting.pending.count(),
        appeals=waiting.appeals.count(),
    )


def item_of(contribution: Contribution) -> Item:
    """The card of one message, whether it waits or not."""
    reports = list(contribution.reports.filter(state=Report.State.OPEN).select_related("reporter"))
    waiting = Appeal.objects.filter(decision__contribution=contribution, state=Appeal.State.OPEN).select_related(
        "decision__by"
    )
    item = Item(contribution=contribution, reports=reports, appeal=waiting.first())
    return _with_context([item])[0]


def card_contributions(actor: "Actor") -> QuerySet[Contribution]:
    return moderable_by(actor).select_related(*CARD)


def last_decision_of(contribution: Contribution) -> Decision | None:
    """The decision in force, if any: the undone ones are history."""
    return contribution.decisions.filter(undone_at=None).select_related("by").order_by("-id").first()


def decisions_of(actor: "Actor", *, reason: str = "", verb: str = "") -> QuerySet[Decision]:
    """The log of decisions, to be cut into pages."""
    condition = contributions_of(actor, "contribution__")
    if condition is None:
        return Decision.objects.none()
    rows = Decision.objects.filter(condition).select_related("contribution__process", "by", "appeal")
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(verb=verb) if verb else rows


def policy_of(space: "Space") -> ModerationPolicy:
    """The space’s policy; the defaults, unsaved, when nobody changed anything."""
    return ModerationPolicy.objects.filter(space=space).first() or ModerationPolicy(space=space)


def spaces_of(actor: "Actor") -> "QuerySet[Space]":
    """Where the actor may set the policy."""
    from parvis.territories.models import Space

    scope = actor.scope(*MODERATORS)
    spaces = Space.objects.select_related("territory")
    return spaces if scope.everywhere else spaces.filter(pk__in=scope.spaces)


def running_pause(
    *, step: Step | None, root: Contribution | None = None, at: datetime | None = None
) -> Pause | None:
    """The pause that holds now on a discussion: its own, else its step’s."""
    target = Q()
    if root is not None:
        target |= Q(contribution=root)
    if step is not None:
        target |= Q(step=step)
    if not target:
        return None
    running = Pause.objects.filter(target, lifted_at=None, until__gt=at or timezone.now())
    return running.order_by(F("step").asc(nulls_first=True), "-id").first()


def pauses_of(actor: "Actor") -> QuerySet[Pause]:
    """What is paused now, to be lifted."""
    scope = actor.scope(*MODERATORS)
    if not scope:
        return Pause.objects.none()
    here = in_scope(scope, space="contribution__space_id", process="contribution__process_id") | in_scope(
        scope, space="step__process__space_id", process="step__process_id"
    )
    rows = Pause.objects.filter(here, lifted_at=None, until__gt=timezone.now())
    return rows.select_related("contribution", "step__process", "by")


def statement_for(contribution: Contribution) -> Decision | None:
    """The decision that hides it now, to be explained to its author."""
    if contribution.state != State.HIDDEN:
        return None
    decisions = contribution.decisions.filter(verb=Decision.Verb.HIDE, undone_at=None)
    return decisions.select_related("appeal", "contribution").order_by("-id").first()


# ── Figures, for the charter page ─────────────────────────────────────────────


@dataclass(frozen=True)
class ModerationFigures:
    """Twelve months of moderation in one space. ``delay`` in hours, from the report to the decision."""

    shown: int
    reports: int
    hidden: int
    by_reason: list[tuple[str, int]]
    delay: float | None
    delay_base: int
    appeals: int
    appeals_changed: int


def moderation_figures(space: "Space") -> ModerationFigures:
    since = timezone.now() - timedelta(days=365)
    hidden = Decision.objects.filter(space=space, at__gte=since, verb=Decision.Verb.HIDE, undone_at=None)
    by_reason = dict(hidden.values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason"))
    reports = Report.objects.filter(space=space, at__gte=since)
    delays = [
        (end - start).total_seconds() / 3600
        for start, end in reports.filter(decided_at__isnull=False).values_list("at", "decided_at")
    ]
    appeals = Appeal.objects.filter(decision__space=space, at__gte=since).aggregate(
        n=Count("pk"), changed=Count("pk", filter=Q(state=Appeal.State.UPHELD))
    )
    return ModerationFigures(
        shown=_shown_in(space),
        reports=reports.count(),
        hidden=sum(by_reason.values()),
        by_reason=[(str(Reason(key).label), n) for key, n in by_reason.items() if key],
        delay=median(delays) if delays else None,
        delay_base=len(delays),
        appeals=appeals["n"],
        appeals_changed=appeals["changed"],
    )


def _shown_in(space: "Space") -> int:
    """Messages everybody can read now, from the counters: never a count of the whole table."""
    rows = Process.objects.public().filter(space=space).values_list("contributions_count", "comments_count")
    return sum(contributions + comments for contributions, comments in rows)


# ── « Aujourd’hui » ───────────────────────────────────────────────────────────


def desk_tasks(actor: "Actor") -> list[Task]:
    """What waits in the moderation queue, one line per kind; nothing for those who do not moderate."""
    waiting = waiting_for(actor)
    reported, pending, appeals = waiting.reported.count(), waiting.pending.count(), waiting.appeals.count()
    address = reverse("desk:moderation")
    lines = [
        (
            reported,
            _("Reported"),
            ngettext("%(n)d message reported", "%(n)d messages reported", reported),
            "reported",
            Urgency.LATE,
        ),
        (
            pending,
            _("To moderate"),
            ngettext("%(n)d message waits to be read", "%(n)d messages wait to be read", pending),
            "pending",
            Urgency.TODAY,
        ),
        (
            appeals,
            _("Second reading"),
            ngettext("%(n)d author asks for a second reading", "%(n)d authors ask for a second reading", appeals),
            "appeal",
            Urgency.TODAY,
        ),
    ]
    return [
        Task(
            kind=kind,
            title=title % {"n": n},
            gesture=_("Read"),
            url=f"{address}?quoi={only}",
            count=n,
            urgency=urgency,
        )
        for n, kind, title, only, urgency in lines
        if n
    ]


# ── Below the surface ─────────────────────────────────────────────────────────


def _appeals_for(actor: "Actor") -> QuerySet[Appeal]:
    """Second readings this person may do: never of her own decision."""
    condition = contributions_of(actor, "decision__contribution__")
    if condition is None or actor.user is None:
        return Appeal.objects.none()
    rows = Appeal.objects.filter(condition, state=Appeal.State.OPEN)
    return rows.exclude(decision__by=actor.user)


def _reported(reports: QuerySet[Report], limit: int) -> list[Item]:
    """The reported messages, the one reported first at the head, each with all its reports."""
    rows = reports.select_related("reporter", *(f"contribution__{name}" for name in CARD)).order_by("at", "id")
    items: dict[int, Item] = {}
    for report in rows[: limit * 4]:
        item = items.setdefault(report.contribution_id, Item(contribution=report.contribution))
        item.reports.append(report)
    return list(items.values())[:limit]


def _with_context(items: list[Item]) -> list[Item]:
    """History, last decision and reason of the wait, in three queries for the whole page."""
    contributions = [item.contribution for item in items]
    histories = _histories(contributions)
    last = _last_decisions(contributions)
    held = _held_because(contributions)
    for item in items:
        one = item.contribution
        item.history = histories.get((one.author_id, one.space_id), History())
        item.last = last.get(one.pk)
        item.held_because = held.get(one.pk, "")
    return items


def _histories(contributions: Iterable[Contribution]) -> dict[tuple[int | None, int], History]:
    rows = (
        Contribution.objects.filter(
            author__in={c.author_id for c in contributions if c.author_id},
            space__in={c.space_id for c in contributions},
        )
        .values("author_id", "space_id")
        .annotate(shown=Count("pk", filter=Q(state="published")), hidden=Count("pk", filter=Q(state="hidden")))
        .order_by()
    )
    return {(row["author_id"], row["space_id"]): History(row["shown"], row["hidden"]) for row in rows}


def _last_decisions(contributions: Iterable[Contribution]) -> dict[int, Decision]:
    rows = Decision.objects.filter(contribution__in=[c.pk for c in contributions], undone_at=None)
    return {row.contribution_id: row for row in rows.select_related("by").order_by("id")}


def _held_because(contributions: Iterable[Contribution]) -> dict[int, str]:
    """The sentence noted when the message was sent to the queue."""
    from parvis.contributions.models import StatusChange

    waiting = [c.pk for c in contributions if c.state == State.PENDING]
    rows = StatusChange.objects.filter(contribution__in=waiting, state=State.PENDING).order_by("id")
    reasons: dict[int, str] = defaultdict(str)
    reasons.update(rows.values_list("contribution_id", "reason"))
    return reasons
