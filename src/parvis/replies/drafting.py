"""What the verbs that write an answer share, here and in the rooms above. Plain functions, inside a verb’s transaction."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Stage, Verdict
from parvis.core.events import emit
from parvis.core.rights import Sentence
from parvis.core.text import excerpt
from parvis.core.verbs import Overtaken
from parvis.replies.events import ReplyToValidate
from parvis.replies.models import Reply, ReplyTarget

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.organisations.models import Organisation

WORDS = ("verdict", "until", "forwarded_to", "body", "service")


def incomplete(*, verdict: str, body: str, until: date | None, forwarded_to: str) -> dict[str, Sentence]:
    """What an answer still lacks before it can be validated: field → sentence (practice A3)."""
    missing: dict[str, Sentence] = {}
    if verdict not in Verdict.values:
        missing["verdict"] = _("Say first what becomes of the request.")
    if verdict != Verdict.ACCEPTED and not body.strip():
        missing["body"] = _("Say why: only an accepted request can go without a reason.")
    if verdict == Verdict.STUDYING and until is None:
        missing["until"] = _("Until when is it under study?")
    if verdict == Verdict.FORWARDED and not forwarded_to.strip():
        missing["forwarded_to"] = _("To whom was it passed on?")
    return missing


def demand_complete(reply: Reply) -> None:
    """Raises ``ValidationError``; a holding reply gives no verdict."""
    if reply.is_holding:
        return
    missing = incomplete(verdict=reply.verdict, body=reply.body, until=reply.until, forwarded_to=reply.forwarded_to)
    if missing:
        raise ValidationError(missing)


def demand_seen(reply: Reply, seen: str) -> None:
    """Others’ words are never erased, nor approved, unread. ``seen``: the fingerprint of what one had before one’s eyes."""
    if seen and seen != reply.fingerprint:
        raise Overtaken(
            _("Somebody changed this answer meanwhile: “%(words)s” Press again to keep your words instead.")
            % {"words": excerpt(reply.body, 300)}
        )


def lock(reply: Reply) -> None:
    """Wait for whoever is working on the same answer, then read it fresh."""
    Reply.objects.select_for_update().only("pk").get(pk=reply.pk)
    reply.refresh_from_db()


def targets(reply: Reply) -> list[Contribution]:
    return list(Contribution.objects.filter(reply_targets__reply=reply).order_by("pk").select_for_update())


def begin(
    contributions: Sequence[Contribution], *, by: "Actor", service: "Organisation | None", **words: Any
) -> Reply:
    """Rows of a new draft. The contributions are of one space, locked, and ``by`` may answer them."""
    first = contributions[0]
    reply = Reply.objects.create(
        space_id=first.space_id,
        process_id=common(c.process_id for c in contributions),
        service=service,
        drafted_by=by.user,
        **words,
    )
    ReplyTarget.objects.bulk_create(ReplyTarget(reply=reply, contribution_id=c.pk) for c in contributions)
    for contribution in contributions:
        spine.read(contribution, by=by)
    record("draft_reply", by=by, target=reply, changes={"contributions": [c.code for c in contributions]})
    return reply


def ask_validation(reply: Reply, *, by: "Actor") -> None:
    """The service’s study is over: those who validate are told. The reply is locked."""
    demand_complete(reply)
    if reply.state != Reply.State.DRAFT:
        raise Overtaken(_("This answer has already been sent for validation."))
    reply.state = Reply.State.TO_VALIDATE
    reply.save(update_fields=["state"])
    for contribution in targets(reply):
        spine.mark(contribution, by=by, stage=Stage.STUDIED, signed=str(reply.service or ""))
    record("submit_reply", by=by, target=reply)
    emit(ReplyToValidate(reply=reply, by=by))


def common(values: Iterable[int | None]) -> int | None:
    """The value they all share, else none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
