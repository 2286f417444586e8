"""Reading a discussion: two queries, whatever its length."""

from dataclasses import dataclass, field

from django.db.models import F, OrderBy, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from parvis.comments.models import Comment
from parvis.contributions.models import Contribution, Stance, State
from parvis.core.keyset import Keyset

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


def shown(contribution: Contribution) -> QuerySet[Comment]:
    """Direct answers. A withdrawn or hidden one leaves a stub, so that what was answered to it still makes sense."""
    return Comment.objects.filter(parent=contribution, **_STUBS).select_related(
        "author", "organisation", "territory"
    )


_STUBS = {"visibility": "public", "state__in": (State.PUBLISHED, State.WITHDRAWN, State.HIDDEN)}


def by_side(contribution: Contribution, sort: str) -> dict[Stance, list[Node]]:
    """The first comments of each side, in one query."""
    side = Coalesce("stance", Stance.NEUTRAL.value)
    ranked = shown(contribution).annotate(
        side=side, rank=Window(RowNumber(), partition_by=side, order_by=_order(sort))
    )
    rows = list(ranked.filter(rank__lte=PER_COLUMN).order_by("rank", "id"))
    nodes = _with_answers(contribution, rows)
    return {stance: [node for node in nodes if node.comment.side == stance] for stance in Stance}


def page_of(
    contribution: Contribution, sort: str, cursor: str | None, stance: Stance | None = None
) -> tuple[list[Node], str | None, str | None]:
    """One page of all direct answers, or of one side, with the cursors of the next and previous pages."""
    rows = shown(contribution)
    if stance is not None:
        rows = rows.filter(Q(stance=stance) | Q(stance=None) if stance == Stance.NEUTRAL else Q(stance=stance))
    page = Keyset(rows, order=ORDERS[sort], per_page=PER_PAGE).page(cursor)
    return _with_answers(contribution, page.items), page.next_cursor, page.previous_cursor


def _order(sort: str) -> list[OrderBy]:
    return [F(name.removeprefix("-")).desc() if name.startswith("-") else F(name).asc() for name in ORDERS[sort]]


def _with_answers(contribution: Contribution, rows: list[Comment]) -> list[Node]:
    """The first answers to each, and the first answers to those: one query, bounded."""
    nodes = {row.pk: Node(row) for row in rows}
    answered = [row.pk for row in rows if row.comments_count]
    if answered:
        ranked = (
            Comment.objects.filter(
                Q(parent__in=answered) | Q(parent__parent__in=answered),
                root=contribution.root_id or contribution.pk,
                **_STUBS,
            )
            .select_related("author", "organisation", "territory")
            .annotate(rank=Window(RowNumber(), partition_by="parent_id", order_by=("created_at", "id")))
        )
        for answer in ranked.filter(rank__lte=PER_ANSWER).order_by("depth", "created_at", "id"):
            if answer.parent_id in nodes:
                nodes[answer.pk] = Node(answer)
                nodes[answer.parent_id].answers.append(nodes[answer.pk])
    return [nodes[row.pk] for row in rows]
