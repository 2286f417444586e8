from typing import Any

from django.http import HttpRequest

from parvis.accounts.panels import MinePanel, register_mine_panel
from parvis.contributions.models import Contribution
from parvis.contributions.panels import Panel, register_panel
from parvis.follows.queries import follows_of, is_following
from parvis.follows.targets import follow_url


def context(request: HttpRequest, contribution: Contribution) -> dict[str, Any]:
    return {"url": follow_url(contribution), "is_following": is_following(request.actor, contribution)}


register_panel(Panel(key="follow", slot="follow", template="follows/panel.html", context=context))


def mine(request: HttpRequest) -> dict[str, Any] | None:
    follows = follows_of(request.actor)
    return {"follows": follows} if follows else None


register_mine_panel(MinePanel(key="follows", template="follows/mine_followed.html", context=mine, order=60))
