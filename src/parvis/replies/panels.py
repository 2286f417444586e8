from typing import Any

from django.http import HttpRequest

from parvis.contributions.models import Contribution, Stage
from parvis.contributions.panels import Panel, register_panel
from parvis.replies.cards import answer_card, outcome_card
from parvis.replies.queries import answers_to, outcomes_of


def answers(_request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    """Nobody has read it yet: nothing to ask the database."""
    if contribution.stage < Stage.READ:
        return None
    cards = [answer_card(reply) for reply in answers_to(contribution)]
    return {"answers": cards} if cards else None


def outcomes(_request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    if contribution.stage < Stage.DECIDED and not contribution.is_abandoned:
        return None
    cards = [outcome_card(outcome) for outcome in outcomes_of(contribution)]
    return {"outcomes": cards} if cards else None


register_panel(
    Panel(key="outcomes", slot="answers", template="replies/panel_outcomes.html", context=outcomes, order=10)
)
register_panel(
    Panel(key="answers", slot="answers", template="replies/panel_answers.html", context=answers, order=20)
)
