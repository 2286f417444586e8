"""Watching over the square: report, decide, undo, appeal, pause. Each gesture says who, when and why."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, State
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken, verb
from parvis.moderation.events import AppealDecided, Appealed, Decided, DecisionUndone, Reported
from parvis.moderation.models import Appeal, Decision, ModerationPolicy, Pause, Reason, Report
from parvis.moderation.queries import last_decision_of
from parvis.processes.models import Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# From which states each decision makes sense.
FROM = {
    Decision.Verb.APPROVE: {State.PENDING},
    Decision.Verb.HIDE: {State.PENDING, State.PUBLISHED},
    Decision.Verb.RESTORE: {State.HIDDEN},
    Decision.Verb.KEEP: {State.PUBLISHED},
}

# Where each leads; undoing is refused when the message has moved since.
TO = {
    Decision.Verb.APPROVE: State.PUBLISHED,
    Decision.Verb.HIDE: State.HIDDEN,
    Decision.Verb.RESTORE: State.PUBLISHED,
    Decision.Verb.KEEP: State.PUBLISHED,
}


@verb
def report(
    *,
    contribution: Contribution,
    by: "Actor",
    reason: str,
    explanation: str,
    good_faith: bool,
    contact: str = "",
) -> Report:
    """One open report per person and contribution: the second one only completes the first."""
    demand(by, "report", contribution)
    if not good_faith:
        raise ValidationError({"good_faith": _("Tick this box to send your report.")})
    spine.lock(contribution)
    words = {"reason": reason, "explanation": explanation, "good_faith": good_faith}
    mine = _open_report(contribution, by, contact)
    if mine is not None:
        Report.objects.filter(pk=mine.pk).update(**words)
        return mine
    new = Report.objects.create(
        contribution=contribution,
        space_id=contribution.space_id,
        reporter=by.participant,
        contact=contact,
        **words,
    )
    spine.move(Contribution, contribution.pk, reports_count=1)
    record("report", by=by, target=contribution, changes={"reason": reason})
    emit(Reported(report=new))
    return new


@verb
def decide(
    *,
    contribution: Contribution,
    by: "Actor",
    verb: str,
    reason: str = "",
    statement: str = "",
    seen: int | None = None,
) -> Decision:
    """Approve, hide, restore or keep. ``seen``: the last decision the moderator had before her eyes (0: none).

    Raises ``Overtaken`` when somebody decided meanwhile, ``ValidationError`` when hiding without a reason.
    """
    demand(by, "moderate", contribution)
    return _decide(contribution, by, Decision.Verb(verb), reason=reason, statement=statement, seen=seen)


@verb
def undo(*, decision: Decision, by: "Actor") -> None:
    """Put everything back as it was before: state, counters, reports waiting."""
    contribution = decision.contribution
    spine.lock(contribution)
    decision.refresh_from_db()
    demand(by, "undo", decision)
    last = last_decision_of(contribution)
    moved = contribution.state != TO[Decision.Verb(decision.verb)]
    if decision.undone_at is not None or last is None or last.pk != decision.pk or moved:
        raise Overtaken(_("This decision has already been replaced by another: nothing was changed."))
    _put_back(contribution, decision, by)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    reopened = decision.reports.update(state=Report.State.OPEN, decision=None, decided_at=None)
    Contribution.objects.filter(pk=contribution.pk).update(reports_count=reopened)
    record("undo_moderation", by=by, target=contribution, changes={"decision": decision.verb})
    emit(DecisionUndone(decision=decision, by=by))


@verb
def appeal(*, decision: Decision, by: "Actor", text: str) -> Appeal:
    spine.lock(decision.contribution)
    demand(by, "appeal", decision)
    new = Appeal.objects.create(decision=decision, text=text)
    record("appeal", by=by, target=decision.contribution)
    emit(Appealed(appeal=new))
    return new


@verb
def decide_appeal(*, appeal: Appeal, by: "Actor", changed: bool, answer: str) -> Appeal:
    """Another moderator reads again. ``changed``: the message is shown again."""
    contribution = appeal.decision.contribution
    spine.lock(contribution)
    demand(by, "judge", appeal)
    appeal.refresh_from_db()
    if appeal.state != Appeal.State.OPEN:
        raise Overtaken(
            _("%(who)s has already answered this request.") % {"who": appeal.decided_by or _("Somebody")}
        )
    if not answer.strip():
        raise ValidationError({"answer": _("Say why, in a sentence for the author.")})
    appeal.state = Appeal.State.UPHELD if changed else Appeal.State.REJECTED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer, by.user, timezone.now()
    appeal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    if changed and contribution.state == State.HIDDEN:
        _decide(contribution, by, Decision.Verb.RESTORE, statement=answer)
    record("decide_appeal", by=by, target=contribution, changes={"state": appeal.state})
    emit(AppealDecided(appeal=appeal, by=by))
    return appeal


@verb
def pause(*, target: Contribution | Step, by: "Actor", until: datetime, message: str, seconds: int = 0) -> Pause:
    """Close (``seconds=0``) or slow a discussion until a moment; a new pause replaces the running one."""
    demand(by, "moderate", target)
    if until <= timezone.now():
        raise ValidationError({"until": _("Choose a moment to come.")})
    name = "step" if isinstance(target, Step) else "contribution"
    Pause.objects.filter(**{name: target.pk}, lifted_at=None, until__gt=timezone.now()).update(
        lifted_at=timezone.now()
    )
    new = Pause.objects.create(
        **{f"{name}_id": target.pk}, message=message, seconds=seconds, until=until, by=by.user
    )
    _set_lock(target, None if seconds else until)
    record("pause", by=by, target=target, changes={"until": until.isoformat(), "seconds": seconds}, reason=message)
    return new


@verb
def lift(*, pause: Pause, by: "Actor") -> None:
    """Open the discussion again before its time."""
    target = pause.contribution or pause.step
    demand(by, "moderate", target)
    if pause.lifted_at is None:
        pause.lifted_at = timezone.now()
        pause.save(update_fields=["lifted_at"])
        _set_lock(target, None)
        record("lift_pause", by=by, target=target)


@verb
def set_policy(*, policy: ModerationPolicy, by: "Actor", changes: dict) -> ModerationPolicy:
    """How a space moderates. ``policy`` may be new; ``changes`` maps its fields to their values."""
    demand(by, "change", policy)
    before = {name: getattr(policy, name) for name in changes}
    for name, value in changes.items():
        setattr(policy, name, value)
    policy.save()
    differences = {name: [before[name], value] for name, value in changes.items() if before[name] != value}
    record("set_moderation_policy", by=by, target=policy, changes=differences)
    return policy


def _open_report(contribution: Contribution, by: "Actor", contact: str) -> Report | None:
    waiting = contribution.reports.filter(state=Report.State.OPEN)
    if by.participant is not None:
        return waiting.filter(reporter=by.participant).first()
    return waiting.filter(reporter=None, contact__iexact=contact).first() if contact else None


def _decide(
    contribution: Contribution,
    by: "Actor",
    what: Decision.Verb,
    *,
    reason: str = "",
    statement: str = "",
    seen: int | None = None,
) -> Decision:
    spine.lock(contribution)
    last = last_decision_of(contribution)
    if (seen is not None and seen != (last.pk if last else 0)) or contribution.state not in FROM[what]:
        raise Overtaken(_already(contribution, last))
    if what == Decision.Verb.HIDE and (reason not in Reason.values or not statement.strip()):
        raise ValidationError({"reason": _("Choose a reason, and tell the author why.")})
    decision = Decision.objects.create(
        contribution=contribution,
        space_id=contribution.space_id,
        verb=what,
        reason=reason if what == Decision.Verb.HIDE else "",
        statement=statement,
        previous_state=contribution.state,
        by=by.user,
    )
    spine.read(contribution, by=by)
    _apply(contribution, decision, by)
    _close_reports(contribution, decision)
    record(f"moderation_{what}", by=by, target=contribution, changes={"reason": reason}, reason=statement)
    emit(Decided(decision=decision, by=by))
    return decision


def _already(contribution: Contribution, last: Decision | None) -> str:
    if last is None:
        return str(_("This message has changed meanwhile: %(state)s.")) % {
            "state": contribution.get_state_display()
        }
    return str(_("%(who)s has already decided, at %(hour)s: %(decision)s.")) % {
        "who": last.by or _("Somebody"),
        "hour": time_format(timezone.localtime(last.at)),
        "decision": last.get_verb_display(),
    }


def _apply(contribution: Contribution, decision: Decision, by: "Actor") -> None:
    if decision.verb == Decision.Verb.HIDE:
        spine.take_away(contribution, state=State.HIDDEN, by=by, reason=decision.reason)
    elif decision.verb in {Decision.Verb.APPROVE, Decision.Verb.RESTORE}:
        spine.show(contribution, by=by)
        spine.mark(contribution, by=by, state=State.PUBLISHED)


def _put_back(contribution: Contribution, decision: Decision, by: "Actor") -> None:
    """The state before the decision, through the same gestures that count."""
    before, now = State(decision.previous_state), contribution.state
    if before == now:
        return
    if before == State.PUBLISHED:
        spine.show(contribution, by=by)
        spine.mark(contribution, by=by, state=State.PUBLISHED)
    else:
        spine.take_away(contribution, state=before, by=by, is_public=False)


def _close_reports(contribution: Contribution, decision: Decision) -> None:
    followed = decision.verb == Decision.Verb.HIDE
    contribution.reports.filter(state=Report.State.OPEN).update(
        state=Report.State.UPHELD if followed else Report.State.DISMISSED,
        decision=decision,
        decided_at=decision.at,
    )
    Contribution.objects.filter(pk=contribution.pk).update(reports_count=0)


def _set_lock(target: Contribution | Step | None, until: datetime | None) -> None:
    """The envelope carries its own lock, so that the rule on commenting costs no query."""
    if isinstance(target, Contribution):
        target.locked_until = until
        target.save(update_fields=["locked_until"])
