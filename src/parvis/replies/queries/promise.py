"""How the promise of an answer is kept."""

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from parvis.contributions.models import Contribution, State
from parvis.processes.models import Process
from parvis.replies.models import Reply, ReplyTarget
from parvis.replies.queries.lists import CAP, capped, scope_of
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


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


def _unanswered(where: Q) -> QuerySet[Contribution]:
    """``held``: a holding reply was sent."""
    held = ReplyTarget.objects.filter(
        contribution=OuterRef("pk"), reply__is_holding=True, reply__state=Reply.State.PUBLISHED
    )
    return Contribution.objects.unanswered().filter(where).annotate(held=Exists(held))
