"""Reading a discussion: two queries, whatever its length."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import F, OrderBy, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from parvis.comments.models import Comment
from parvis.contributions.models import Contribution, Stance, State
from parvis.contributions.queries import COMMENT_COLUMNS
from parvis.core.keyset import Keyset
from parvis.core.prepared import prepared

PER_PAGE = 20
PER_COLUMN = 10
PER_ANSWER = 3

ORDERS = {
    "recent": ("-created_at", "-id"),
    "agreed": ("-supports_count", "-id"),
    "oldest": ("created_at", "id"),
}


@dataclass
class Node:
    """A comment and the first of its answers; ``more`` are on its own page."""

    comment: Comment
    answers: list["Node"] = field(default_factory=list)

    @property
    def more(self) -> int:
        return max(0, self.comment.comments_count - len(self.answers)) if self.comment.depth > 0 else 0

    @property
    def is_gone(self) -> bool:
        return self.comment.state != State.PUBLISHED


def shown(contribution: int) -> QuerySet[Comment]:
    """Direct answers. A withdrawn or hidden one leaves a stub, so that what was answered to it still makes sense."""
    return _with_byline(Comment.objects.filter(parent=contribution, **_STUBS))


def _with_byline(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    return comments.select_related("author", "organisation", "territory").only(*COMMENT_COLUMNS)


_STUBS = {"visibility": "public", "state__in": (State.PUBLISHED, State.WITHDRAWN, State.HIDDEN)}


def by_side(contribution: Contribution, sort: str) -> dict[Stance, list[Node]]:
    """The first comments of each side, in one query."""
    nodes = _with_answers(contribution, _FIRST[sort](contribution.pk))
    return {stance: [node for node in nodes if node.comment.side == stance] for stance in Stance}


def _first(sort: str) -> Callable[[int], list[Comment]]:
    """The direct answers of each side that come first in this order."""

    @prepared
    def rows(contribution: int) -> QuerySet[Comment]:
        side = Coalesce("stance", Stance.NEUTRAL.value)
        rank = Window(RowNumber(), partition_by=side, order_by=_order(sort))
        ranked = shown(contribution).annotate(side=side, rank=rank)
        return ranked.filter(rank__lte=PER_COLUMN).order_by("rank", "id")

    return rows


def page_of(
    contribution: Contribution, sort: str, cursor: str | None, stance: Stance | None = None
) -> tuple[list[Node], str | None, str | None]:
    """One page of all direct answers, or of one side, with the cursors of the next and previous pages."""
    rows = shown(contribution.pk)
    if stance is not None:
        rows = rows.filter(Q(stance=stance) | Q(stance=None) if stance == Stance.NEUTRAL else Q(stance=stance))
    page = Keyset(rows, order=ORDERS[sort], per_page=PER_PAGE).page(cursor)
    return _with_answers(contribution, page.items), page.next_cursor, page.previous_cursor


def _order(sort: str) -> list[OrderBy]:
    return [F(name.removeprefix("-")).desc() if name.startswith("-") else F(name).asc() for name in ORDERS[sort]]


_FIRST = {sort: _first(sort) for sort in ORDERS}


def _with_answers(contribution: Contribution, rows: list[Comment]) -> list[Node]:
    """The first answers to each, and the first answers to those: one query, bounded."""
    nodes = {row.pk: Node(row) for row in rows}
    answered = [row.pk for row in rows if row.comments_count]
    if answered:
        for answer in _answers(contribution.root_id or contribution.pk, answered):
            if answer.parent_id in nodes:
                nodes[answer.pk] = Node(answer)
                nodes[answer.parent_id].answers.append(nodes[answer.pk])
    return [nodes[row.pk] for row in rows]


@prepared
def _answers(root: int, answered: list[int]) -> QuerySet[Comment]:
    below = Q(parent__among=answered) | Q(parent__parent__among=answered)
    ranked = _with_byline(Comment.objects.filter(below, root=root, **_STUBS)).annotate(
        rank=Window(RowNumber(), partition_by="parent_id", order_by=("created_at", "id"))
    )
    return ranked.filter(rank__lte=PER_ANSWER).order_by("depth", "created_at", "id")
