"""What happens to a démarche."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.core.events import Event
from parvis.processes.models import Correction, Phase, Process, Theme

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class ProcessEvent(Event):
    process: Process
    by: "Actor"


class ProcessPublished(ProcessEvent):
    """Everyone can read it."""


class ProcessUnpublished(ProcessEvent):
    """It went back to draft; nothing had been received."""


class ProcessEdited(ProcessEvent):
    """Its words changed: title, promise, dates, content."""


class ProcessClosed(ProcessEvent):
    """It ended, with what it changed or « sans suite »."""


class ProcessArchived(ProcessEvent):
    """It is frozen, with its hash."""


@dataclass(frozen=True, kw_only=True)
class AnnouncementChanged(ProcessEvent):
    """What was announced changed: a gesture on the calendar, or a correction of the commitments."""

    correction: Correction


@dataclass(frozen=True, kw_only=True)
class PhaseEvent(ProcessEvent):
    phase: Phase


class PhaseOpened(PhaseEvent):
    """The date came: what the phase opens is open."""


class PhaseClosed(PhaseEvent):
    """The date passed: what the phase opened is closed."""


@dataclass(frozen=True, kw_only=True)
class ThemesMerged(Event):
    """What was under ``theme`` is now under ``into``: other rooms move what they hold."""

    theme: Theme
    into: Theme
    by: "Actor"
