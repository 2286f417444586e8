"""Calendars slip: extend, postpone, suspend, resume, cancel. Each is public, reasoned, and undone only by another."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.fields import Translated, as_translated
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.processes import slips
from parvis.processes.actions.shared import assign, invalid, lock, log
from parvis.processes.corrections import logged, phase_move, promise_moves
from parvis.processes.events import AnnouncementChanged, ProcessEdited
from parvis.processes.models import Correction, Phase, Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

State, Pace, Kind = Process.State, Process.Pace, Correction.Kind
LONGEST_REASON = 600


@verb
def extend_process(
    *,
    process: Process,
    phase: Phase,
    until: date,
    reason: Any,
    by: "Actor",
    promised: Mapping[str, date] | None = None,
    expected: datetime | None = None,
) -> Correction:
    """``until``: its new last day, included. ``promised``: dates of the commitments, instead of those recomputed."""
    process = _held(process, by, expected)
    plan = slips.extension(process, _own(process, phase), until, timezone.now())
    return _carry_out(process, Kind.EXTENDED, reason, by=by, plan=plan, promised=promised, until=until)


@verb
def postpone_process(
    *,
    process: Process,
    phase: Phase,
    starts_on: date,
    reason: Any,
    by: "Actor",
    promised: Mapping[str, date] | None = None,
    expected: datetime | None = None,
) -> Correction:
    """``phase``, not begun yet, and all that follows it come later."""
    process = _held(process, by, expected)
    plan = slips.postponement(process, _own(process, phase), starts_on, timezone.now())
    return _carry_out(process, Kind.POSTPONED, reason, by=by, plan=plan, promised=promised, until=starts_on)


@verb
def suspend_process(
    *, process: Process, reason: Any, by: "Actor", until: date | None = None, expected: datetime | None = None
) -> Correction:
    """Nothing enters by the web until somebody resumes it; ``until``: the day announced, if one is known."""
    process = _held(process, by, expected)
    if until and until <= timezone.localdate():
        raise invalid(until=_("Choose a day to come."))
    return _carry_out(process, Kind.SUSPENDED, reason, by=by, until=until)


@verb
def resume_process(
    *,
    process: Process,
    reason: Any,
    by: "Actor",
    gives_back: bool = True,
    promised: Mapping[str, date] | None = None,
    expected: datetime | None = None,
) -> Correction:
    """After a suspension or a cancellation. ``gives_back``: what was to come comes later by the days lost."""
    demand(by, "manage", process)
    process = lock(process, expected)
    if process.state == State.ARCHIVED or process.pace not in {Pace.SUSPENDED, Pace.CANCELLED}:
        raise Refused(_("It is neither suspended nor cancelled."))
    since = process.pace_at or timezone.now()
    plan = slips.resumption(process, since, timezone.localdate()) if gives_back else slips.unmoved(process)
    return _carry_out(process, Kind.RESUMED, reason, by=by, plan=plan, promised=promised)


@verb
def cancel_process(*, process: Process, reason: Any, by: "Actor", expected: datetime | None = None) -> Correction:
    """It will not take place, or not to its end: it stays public, closed, and says why."""
    process = _held(process, by, expected, even_suspended=True)
    return _carry_out(process, Kind.CANCELLED, reason, by=by)


def _held(process: Process, by: "Actor", expected: datetime | None, *, even_suspended: bool = False) -> Process:
    demand(by, "manage", process)
    process = lock(process, expected)
    if process.pace == Pace.CANCELLED:
        raise Refused(_("It is cancelled: to go on, resume it first."))
    if process.state != State.PUBLISHED:
        raise Refused(
            _("This cannot be done while the démarche is: %(state)s.") % {"state": process.get_state_display()}
        )
    if process.is_suspended and not even_suspended:
        raise Refused(_("It is suspended: to go on, resume it first."))
    return process


def _own(process: Process, phase: Phase) -> Phase:
    found = process.phases.filter(pk=phase.pk).first()
    if found is None:
        raise invalid(phase=_("This phase or this step is gone. Load the page again."))
    return found


def reasoned(reason: Any) -> Translated:
    """The reason everyone will read, in one language at least. Raises ``ValidationError``."""
    words = Translated({code: text.strip() for code, text in as_translated(reason).items() if text.strip()})
    if not words:
        raise invalid(reason=_("Say why: everyone will read it."))
    if any(len(text) > LONGEST_REASON for text in words.values()):
        raise invalid(reason=_("At most %(longest)d characters.") % {"longest": LONGEST_REASON})
    return words


def _carry_out(
    process: Process,
    kind: Correction.Kind,
    reason: Any,
    *,
    by: "Actor",
    plan: slips.Plan | None = None,
    promised: Mapping[str, date] | None = None,
    until: date | None = None,
) -> Correction:
    words, now = reasoned(reason), timezone.now()
    plan = plan or slips.unmoved(process)
    wanted = plan.promised | {name: day for name, day in (promised or {}).items() if name in plan.promised and day}
    judgement = slips.judged(process, plan, wanted, now)
    if judgement.blockers and kind not in {Kind.SUSPENDED, Kind.CANCELLED}:
        raise ValidationError(list(judgement.blockers))
    moves = [*_write_phases(plan), *_write_promise(process, wanted)]
    _write_pace(process, kind, words, until, now)
    return announce(process, kind, words, moves, by=by, until=until, at=now)


def _write_phases(plan: slips.Plan) -> list[dict[str, Any]]:
    moved = [(move.phase, move.moved()) for move in plan.phases if move.is_moved]
    for _before, after in moved:
        after.save(update_fields=["starts_at", "ends_at"])
    return [phase_move(after.title, before, after) for before, after in moved]


def _write_promise(process: Process, wanted: dict[str, date]) -> list[dict[str, Any]]:
    if not wanted:
        return []
    return promise_moves(assign(slips.promise_of(process), dict(wanted), frozenset(slips.PROMISED)))


_PACES = {Kind.EXTENDED: Pace.EXTENDED, Kind.POSTPONED: Pace.POSTPONED, Kind.SUSPENDED: Pace.SUSPENDED,
          Kind.CANCELLED: Pace.CANCELLED}  # fmt: skip


def _write_pace(
    process: Process, kind: Correction.Kind, reason: Translated, until: date | None, now: datetime
) -> None:
    was_cancelled = process.pace == Pace.CANCELLED
    process.pace, process.pace_at = _PACES.get(kind, ""), now
    process.pace_until, process.pace_reason = until, reason
    if kind == Kind.CANCELLED:
        process.state, process.closed_at = State.CLOSED, now
        process.ending, process.ending_text = Process.Ending.NONE, reason
    elif was_cancelled:
        process.state, process.closed_at, process.ending, process.ending_text = (
            State.PUBLISHED,
            None,
            "",
            Translated(),
        )
    process.save(
        update_fields=["pace", "pace_at", "pace_until", "pace_reason", "state", "closed_at", "ending",
                       "ending_text", "updated_at"]
    )  # fmt: skip


def announce(
    process: Process,
    kind: Correction.Kind,
    reason: Translated,
    moves: list[dict[str, Any]],
    *,
    by: "Actor",
    until: date | None = None,
    at: datetime | None = None,
) -> Correction:
    """Write the correction down, in the logbook, in the trail, and tell who follows. Inside a verb."""
    at = at or timezone.now()
    correction = Correction.objects.create(
        process=process, kind=kind, at=at, until=until, reason=reason, moves=moves, by=by.user
    )
    process.corrected_at, process.corrected = at, logged(correction)
    process.save(update_fields=["corrected_at", "corrected", "updated_at"])
    log(process, f"correction_{kind}", process.corrected, by=by, at=at)
    changes = {"kind": str(kind), "until": until.isoformat() if until else None, "moves": moves}
    record("change_announcement", by=by, target=process, changes=changes, reason=str(reason))
    emit(ProcessEdited(process=process, by=by))
    emit(AnnouncementChanged(process=process, correction=correction, by=by))
    return correction
