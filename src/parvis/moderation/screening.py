"""Screens between a message and the square: pause, slow mode, first message, links, blocked words.

No puzzle, no third party (R4-161). A space whose team has set no policy is read after publication only.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.models import Channel, Contribution, State
from parvis.contributions.screening import screen
from parvis.core.rights import Refused, Sentence
from parvis.core.text import count_links, normalise
from parvis.moderation.models import ModerationPolicy
from parvis.moderation.queries import running_pause
from parvis.moderation.rules import MODERATORS

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@screen
def watch(contribution: Contribution, actor: "Actor") -> Sentence | None:
    """Words written online by residents; what the team notes for somebody has been read by a person."""
    if contribution.channel != Channel.WEB or _moderates(actor, contribution):
        return None
    policy = ModerationPolicy.objects.filter(space=contribution.space_id).first()
    pause = running_pause(step=contribution.step, root=contribution.root)
    if pause and not pause.seconds:
        raise Refused(pause.message)
    seconds = max(pause.seconds if pause else 0, policy.slow_seconds if policy else 0)
    is_new = contribution.pk is None  # mending one's own words is no second message
    if is_new and (left := seconds_left(contribution, seconds)):
        raise Refused(
            ngettext(
                "Please wait %(n)d second before your next message.",
                "Please wait %(n)d seconds before your next message.",
                left,
            )
            % {"n": left}
        )
    return why_hold(contribution, policy) if policy else None


def seconds_left(contribution: Contribution, seconds: int) -> int:
    """How long this person waits before writing again here; 0 when she may write."""
    if not seconds or contribution.author_id is None:
        return 0
    since = timezone.now() - timedelta(seconds=seconds)
    mine = Contribution.objects.filter(
        author=contribution.author_id, space=contribution.space_id, channel=Channel.WEB, created_at__gt=since
    )
    last = mine.order_by("-id").values_list("created_at", flat=True).first()
    return 0 if last is None else max(1, round((last - since).total_seconds()))


def why_hold(contribution: Contribution, policy: ModerationPolicy) -> Sentence | None:
    """A sentence for the moderator, not for the author."""
    text = f"{contribution.title} {contribution.body}"
    if found := blocked_words_in(text, policy.blocked_words):
        return _("Holds words of your list: %(words)s.") % {"words": ", ".join(found)}
    links = count_links(text)
    if links > policy.max_links:
        return ngettext("Holds %(n)d link.", "Holds %(n)d links.", links) % {"n": links}
    if policy.review_first and _is_first(contribution):
        return _("First message of this person here.")
    return None


def blocked_words_in(text: str, words: str) -> list[str]:
    """The words or expressions of the list (one per line or comma) found whole in the text, accents aside."""
    padded = f" {normalise(text)} "
    entries = [entry.strip() for entry in words.replace("\n", ",").split(",")]
    return [entry for entry in entries if (plain := normalise(entry)) and f" {plain} " in padded]


def _is_first(contribution: Contribution) -> bool:
    if contribution.author_id is None:
        return True
    shown = Contribution.objects.filter(author=contribution.author_id, space=contribution.space_id)
    return not shown.filter(state=State.PUBLISHED).exists()


def _moderates(actor: "Actor", contribution: Contribution) -> bool:
    return actor.holds(*MODERATORS, space_id=contribution.space_id, process_id=contribution.process_id)
