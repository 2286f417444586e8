from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.comments import queries
from parvis.contributions.models import Contribution, Stance
from parvis.contributions.panels import Panel, register_panel
from parvis.contributions.rules import opens

# Same ink for all: a colour would judge.
SIDES = (Stance.FOR, Stance.AGAINST, Stance.NEUTRAL)
COUNTERS = {Stance.FOR: "for_count", Stance.AGAINST: "against_count", Stance.NEUTRAL: "neutral_count"}


def context(request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    settings = contribution.step.settings if contribution.step else {}
    if not (settings.get("comments", True) and contribution.space.has("comments")):
        return None
    sort = request.GET.get("sort") if request.GET.get("sort") in queries.ORDERS else "recent"
    in_columns = settings.get("comments_layout", "columns") == "columns" and contribution.parent_id is None
    side = _side(request.GET.get("side")) if in_columns else None
    data: dict[str, Any] = {
        "count": contribution.comments_count,
        "is_open": opens(contribution, "comment") is None,
        "agrees": contribution.space.has("supports"),
        "sorts": [(key, label, _url(sort=key, side=request.GET.get("side", ""))) for key, label in sorts()],
        "sort": sort,
        "columns": [],
        "side": side.label if side is not None else "",
    }
    if in_columns and side is None:
        nodes = queries.by_side(contribution, sort)
        return data | {"columns": [_column(contribution, stance, nodes[stance], sort) for stance in SIDES]}
    nodes, after, before = queries.page_of(contribution, sort, request.GET.get("page"), side)
    own = {"sort": sort, "side": request.GET.get("side", "") if side is not None else ""}
    return data | {
        "nodes": nodes,
        "next_url": _url(**own, page=after) if after else "",
        "previous_url": _url(**own, page=before) if before else "",
    }


def sorts() -> list[tuple[str, str]]:
    return [("recent", _("Newest first")), ("agreed", _("Most agreed with")), ("oldest", _("Oldest first"))]


def _side(given: str | None) -> Stance | None:
    return next((side for side in SIDES if side.name.lower() == given), None)


def _column(contribution: Contribution, stance: Stance, nodes: list[queries.Node], sort: str) -> dict[str, Any]:
    count = getattr(contribution, COUNTERS[stance])
    more = _url(side=stance.name.lower(), sort=sort) if count > len(nodes) else ""
    return {"label": stance.label, "count": count, "nodes": nodes, "more_url": more}


def _url(**params: str) -> str:
    return f"?{urlencode({key: value for key, value in params.items() if value})}#comments"


register_panel(Panel(key="comments", slot="discussion", template="comments/panel.html", context=context, order=10))
