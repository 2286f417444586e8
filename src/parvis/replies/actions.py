"""Asking a service, answering with a verdict, and saying what it changed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Role
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Stage, State, Verdict
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken, verb
from parvis.replies.events import Assigned, OutcomeChanged, ReplyCorrected, ReplyPublished, ReplyToValidate
from parvis.replies.models import Assignment, Note, Outcome, OutcomeTarget, Reply, ReplyTarget, ReplyVersion

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.accounts.models import User
    from parvis.organisations.models import Organisation
    from parvis.processes.models import Process
    from parvis.territories.models import Space

WORDS = ("verdict", "until", "forwarded_to", "body", "service")


def incomplete(*, verdict: str, body: str, until: date | None, forwarded_to: str) -> dict[str, str]:
    """What an answer still lacks before it can be validated: field → sentence (practice A3)."""
    missing: dict[str, str] = {}
    if verdict not in Verdict.values:
        missing["verdict"] = _t("Say first what becomes of the request.")
    if verdict != Verdict.ACCEPTED and not body.strip():
        missing["body"] = _t("Say why: only an accepted request can go without a reason.")
    if verdict == Verdict.STUDYING and until is None:
        missing["until"] = _t("Until when is it under study?")
    if verdict == Verdict.FORWARDED and not forwarded_to.strip():
        missing["forwarded_to"] = _t("To whom was it passed on?")
    return missing


# ── Study ─────────────────────────────────────────────────────────────────────


@verb
def assign(
    *,
    contributions: Sequence[Contribution],
    service: "Organisation",
    by: "Actor",
    question: str = "",
    due_on: date | None = None,
    user: "User | None" = None,
) -> list[Assignment]:
    """Ask a service to study one or many contributions; asked twice, the question and date are brought up to date."""
    assignments = []
    for contribution in contributions:
        demand(by, "manage", contribution)
        _same_space(contribution, service)
        assignment, _new = Assignment.objects.update_or_create(
            contribution=contribution,
            service=service,
            done_at=None,
            defaults={"question": question, "due_on": due_on, "user": user, "by": by.user},
        )
        spine.read(contribution, by=by)
        record("assign", by=by, target=contribution, changes={"service": str(service), "due_on": _iso(due_on)})
        emit(Assigned(assignment=assignment, by=by))
        assignments.append(assignment)
    return assignments


@verb
def finish_assignment(*, assignment: Assignment, by: "Actor") -> None:
    """The service has studied it: the thread says so."""
    demand(by, "answer", assignment.contribution)
    if assignment.done_at is None:
        _finish([assignment], by)
        record("finish_assignment", by=by, target=assignment.contribution)


@verb
def write_note(*, contribution: Contribution, by: "Actor", text: str) -> Note:
    """A word among the team, never public."""
    demand(by, "work_on", contribution)
    note = Note.objects.create(contribution=contribution, by=by.user, text=text)
    spine.read(contribution, by=by)
    record("write_note", by=by, target=contribution)
    return note


# ── Answer: draft → to validate → validated → published ───────────────────────


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
    first = contributions[0]
    if any(c.space_id != first.space_id for c in contributions):
        raise ValidationError(_("These contributions belong to different territories: answer them apart."))
    spine.lock(*contributions)
    if same := _same_draft(contributions, by, verdict, body):
        return same
    reply = Reply.objects.create(
        space_id=first.space_id,
        process_id=_common(c.process_id for c in contributions),
        service=service,
        verdict=verdict,
        until=until,
        forwarded_to=forwarded_to,
        body=body,
        drafted_by=by.user,
    )
    ReplyTarget.objects.bulk_create(ReplyTarget(reply=reply, contribution_id=c.pk) for c in contributions)
    for contribution in contributions:
        spine.read(contribution, by=by)
    record("draft_reply", by=by, target=reply, changes={"contributions": [c.code for c in contributions]})
    return reply


@verb
def update_reply(*, reply: Reply, by: "Actor", changes: dict[str, Any]) -> Reply:
    """Change the words before publication. What was validated must be validated again."""
    _lock(reply)
    demand(by, "answer", reply)
    if reply.state == Reply.State.PUBLISHED:
        raise Overtaken(_("This answer has been published meanwhile. You can correct it: the correction shows."))
    changed = [name for name in WORDS if name in changes and getattr(reply, name) != changes[name]]
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
    _lock(reply)
    demand(by, "answer", reply)
    _demand_complete(reply)
    if reply.state != Reply.State.DRAFT:
        raise Overtaken(_("This answer has already been sent for validation."))
    reply.state = Reply.State.TO_VALIDATE
    reply.save(update_fields=["state"])
    for contribution in _targets(reply):
        spine.mark(contribution, by=by, stage=Stage.STUDIED, signed=str(reply.service or ""))
    record("submit_reply", by=by, target=reply)
    emit(ReplyToValidate(reply=reply, by=by))
    return reply


@verb
def send_back(*, reply: Reply, by: "Actor", why: str) -> Reply:
    """Back to its author, with what is to be changed, said as an internal note."""
    _lock(reply)
    demand(by, "validate", reply)
    if reply.state not in {Reply.State.TO_VALIDATE, Reply.State.VALIDATED}:
        raise Overtaken(_("This answer is no longer waiting for validation."))
    if not why.strip():
        raise ValidationError({"why": _("Say in a sentence what should change.")})
    reply.state = Reply.State.DRAFT
    reply.validated_by, reply.validated_label, reply.validated_at = None, "", None
    reply.save(update_fields=["state", "validated_by", "validated_label", "validated_at"])
    for contribution in _targets(reply):
        Note.objects.create(contribution=contribution, by=by.user, text=why)
    record("send_back_reply", by=by, target=reply, reason=why)
    return reply


@verb
def validate_reply(*, reply: Reply, by: "Actor") -> Reply:
    """Whoever validates is printed with the answer."""
    _lock(reply)
    demand(by, "validate", reply)
    _demand_complete(reply)
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
    _lock(reply)
    demand(by, "publish", reply)
    _demand_complete(reply)
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
    if until <= timezone.localdate():
        raise ValidationError({"until": _("Choose a date to come.")})
    spine.lock(*contributions)
    sent = Reply.objects.filter(is_holding=True, until=until, targets__contribution__in=contributions)
    if sent.exists():
        raise Overtaken(_("A holding reply with this date has already been sent."))
    reply = Reply.objects.create(
        space_id=contributions[0].space_id,
        process_id=_common(c.process_id for c in contributions),
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
    _lock(reply)
    demand(by, "publish", reply)
    if reply.state != Reply.State.PUBLISHED:
        raise Overtaken(_("This answer is not published: change it directly."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is corrected, and why: everyone will read it.")})
    version = ReplyVersion(reply=reply, verdict=reply.verdict, body=reply.body, reason=reason, by=by.user)
    for name in WORDS:
        if name in changes:
            setattr(reply, name, changes[name])
    _demand_complete(reply)
    version.save()
    reply.corrected_at = timezone.now()
    reply.save()
    targets = tuple(_targets(reply))
    if not reply.is_holding:
        _give_verdict(targets, reply)
    record("correct_reply", by=by, target=reply, reason=reason)
    emit(ReplyCorrected(reply=reply, contributions=targets, by=by))
    return reply


@verb
def discard_reply(*, reply: Reply, by: "Actor") -> None:
    """Throw a draft away; what was published is never thrown away."""
    _lock(reply)
    demand(by, "answer", reply)
    if reply.state != Reply.State.DRAFT:
        raise Overtaken(_("Only a draft can be thrown away."))
    record("discard_reply", by=by, target=reply)
    reply.delete()


# ── What it changed ───────────────────────────────────────────────────────────


@verb
def record_outcome(
    *,
    space: "Space",
    by: "Actor",
    process: "Process | None" = None,
    contributions: Sequence[Contribution] = (),
    values: dict[str, Any],
) -> Outcome:
    """Something was decided thanks to what people said: their threads say so."""
    outcome = Outcome(space=space, process=process, **values)
    demand(by, "manage", outcome)
    outcome.decided_on = outcome.decided_on or timezone.localdate()
    outcome.save()
    _link(outcome, contributions, by)
    record("record_outcome", by=by, target=outcome)
    emit(OutcomeChanged(outcome=outcome, contributions=tuple(contributions), by=by))
    return outcome


@verb
def update_outcome(
    *, outcome: Outcome, by: "Actor", values: dict[str, Any], contributions: Sequence[Contribution] | None = None
) -> Outcome:
    """Change the words; ``contributions`` adds those named to the ones already linked."""
    demand(by, "manage", outcome)
    for name, value in values.items():
        setattr(outcome, name, value)
    outcome.save()
    if contributions:
        known = set(outcome.targets.values_list("contribution_id", flat=True))
        _link(outcome, [c for c in contributions if c.pk not in known], by)
    record("update_outcome", by=by, target=outcome, changes={"fields": sorted(values)})
    return outcome


@verb
def complete_outcome(*, outcome: Outcome, by: "Actor", done_on: date | None = None) -> Outcome:
    demand(by, "manage", outcome)
    if outcome.state == Outcome.State.DONE:
        raise Overtaken(_("This is already marked as done."))
    outcome.state, outcome.done_on = Outcome.State.DONE, done_on or timezone.localdate()
    outcome.save(update_fields=["state", "done_on"])
    targets = tuple(_outcome_targets(outcome))
    for contribution in targets:
        spine.mark(contribution, by=by, stage=Stage.DONE, at=_noon(outcome.done_on), signed=outcome.decided_by)
    _abandon(targets, False)
    record("complete_outcome", by=by, target=outcome)
    emit(OutcomeChanged(outcome=outcome, contributions=targets, by=by))
    return outcome


@verb
def abandon_outcome(*, outcome: Outcome, by: "Actor", reason: str) -> Outcome:
    """What was decided will not be done; the reason is public."""
    demand(by, "manage", outcome)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: everyone will read it.")})
    outcome.state, outcome.abandoned_reason = Outcome.State.ABANDONED, reason
    outcome.save(update_fields=["state", "abandoned_reason"])
    targets = tuple(_outcome_targets(outcome))
    for contribution in targets:
        spine.mark(contribution, by=by, reason=reason)
    _abandon(targets, True)
    record("abandon_outcome", by=by, target=outcome, reason=reason)
    emit(OutcomeChanged(outcome=outcome, contributions=targets, by=by))
    return outcome


# ── What verbs share ──────────────────────────────────────────────────────────


def signature_of(by: "Actor", reply: Reply) -> str:
    """« Élise, vice-présidente aux mobilités »: the name and the title of the role held there."""
    roles = {Role.ELECTED, Role.ANIMATOR, Role.ADMIN}
    titles = (
        a.title
        for a in by.roles
        if a.role in roles and a.title and (a.space_id == reply.space_id or a.process_id == reply.process_id)
    )
    return ", ".join(filter(None, (by.label, next(titles, ""))))[:160]


def _same_draft(contributions: Sequence[Contribution], by: "Actor", verdict: str, body: str) -> Reply | None:
    """The draft of a form sent twice."""
    mine = Reply.objects.filter(state=Reply.State.DRAFT, drafted_by=by.user, verdict=verdict, body=body)
    for reply in mine.filter(targets__contribution=contributions[0]):
        if set(reply.targets.values_list("contribution_id", flat=True)) == {c.pk for c in contributions}:
            return reply
    return None


def _lock(reply: Reply) -> None:
    """Wait for whoever is working on the same answer, then read it fresh."""
    Reply.objects.select_for_update().only("pk").get(pk=reply.pk)
    reply.refresh_from_db()


def _demand_complete(reply: Reply) -> None:
    if reply.is_holding:
        return
    missing = incomplete(verdict=reply.verdict, body=reply.body, until=reply.until, forwarded_to=reply.forwarded_to)
    if missing:
        raise ValidationError(missing)


def _targets(reply: Reply) -> list[Contribution]:
    return list(Contribution.objects.filter(reply_targets__reply=reply).order_by("pk").select_for_update())


def _publish(reply: Reply, by: "Actor") -> None:
    now = timezone.now()
    targets = tuple(_targets(reply))
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


def _finish(assignments: Iterable[Assignment], by: "Actor") -> None:
    for assignment in assignments:
        assignment.done_at = timezone.now()
        assignment.save(update_fields=["done_at"])
        spine.mark(assignment.contribution, by=by, stage=Stage.STUDIED, signed=str(assignment.service))


def _link(outcome: Outcome, contributions: Sequence[Contribution], by: "Actor") -> None:
    for contribution in contributions:
        if contribution.space_id != outcome.space_id:
            raise ValidationError(_("This contribution belongs to another territory."))
        if contribution.state in {State.DRAFT, State.STAGED}:
            raise ValidationError(_("This contribution is not published."))
    OutcomeTarget.objects.bulk_create(OutcomeTarget(outcome=outcome, contribution_id=c.pk) for c in contributions)
    for contribution in contributions:
        decided = _noon(outcome.decided_on)
        spine.mark(contribution, by=by, stage=Stage.DECIDED, at=decided, signed=outcome.decided_by)
        if outcome.state == Outcome.State.DONE:
            spine.mark(contribution, by=by, stage=Stage.DONE, at=_noon(outcome.done_on), signed=outcome.decided_by)


def _outcome_targets(outcome: Outcome) -> list[Contribution]:
    return list(Contribution.objects.filter(outcome_targets__outcome=outcome).order_by("pk"))


def _abandon(contributions: Iterable[Contribution], abandoned: bool) -> None:
    Contribution.objects.filter(pk__in=[c.pk for c in contributions]).update(is_abandoned=abandoned)


def _same_space(contribution: Contribution, service: "Organisation") -> None:
    if service.space_id != contribution.space_id:
        raise ValidationError(_("This service belongs to another territory."))


def _common(values: Iterable[int | None]) -> int | None:
    """The value they all share, else none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _noon(day: date | None) -> datetime:
    """A day without an hour stands on the thread at noon, here."""
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), time(12)))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
