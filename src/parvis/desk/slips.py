"""The gestures on a calendar that are possible today, for the pages that offer them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.processes.models import Process


@dataclass(frozen=True, eq=False)
class Gesture:
    """``does``: what it does, in a sentence or two. ``url_name`` takes the démarche's slug."""

    key: str
    icon: str
    label: Sentence
    does: Sentence

    @property
    def url_name(self) -> str:
        return f"desk:process_{self.key}"


EXTEND = Gesture(
    "extend", "calendar-plus", _("Extend"), _("The end comes later. Whatever follows moves by as many days.")
)
POSTPONE = Gesture(
    "postpone", "calendar", _("Postpone"), _("What has not begun comes later, with all that follows.")
)
SUSPEND = Gesture(
    "suspend",
    "pause",
    _("Suspend"),
    _("Nothing enters by the web until you resume it. The page says why. Paper can still be noted."),
)
RESUME = Gesture("resume", "play", _("Resume"), _("It goes on where it stopped."))
CANCEL = Gesture(
    "cancel",
    "ban",
    _("Cancel the démarche"),
    _("It closes today and says why. What was said stays readable, and is owed an answer."),
)


def gestures(process: Process) -> list[Gesture]:
    """None before publication: until then the calendar is simply written. Needs ``phases`` (prefetched)."""
    if process.pace == Process.Pace.CANCELLED and process.state == Process.State.CLOSED:
        return [RESUME]
    if process.state != Process.State.PUBLISHED:
        return []
    if process.is_suspended:
        return [RESUME, CANCEL]
    now, phases = timezone.now(), list(process.phases.all())
    found = [EXTEND] if any(phase.ends_at for phase in phases) else []
    if any(phase.starts_at and phase.starts_at > now for phase in phases):
        found.append(POSTPONE)
    return [*found, SUSPEND, CANCEL]
