"""Reasons to read a contribution before it shows.

Contributions know nothing of moderation: the moderation room registers its screens here (first post, links, blocked
words) from its own ``screening.py``. A screen gives a sentence for the team when the words should wait, ``None``
when they may show; it raises ``Refused`` when they may not come at all (slow mode).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Contribution
from parvis.core.rights import Sentence, first_refusal
from parvis.processes.models import Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

Screen = Callable[[Contribution, "Actor"], Sentence | None]
_screens: list[Screen] = []


def screen(function: Screen) -> Screen:
    _screens.append(function)
    return function


@screen
def moderated_before(contribution: Contribution, _actor: "Actor") -> Sentence | None:
    process = contribution.process
    if process and process.moderation == Process.Moderation.BEFORE:
        return _("Here, everything is read before it is published.")
    if contribution.step and contribution.step.settings.get("review_first"):
        return _("Here, everything is read before it is published.")
    return None


def reason_to_hold(contribution: Contribution, actor: "Actor") -> Sentence | None:
    """Called with a contribution not yet saved; the first sentence wins."""
    return first_refusal(*(check(contribution, actor) for check in _screens))
