"""Answering with a verdict: draft → to validate → validated → published, then corrected in the open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Role
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Stage
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken, verb
from parvis.replies import drafting
from parvis.replies.events import ReplyCorrected, ReplyPublished, ReplySentBack
from parvis.replies.models import Assignment, Note, Reply, ReplyTarget, ReplyVersion

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.organisations.models import Organisation


@verb
def draft_reply(
    *,
    contributions: Sequence[Contribution],
    by: "Actor",
    body: str = "",
    verdict: str = "",
    until: date | None = None,
    forwarded_to: str = "",
    service: "Organisation | None" = None,
) -> Reply:
    """Begin one answer to one or many contributions of the same space; it may still be incomplete."""
    if not contributions:
        raise ValidationError(_("Choose at least one contribution to answer."))
    for contribution in contributions:
        demand(by, "answer", contribution)
    _demand_one_space(contributions)
    spine.lock(*contributions)
    if same := _same_draft(contributions, by, verdict, body):
        return same
    return drafting.begin(
        contributions,
        by=by,
        service=service,
        verdict=verdict,
        until=until,
        forwarded_to=forwarded_to,
        body=body,
    )


@verb
def update_reply(*, reply: Reply, by: "Actor", changes: dict[str, Any], seen: str = "") -> Reply:
    """Change the words before publication. What was validated must be validated again.

    ``seen``: the fingerprint of the words one had before one’s eyes; others’ words are never erased unread.
    """
    drafting.lock(reply)
    demand(by, "answer", reply)
    if reply.state == Reply.State.PUBLISHED:
        raise Overtaken(_("This answer has been published meanwhile. You can correct it: the correction shows."))
    drafting.demand_seen(reply, seen)
    changed = [name for name in drafting.WORDS if name in changes and getattr(reply, name) != changes[name]]
    for name in changed:
        setattr(reply, name, changes[name])
    if changed and reply.state == Reply.State.VALIDATED:
        reply.state, reply.validated_by, reply.validated_label, reply.validated_at = (
            Reply.State.TO_VALIDATE,
            None,
            "",
            None,
        )
    reply.save()
    record("update_reply", by=by, target=reply, changes={"fields": changed})
    return reply


@verb
def submit_reply(*, reply: Reply, by: "Actor") -> Reply:
    """Ask for validation: the service’s study is over."""
    drafting.lock(reply)
    demand(by, "answer", reply)
    drafting.ask_validation(reply, by=by)
    return reply


@verb
def send_back(*, reply: Reply, by: "Actor", why: str) -> Reply:
    """Back to its author, with what is to be changed, said as an internal note and by mail."""
    drafting.lock(reply)
    demand(by, "validate", reply)
    if reply.state not in {Reply.State.TO_VALIDATE, Reply.State.VALIDATED}:
        raise Overtaken(_("This answer is no longer waiting for validation."))
    if not why.strip():
        raise ValidationError({"why": _("Say in a sentence what should change.")})
    reply.state = Reply.State.DRAFT
    reply.validated_by, reply.validated_label, reply.validated_at = None, "", None
    reply.save(update_fields=["state", "validated_by", "validated_label", "validated_at"])
    for contribution in drafting.targets(reply):
        Note.objects.create(contribution=contribution, by=by.user, text=why)
    record("send_back_reply", by=by, target=reply, reason=why)
    emit(ReplySentBack(reply=reply, why=why, by=by))
    return reply


@verb
def validate_reply(*, reply: Reply, by: "Actor", seen: str = "") -> Reply:
    """Whoever validates is printed with the answer. ``seen``: the fingerprint of the words she read."""
    drafting.lock(reply)
    demand(by, "validate", reply)
    drafting.demand_seen(reply, seen)
    drafting.demand_complete(reply)
    if reply.state in {Reply.State.VALIDATED, Reply.State.PUBLISHED}:
        raise Overtaken(
            _("%(who)s has already validated this answer.") % {"who": reply.validated_label or _("Somebody")}
        )
    reply.state = Reply.State.VALIDATED
    reply.validated_by, reply.validated_label = by.user, signature_of(by, reply)
    reply.validated_at = timezone.now()
    reply.save(update_fields=["state", "validated_by", "validated_label", "validated_at"])
    record("validate_reply", by=by, target=reply)
    return reply


@verb
def publish_reply(*, reply: Reply, by: "Actor") -> Reply:
    """The answer reaches its contributions: verdict, thread, promise kept or late, people told."""
    drafting.lock(reply)
    demand(by, "publish", reply)
    drafting.demand_complete(reply)
    if reply.state == Reply.State.PUBLISHED:
        raise Overtaken(_("This answer is already published."))
    if reply.state != Reply.State.VALIDATED:
        raise ValidationError(_("This answer must be validated first."))
    _publish(reply, by)
    return reply


@verb
def hold(*, contributions: Sequence[Contribution], by: "Actor", until: date, body: str) -> Reply:
    """« Réponse d’attente » in one gesture: a new date, said at once; the promise stays counted as late."""
    if not contributions:
        raise ValidationError(_("Choose at least one contribution to answer."))
    for contribution in contributions:
        demand(by, "manage", contribution)
    _demand_one_space(contributions)
    if until <= timezone.localdate():
        raise ValidationError({"until": _("Choose a date to come.")})
    spine.lock(*contributions)
    sent = Reply.objects.filter(is_holding=True, until=until, targets__contribution__in=contributions)
    if sent.exists():
        raise Overtaken(_("A holding reply with this date has already been sent."))
    reply = Reply.objects.create(
        space_id=contributions[0].space_id,
        process_id=drafting.common(c.process_id for c in contributions),
        until=until,
        body=body,
        is_holding=True,
        drafted_by=by.user,
    )
    reply.validated_by, reply.validated_label, reply.validated_at = by.user, signature_of(by, reply), timezone.now()
    ReplyTarget.objects.bulk_create(ReplyTarget(reply=reply, contribution_id=c.pk) for c in contributions)
    _publish(reply, by)
    return reply


@verb
def correct_reply(*, reply: Reply, by: "Actor", reason: str, changes: dict[str, Any]) -> Reply:
    """Change a published answer: the former words and the reason stay readable by everyone."""
    drafting.lock(reply)
    demand(by, "publish", reply)
    if reply.state != Reply.State.PUBLISHED:
        raise Overtaken(_("This answer is not published: change it directly."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is corrected, and why: everyone will read it.")})
    version = ReplyVersion(reply=reply, verdict=reply.verdict, body=reply.body, reason=reason, by=by.user)
    for name in drafting.WORDS:
        if name in changes:
            setattr(reply, name, changes[name])
    drafting.demand_complete(reply)
    version.save()
    reply.corrected_at = timezone.now()
    reply.save()
    targets = tuple(drafting.targets(reply))
    if not reply.is_holding:
        _give_verdict(targets, reply)
    record("correct_reply", by=by, target=reply, reason=reason)
    emit(ReplyCorrected(reply=reply, contributions=targets, by=by))
    return reply


@verb
def discard_reply(*, reply: Reply, by: "Actor") -> None:
    """Throw a draft away; what was published is never thrown away."""
    drafting.lock(reply)
    demand(by, "answer", reply)
    if reply.state != Reply.State.DRAFT:
        raise Overtaken(_("Only a draft can be thrown away."))
    record("discard_reply", by=by, target=reply)
    reply.delete()


def signature_of(by: "Actor", reply: Reply) -> str:
    """« Élise, vice-présidente aux mobilités »: the name and the title of the role held there."""
    roles = {Role.ELECTED, Role.ANIMATOR, Role.ADMIN}
    titles = (
        a.title
        for a in by.roles
        if a.role in roles and a.title and (a.space_id == reply.space_id or a.process_id == reply.process_id)
    )
    return ", ".join(filter(None, (by.label, next(titles, ""))))[:160]


def _demand_one_space(contributions: Sequence[Contribution]) -> None:
    if len({contribution.space_id for contribution in contributions}) > 1:
        raise ValidationError(_("These contributions belong to different territories: answer them apart."))


def _same_draft(contributions: Sequence[Contribution], by: "Actor", verdict: str, body: str) -> Reply | None:
    """The draft of a form sent twice."""
    mine = Reply.objects.filter(state=Reply.State.DRAFT, drafted_by=by.user, verdict=verdict, body=body)
    for reply in mine.filter(targets__contribution=contributions[0]):
        if set(reply.targets.values_list("contribution_id", flat=True)) == {c.pk for c in contributions}:
            return reply
    return None


def _publish(reply: Reply, by: "Actor") -> None:
    now = timezone.now()
    targets = tuple(drafting.targets(reply))
    reply.state, reply.published_at = Reply.State.PUBLISHED, now
    reply.save()
    for contribution in targets:
        ReplyTarget.objects.filter(reply=reply, contribution=contribution).update(due_on=contribution.answer_due)
        if reply.is_holding:
            spine.read(contribution, by=by)
        else:
            spine.mark(contribution, by=by, stage=Stage.ANSWERED, at=now, signed=str(reply.service or ""))
    if not reply.is_holding:
        _give_verdict(targets, reply)
        waiting = Assignment.objects.filter(contribution__in=targets, done_at=None)
        waiting.filter(Q(service=reply.service_id) if reply.service_id else Q()).update(done_at=now)
    record("publish_reply", by=by, target=reply, changes={"contributions": [c.code for c in targets]})
    emit(ReplyPublished(reply=reply, contributions=targets, by=by))


def _give_verdict(targets: Iterable[Contribution], reply: Reply) -> None:
    """The last verdict is the one shown; the first answer is the one the promise is measured on."""
    for contribution in targets:
        contribution.verdict = reply.verdict
        contribution.answered_at = contribution.answered_at or reply.published_at
        contribution.save(update_fields=["verdict", "answered_at"])
