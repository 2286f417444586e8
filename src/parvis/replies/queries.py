"""Reading promises, answers and what they changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role
from parvis.contributions.models import Contribution, State
from parvis.core.todo import Task, Urgency
from parvis.organisations.models import Organisation
from parvis.processes.models import Process
from parvis.processes.queries import in_scope
from parvis.replies.models import Assignment, Note, Outcome, Reply, ReplyTarget
from parvis.replies.rules import services_of
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

WRITERS = (Role.ANIMATOR, Role.TECHNICIAN, Role.ELECTED)
# A figure says « plus de 1 000 » rather than reading a whole table.
CAP = 1000


# ── The promise, measured ─────────────────────────────────────────────────────


@dataclass(frozen=True)
class AnswerFigures:
    """How a promise of delay is kept. Base: contributions shown and promised an answer (« de 96 promises »).

    ``late``: answered after the day, or still unanswered after it, or only given a holding reply.
    ``waiting``: unanswered, the day not yet come. ``delay``: median days from reception to the first answer.
    """

    on_time: int
    late_answered: int
    late_waiting: int
    waiting: int
    delay: float | None

    @property
    def answered(self) -> int:
        return self.on_time + self.late_answered

    @property
    def late(self) -> int:
        return self.late_answered + self.late_waiting

    @property
    def promised(self) -> int:
        return self.on_time + self.late + self.waiting

    @property
    def due(self) -> int:
        """The base of the percentage: those whose day has come, or who were answered before."""
        return self.on_time + self.late

    @property
    def percent_on_time(self) -> int | None:
        return round(100 * self.on_time / self.due) if self.due else None

    @property
    def iscapped(self) -> bool:
        return max(self.waiting, self.late_waiting) > CAP


def answer_figures(scope: Process | Space) -> AnswerFigures:
    """Of one démarche, or of all those a space carries."""
    return _figures(Q(process=scope) if isinstance(scope, Process) else Q(space=scope))


def answer_figures_for(actor: "Actor") -> AnswerFigures:
    """Of everything this person answers for."""
    return _figures(scope_of(actor) or Q(pk__in=[]))


def _figures(here: Q) -> AnswerFigures:
    """Three queries whose cost follows the answers given, never the size of the table."""
    published = Reply.objects.filter(here, state=Reply.State.PUBLISHED, is_holding=False)
    answered = list(
        ReplyTarget.objects.filter(reply__in=published, contribution__answered_at__isnull=False)
        .filter(contribution__answer_due__isnull=False, contribution__state=State.PUBLISHED)
        .order_by()
        .values_list(
            "contribution",
            "contribution__answered_at",
            "contribution__answer_due",
            "contribution__created_at",
        )
        .distinct()
    )
    on_time = sum(timezone.localdate(at) <= due for _pk, at, due, _created in answered)
    delays = [(at - created).total_seconds() / 86400 for _pk, at, _due, created in answered]
    waiting = _unanswered(here)
    today = timezone.localdate()
    late = Q(answer_due__lt=today) | Q(held=True)
    return AnswerFigures(
        on_time=on_time,
        late_answered=len(answered) - on_time,
        late_waiting=capped(waiting.filter(late)),
        waiting=capped(waiting.exclude(late)),
        delay=median(delays) if delays else None,
    )


def late_contributions(actor: "Actor") -> QuerySet[Contribution]:
    """Promises broken in what the actor answers for, the oldest first."""
    return to_answer(actor).filter(answer_due__lt=timezone.localdate()).order_by("answer_due", "id")


def _unanswered(where: Q) -> QuerySet[Contribution]:
    """With the literals of the partial index ``c_due``. ``held``: a holding reply was sent."""
    held = ReplyTarget.objects.filter(
        contribution=OuterRef("pk"), reply__is_holding=True, reply__state=Reply.State.PUBLISHED
    )
    rows = Contribution.objects.filter(where, answer_due__isnull=False, answered_at=None, state="published")
    return rows.annotate(held=Exists(held))


def capped(rows: QuerySet[Any]) -> int:
    """How many, or ``CAP + 1`` for « plus de 1 000 »: a count that never reads a whole table."""
    return rows.order_by().values("pk")[: CAP + 1].count()


# ── « Informés » ──────────────────────────────────────────────────────────────


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


# ── What one contribution was answered ────────────────────────────────────────


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
    replies = list(rows.order_by("-published_at", "-id"))
    prefetch_related_objects([reply for reply in replies if reply.corrected_at], "versions")
    return replies


def outcomes_of(contribution: Contribution) -> list[Outcome]:
    return list(contribution.outcomes.order_by("-decided_on", "-id"))


def notes_on(contribution: Contribution) -> list[Note]:
    return list(contribution.notes.select_related("by"))


def assignments_of(contribution: Contribution) -> list[Assignment]:
    return list(contribution.assignments.select_related("service", "by"))


# ── What changed thanks to people ─────────────────────────────────────────────


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


# ── The desk’s lists ──────────────────────────────────────────────────────────


def scope_of(actor: "Actor") -> Q | None:
    scope = actor.scope(*WRITERS)
    return in_scope(scope, process="process_id") if scope else None


def answerable_by(actor: "Actor") -> QuerySet[Contribution]:
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
    rows = answerable_by(actor).filter(answer_due__isnull=False, answered_at=None, state="published")
    return rows.order_by("answer_due", "id")


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


def space_for_outcome(actor: "Actor", here: Space) -> Space:
    """The space of this page if the actor manages it, else the first she manages."""
    scope = actor.scope(*MANAGERS)
    if scope.covers(space_id=here.pk) or not scope.spaces:
        return here
    return Space.objects.filter(pk__in=scope.spaces).order_by("pk")[0]


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


# ── What people say, for those who decide ─────────────────────────────────────


def most_supported(actor: "Actor", *, limit: int = 5) -> list[Contribution]:
    """In the démarches that are running, the contributions most people agree with."""
    condition = scope_of(actor)
    if condition is None:
        return []
    rows = Contribution.objects.public().roots().filter(condition, supports_count__gt=0)
    rows = rows.filter(process__state=Process.State.PUBLISHED)
    return list(rows.select_related("process").order_by("-supports_count", "-id")[:limit])


def running_processes(actor: "Actor", *, limit: int = 6) -> list[Process]:
    """With their promise, the last published first."""
    scope = actor.scope(*WRITERS)
    if not scope:
        return []
    rows = Process.objects.public().filter(in_scope(scope), state=Process.State.PUBLISHED)
    return list(rows.select_related("promise", "territory").order_by("-published_at", "-id")[:limit])


# ── Engagement monitor ────────────────────────────────────────────────────────


def silent_questions(actor: "Actor", *, days: int = 7) -> QuerySet[Contribution]:
    """Shown for ``days``, nobody in charge and no answer: given to no service (R0-040)."""
    since = timezone.now() - timedelta(days=days)
    asked = Assignment.objects.filter(contribution=OuterRef("pk"))
    rows = to_answer(actor).filter(published_at__lt=since).filter(~Exists(asked))
    return rows.order_by("published_at", "id")


def quiet_threads(actor: "Actor", *, days: int = 10) -> QuerySet[Process]:
    """Open démarches where nobody has written for ``days``: invite, or close."""
    scope = actor.scope(Role.ANIMATOR)
    if not scope:
        return Process.objects.none()
    since = timezone.now() - timedelta(days=days)
    recent = Contribution.objects.filter(process=OuterRef("pk"), state="published", created_at__gte=since)
    rows = Process.objects.filter(in_scope(scope), state=Process.State.PUBLISHED, published_at__lt=since)
    return rows.filter(~Exists(recent)).order_by("published_at", "id")


def desk_tasks(actor: "Actor") -> list[Task]:
    """Late promises, answers waiting, questions nobody took, quiet démarches: those this person can act on."""
    if scope_of(actor) is None:
        return []
    answers = reverse("desk:replies")
    late = capped(late_contributions(actor))
    drafts = dict(drafts_waiting(actor).order_by().values_list("state").annotate(n=Count("pk")))
    silent = capped(silent_questions(actor)) if actor.scope(Role.ANIMATOR) else 0
    lines = [
        (
            late,
            _("Late promise"),
            ngettext("%(n)d answer is late", "%(n)d answers are late", late),
            _("Answer it"),
            "?quoi=late",
            Urgency.LATE,
        ),
        *_draft_lines(actor, drafts),
        (
            silent,
            _("Nobody in charge"),
            ngettext(
                "%(n)d request has waited 7 days without a service",
                "%(n)d requests have waited 7 days without a service",
                silent,
            ),
            _("Assign"),
            "?quoi=silent",
            Urgency.SOON,
        ),
    ]
    tasks = [
        Task(kind=kind, title=title % {"n": n}, gesture=gesture, url=answers + tail, count=n, urgency=urgency)
        for n, kind, title, gesture, tail, urgency in lines
        if n
    ]
    return tasks + [_quiet(process) for process in quiet_threads(actor)[:5]]


def _draft_lines(actor: "Actor", drafts: Mapping[str, int]) -> Iterable[tuple[int, str, str, str, str, Urgency]]:
    waiting = drafts.get(Reply.State.TO_VALIDATE, 0) if actor.scope(Role.ANIMATOR, Role.ELECTED) else 0
    yield (
        waiting,
        _("To validate"),
        ngettext("%(n)d answer to validate", "%(n)d answers to validate", waiting),
        _("Read and validate"),
        "?quoi=drafts",
        Urgency.TODAY,
    )
    ready = drafts.get(Reply.State.VALIDATED, 0) if actor.scope(*MANAGERS) else 0
    yield (
        ready,
        _("To publish"),
        ngettext("%(n)d answer validated, to be published", "%(n)d answers validated, to be published", ready),
        _("Publish"),
        "?quoi=drafts",
        Urgency.TODAY,
    )


def _quiet(process: Process) -> Task:
    return Task(
        kind=_("Quiet"),
        title=_("Nobody has written for ten days: %(title)s") % {"title": process.title},
        detail=_("Write to the people who follow it, or go and meet them."),
        gesture=_("See"),
        url=process.get_absolute_url(),
        urgency=Urgency.CALM,
    )
