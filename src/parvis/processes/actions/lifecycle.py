"""From draft to archive, and what the clock does."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM
from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.fields import as_translated
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.processes.actions.shared import invalid, lock, log
from parvis.processes.archive import build_manifest, root_of
from parvis.processes.events import (
    PhaseClosed,
    PhaseOpened,
    ProcessArchived,
    ProcessClosed,
    ProcessPublished,
    ProcessUnpublished,
)
from parvis.processes.models import Archive, Phase, Process
from parvis.processes.publication import NotReady, publication_blockers
from parvis.processes.queries import due, has_taken_part
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

State = Process.State


@verb
def publish_process(*, process: Process, by: "Actor") -> Process:
    """Show it to everyone, now. Raises ``NotReady`` with what is missing."""
    demand(by, "manage", process)
    process = lock(process)
    _demand_state(process, State.DRAFT, State.SCHEDULED)
    _demand_ready(process)
    _publish(process, at=timezone.now(), by=by)
    return process


@verb
def schedule_publication(*, process: Process, at: datetime, by: "Actor") -> Process:
    """Publish by itself at ``at``. What is missing is asked today, not on the day."""
    demand(by, "manage", process)
    process = lock(process)
    _demand_state(process, State.DRAFT, State.SCHEDULED)
    if at <= timezone.now():
        raise invalid(publish_at=_("Choose a date to come, or publish now."))
    _demand_ready(process)
    process.state, process.publish_at = State.SCHEDULED, at
    process.save(update_fields=["state", "publish_at", "updated_at"])
    record("schedule_publication", by=by, target=process, changes={"publish_at": at.isoformat()})
    return process


@verb
def unpublish_process(*, process: Process, by: "Actor") -> Process:
    """Back to draft, only while nothing was received: people who spoke are owed a page."""
    demand(by, "manage", process)
    process = lock(process)
    _demand_state(process, State.SCHEDULED, State.PUBLISHED)
    if has_taken_part(process):
        raise Refused(_("People have already taken part: close it, and say what happens next."))
    process.state, process.publish_at, process.published_at, process.pace = State.DRAFT, None, None, ""
    process.save(update_fields=["state", "publish_at", "published_at", "pace", "updated_at"])
    record("unpublish_process", by=by, target=process)
    emit(ProcessUnpublished(process=process, by=by))
    return process


@verb
def close_process(*, process: Process, ending: str, text: Any, by: "Actor") -> Process:
    """End it: what it changed, or « sans suite » and why. One or the other, in words."""
    demand(by, "manage", process)
    process = lock(process)
    _demand_state(process, State.PUBLISHED)
    if ending not in Process.Ending.values:
        raise invalid(ending=_("Say whether it changed something."))
    text = as_translated(text)
    if not text:
        missing = {
            Process.Ending.OUTCOMES: _("Say what it changed."),
            Process.Ending.NONE: _("Say why nothing follows."),
        }
        raise invalid(ending_text=missing[Process.Ending(ending)])
    now = timezone.now()
    process.state, process.ending, process.ending_text, process.closed_at = State.CLOSED, ending, text, now
    process.pace = ""
    process.save(update_fields=["state", "ending", "ending_text", "closed_at", "pace", "updated_at"])
    record("close_process", by=by, target=process, changes={"ending": ending})
    said = _("The démarche ends: here is what it changed.")
    if ending == Process.Ending.NONE:
        said = _("The démarche ends without follow-up; the reason is given.")
    log(process, "closed", said, by=by, at=now)
    emit(ProcessClosed(process=process, by=by))
    return process


@verb
def publish_summary(*, process: Process, text: Any, by: "Actor") -> Process:
    """Of an internal démarche, the summary everyone may read: what was asked, what came out of it. Nothing else shows.

    Published again, it replaces the former; the logbook keeps both days.
    """
    demand(by, "manage", process)
    process = lock(process)
    if process.visibility != Process.Visibility.INTERNAL:
        raise Refused(_("Everyone can already read this démarche."))
    _demand_state(process, State.PUBLISHED, State.CLOSED)
    words = as_translated(text)
    if not words:
        raise invalid(public_summary=_("Write what everyone will read."))
    process.public_summary, process.summary_at = words, timezone.now()
    process.save(update_fields=["public_summary", "summary_at", "updated_at"])
    record("publish_summary", by=by, target=process)
    log(process, "summary", _("Its summary is published: everyone can read it."), by=by)
    return process


@verb
def archive_process(*, process: Process, by: "Actor") -> Archive:
    """Freeze it for good, with the hash of each item and their root. It stays readable."""
    demand(by, "manage", process)
    process = lock(process)
    _demand_state(process, State.CLOSED)
    process.state, process.archived_at = State.ARCHIVED, timezone.now()
    process.save(update_fields=["state", "archived_at", "updated_at"])
    log(process, "archived", _("The démarche is archived: it no longer changes."), by=by, at=process.archived_at)
    manifest = build_manifest(process)
    archive = Archive.objects.create(
        process=process, frozen_at=process.archived_at, root=root_of(manifest["items"]), manifest=manifest
    )
    record("archive_process", by=by, target=process, changes={"root": archive.root})
    emit(ProcessArchived(process=process, by=by))
    return archive


@verb
def reorder_processes(*, space: Space, featured: list[int], by: "Actor") -> None:
    """Those shown first on the home page of a space; the others follow, latest first."""
    demand(by, "create_process", space)
    space.processes.exclude(pk__in=featured).filter(is_featured=True).update(is_featured=False)
    space.processes.filter(pk__in=featured).update(is_featured=True)
    record("reorder_processes", by=by, target=space, changes={"featured": featured})


@verb
def advance(*, process: Process, at: datetime) -> None:
    """What the dates made true for one démarche: publication planned, phases opened, phases closed.

    Dates alone open and close; this only tells it (logbook, events), once per date: each mark is claimed by a
    conditional update, so two clocks never tell it twice.
    """
    process = lock(process)
    if process.state == State.SCHEDULED and process.publish_at and process.publish_at <= at:
        _publish_as_planned(process, at)
    if process.state != State.PUBLISHED or process.is_suspended:
        return
    for phase in process.phases.all():
        opened = bool(phase.starts_at) and phase.starts_at <= at and _claim(phase, "opening_told", phase.starts_at)
        ended = bool(phase.ends_at) and phase.ends_at <= at and _claim(phase, "closing_told", phase.ends_at)
        if phase.ends_at and process.published_at and phase.ends_at <= process.published_at:
            continue  # over before anybody could see it: nothing to tell
        params = {"phase": phase.title}
        if opened:
            moment = max(phase.starts_at, process.published_at or phase.starts_at)
            log(process, "phase_opened", _("Phase opened: %(phase)s"), by=SYSTEM, at=moment, params=params)
            emit(PhaseOpened(process=process, phase=phase, by=SYSTEM))
        if ended:
            log(process, "phase_closed", _("Phase ended: %(phase)s"), by=SYSTEM, at=phase.ends_at, params=params)
            emit(PhaseClosed(process=process, phase=phase, by=SYSTEM))


def tick(*, at: datetime) -> int:
    """Advance every démarche that waits for the clock, each in its own transaction; how many there were.

    Run it every minute or every hour, late or twice: what is told is the same.
    """
    waiting = list(due(at))
    for process in waiting:
        advance(process=process, at=at)
    return len(waiting)


def _claim(phase: Phase, mark: str, moment: datetime) -> bool:
    untold = Phase.objects.filter(Q(**{mark: None}) | ~Q(**{mark: moment}), pk=phase.pk)
    return bool(untold.update(**{mark: moment}))


def _publish(process: Process, *, at: datetime, by: "Actor") -> None:
    process.state, process.published_at, process.publish_at = State.PUBLISHED, at, None
    process.save(update_fields=["state", "published_at", "publish_at", "updated_at"])
    record("publish_process", by=by, target=process)
    log(process, "published", _("The démarche is published."), by=by, at=at)
    emit(ProcessPublished(process=process, by=by))


def _publish_as_planned(process: Process, at: datetime) -> None:
    if blockers := publication_blockers(process):
        process.state, process.publish_at = State.DRAFT, None
        process.save(update_fields=["state", "publish_at", "updated_at"])
        sentence = _("Not published as planned: something is missing.")
        log(process, "not_published", sentence, by=SYSTEM, at=at, is_public=False)
        record("publication_failed", by=None, target=process, reason=str(NotReady(blockers)))
        return
    _publish(process, at=process.publish_at or at, by=SYSTEM)


def _demand_ready(process: Process) -> None:
    if blockers := publication_blockers(process):
        raise NotReady(blockers)


def _demand_state(process: Process, *states: str) -> None:
    if process.state not in states:
        raise Refused(
            _("This cannot be done while the démarche is: %(state)s.") % {"state": process.get_state_display()}
        )
