"""What is worth telling. Each handler enqueues one job: who is concerned is worked out there."""

from django.utils import timezone

from parvis.contributions.events import (
    ContributionGone,
    ContributionMerged,
    ContributionReceived,
    ContributionShown,
    StageReached,
)
from parvis.contributions.models import Stage, State
from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.moderation.events import AppealDecided, Decided, DecisionUndone
from parvis.notifications.tasks import tell, write_to_reporters
from parvis.processes.events import AnnouncementChanged, PhaseClosed, PhaseOpened, ProcessClosed, ProcessPublished
from parvis.processes.models import Correction
from parvis.replies.events import Assigned, OutcomeChanged, ReplyCorrected, ReplyPublished, ReplyToValidate


def _tell(kind: str, subject: int, mark: str = "") -> None:
    enqueue(tell, kind=kind, subject=subject, mark=mark)


def _now() -> str:
    """Tells apart two corrections of the same thing, even within a second."""
    return timezone.now().strftime("%Y%m%d%H%M%S%f")


@on(ContributionReceived)
def tell_received(event: ContributionReceived) -> None:
    if event.contribution.parent_id is None:
        _tell("received", event.contribution.pk)


@on(ContributionShown)
def tell_comment(event: ContributionShown) -> None:
    if event.contribution.parent_id is not None and event.contribution.is_public:
        _tell("comment", event.contribution.pk)


@on(StageReached)
def tell_stage(event: StageReached) -> None:
    if event.contribution.parent_id is None and event.stage > Stage.RECEIVED:
        _tell("stage", event.contribution.pk, str(int(event.stage)))


@on(ContributionMerged)
def tell_merged(event: ContributionMerged) -> None:
    _tell("merged", event.contribution.pk)


@on(ContributionGone)
def tell_withdrawn(event: ContributionGone) -> None:
    if event.contribution.state == State.WITHDRAWN:
        _tell("withdrawn", event.contribution.pk)


@on(Decided)
def tell_decision(event: Decided) -> None:
    _tell("decision", event.decision.pk)
    enqueue(write_to_reporters, decision_id=event.decision.pk)


@on(DecisionUndone)
def tell_undone(event: DecisionUndone) -> None:
    _tell("decision_undone", event.decision.pk)


@on(AppealDecided)
def tell_appeal(event: AppealDecided) -> None:
    _tell("appeal", event.appeal.pk)


@on(ReplyPublished)
def tell_reply(event: ReplyPublished) -> None:
    _tell("reply", event.reply.pk)


@on(ReplyCorrected)
def tell_correction(event: ReplyCorrected) -> None:
    _tell("reply_corrected", event.reply.pk, _now())


@on(OutcomeChanged)
def tell_outcome(event: OutcomeChanged) -> None:
    _tell("outcome", event.outcome.pk, str(event.outcome.state))


@on(ProcessPublished)
def tell_published(event: ProcessPublished) -> None:
    _tell("process_published", event.process.pk)


@on(ProcessClosed)
def tell_closed(event: ProcessClosed) -> None:
    _tell("process_closed", event.process.pk)


@on(AnnouncementChanged)
def tell_changed(event: AnnouncementChanged) -> None:
    """Words put right are read on the page; a date that moves is told to each."""
    dated = {"decides_on", "answer_by", "results_on", "answer_days"}
    if event.correction.kind != Correction.Kind.PROMISE or any(
        move["promise"] in dated for move in event.correction.moves
    ):
        _tell("announcement_changed", event.correction.pk)


@on(PhaseOpened)
def tell_phase_opened(event: PhaseOpened) -> None:
    _tell("phase_opened", event.phase.pk, f"{event.phase.starts_at:%Y%m%d}" if event.phase.starts_at else "")


@on(PhaseClosed)
def tell_phase_closed(event: PhaseClosed) -> None:
    _tell("phase_closed", event.phase.pk, f"{event.phase.ends_at:%Y%m%d}" if event.phase.ends_at else "")


@on(Assigned)
def tell_assigned(event: Assigned) -> None:
    _tell("assigned", event.assignment.pk)


@on(ReplyToValidate)
def tell_validators(event: ReplyToValidate) -> None:
    _tell("to_validate", event.reply.pk, _now())
