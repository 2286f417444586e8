from typing import Any

from django.http import HttpRequest

from parvis.accounts.panels import MinePanel, register_mine_panel
from parvis.notifications.messages import Subjects, message_of
from parvis.notifications.queries import unread_count, visible_to

LATEST = 3


def mine(request: HttpRequest) -> dict[str, Any] | None:
    """The latest news not read yet; the rest is one link away."""
    rows = list(visible_to(request.actor).filter(seen_at=None)[:LATEST])
    if not rows:
        return None
    subjects = Subjects.of(rows)
    lines = [(row, message) for row in rows if (message := message_of(row, subjects))]
    return {"lines": lines, "count": unread_count(request.actor)}


register_mine_panel(MinePanel(key="news", template="notifications/mine_news.html", context=mine, order=10))
