"""What « Mon suivi » shows of the rooms below: what I said and its thread, what I support."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from parvis.accounts.panels import MinePanel, register_mine_panel
from parvis.contributions.cards import cards
from parvis.contributions.models import CoAuthor, Contribution
from parvis.contributions.queries import with_card, with_names
from parvis.contributions.thread import threads_of
from parvis.core.keyset import Keyset

PER_PAGE = 10


def _said(request: HttpRequest) -> dict[str, Any] | None:
    """All she said, in every démarche and by every channel, newest first, each with its thread."""
    person = request.actor.participant
    signed_with_others = CoAuthor.objects.filter(participant=person, accepted_at__isnull=False).values(
        "contribution"
    )
    mine = Contribution.objects.filter(Q(author=person) | Q(pk__in=signed_with_others))
    rows = with_names(mine.exclude(state__in=("staged", "trashed"))).select_related(
        "merged_into", "process__promise"
    )
    page = Keyset(rows, order=("-created_at", "-id"), per_page=PER_PAGE).page(request.GET.get("page"))
    if not page.items:
        return None
    threads = threads_of(page.items)
    lines = [
        # A comment is promised no answer: it has no thread.
        (card, [] if row.parent_id else threads[row.pk], row.state if row.author_id == person.pk else "")
        for row, card in zip(page.items, cards(page.items), strict=True)
    ]
    return {
        "lines": lines,
        "next_url": f"?page={page.next_cursor}" if page.next_cursor else "",
        "previous_url": f"?page={page.previous_cursor}" if page.previous_cursor else "",
    }


def _supported(request: HttpRequest) -> dict[str, Any] | None:
    """The latest she supports; elsewhere nobody sees this list."""
    mine = Contribution.objects.public().filter(supports__participant=request.actor.participant)
    rows = list(with_card(mine).order_by("-supports__at", "-id")[:PER_PAGE])
    return {"cards": cards(rows)} if rows else None


register_mine_panel(MinePanel(key="said", template="site/mine_said.html", context=_said, order=10))
register_mine_panel(MinePanel(key="supported", template="site/mine_supported.html", context=_supported, order=30))
