"""What it changed: decided, done, given up."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Stage, State
from parvis.core.events import emit
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken, verb
from parvis.replies.events import OutcomeChanged
from parvis.replies.models import Outcome, OutcomeTarget

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.processes.models import Process
    from parvis.territories.models import Space


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


def _noon(day: date | None) -> datetime:
    """A day without an hour stands on the thread at noon, here."""
    return timezone.make_aware(datetime.combine(day or timezone.localdate(), time(12)))
