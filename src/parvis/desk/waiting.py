"""What waits, in the figures of the desk’s menu."""

from typing import TYPE_CHECKING

from django.db.models import IntegerField, QuerySet, Subquery

from parvis.accounts.models import User
from parvis.moderation.queries import waiting_for
from parvis.replies.queries import to_answer
from parvis.replies.queries.lists import CAP

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class _Counted(Subquery):
    """How many rows, as one column of another query; past ``CAP`` it stops reading."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS waiting)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet) -> None:
        super().__init__(rows[: CAP + 1])


def waiting_counts(actor: "Actor") -> dict[str, int]:
    """By menu entry, in one query: messages to moderate, contributions to answer."""
    mine = waiting_for(actor)
    row = User.objects.filter(pk=actor.user and actor.user.pk).values_list(
        _Counted(mine.reported),
        _Counted(mine.pending.order_by().values("pk")),
        _Counted(mine.appeals.order_by().values("pk")),
        _Counted(to_answer(actor).order_by().values("pk")),
    )
    reported, pending, appeals, unanswered = row.first() or (0, 0, 0, 0)
    return {"desk:moderation": reported + pending + appeals, "desk:replies": unanswered}
