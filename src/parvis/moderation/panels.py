from typing import Any

from django.http import HttpRequest

from parvis.accounts.identification import identify_url
from parvis.contributions.models import Contribution
from parvis.contributions.panels import Panel, register_panel
from parvis.contributions.thread import reason_sentences
from parvis.core.rights import can
from parvis.moderation.models import Reason
from parvis.moderation.queries import running_pause, statement_for


def report_link(request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    return {} if can(request.actor, "report", contribution) else None


def statement(request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    """Why her words are hidden, for their author, with the way to a second reading; unknown, the way to say who she is."""
    decision = statement_for(contribution)
    if decision is not None and request.actor.participant is None:
        return {"identify_url": identify_url(request.path, request.space)}
    if decision is None or not can(request.actor, "see_statement", decision):
        return None
    return {"decision": decision, "can_appeal": can(request.actor, "appeal", decision)}


def pause(request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    """Everyone reads why the discussion is closed or slowed, and until when."""
    found = running_pause(step=contribution.step, root=contribution.root or contribution)
    return {"pause": found} if found else None


register_panel(
    Panel(key="statement", slot="notice", template="moderation/panel_statement.html", context=statement, order=5)
)
register_panel(
    Panel(key="pause", slot="discussion", template="moderation/panel_pause.html", context=pause, order=5)
)
register_panel(
    Panel(key="report", slot="foot", template="moderation/panel_report.html", context=report_link, order=90)
)
reason_sentences(dict(Reason.choices))
