from typing import Any

from django.http import HttpRequest

from parvis.contributions.kinds import words_of
from parvis.contributions.models import Contribution
from parvis.contributions.panels import Panel, register_panel
from parvis.contributions.rules import opens
from parvis.supports.queries import supported_by


def context(request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    settings = contribution.step.settings if contribution.step else {}
    if not (settings.get("supports", True) and contribution.space.has("supports")):
        return None
    count = contribution.shown_supports
    sentence = words_of(contribution).supports(count)
    return {
        "count": count,
        "sentence": sentence,
        # The figure stands apart when the sentence opens with it: Arabic says one and two in words.
        "unit": sentence.removeprefix(str(count)).strip() if sentence.startswith(f"{count} ") else "",
        "imported": contribution.imported_for,
        "is_open": opens(contribution, "support") is None,
        "is_known": request.actor.participant is not None,
        "is_mine": contribution.pk in supported_by(request.actor, [contribution.pk]),
    }


register_panel(Panel(key="support", slot="support", template="supports/panel.html", context=context, order=10))
