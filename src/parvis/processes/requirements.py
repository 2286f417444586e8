"""What a room demands of a démarche's calendar: a legal frame's minimum duration, a notice before the opening…

A room registers its demand in its own ``requirements.py`` (imported at start-up). The phases are handed over as they
would become, saved or not: the same demand is asked before publication and before any gesture that moves a date.

    @requirement
    def least_duration(process: Process, phases: Sequence[Phase]) -> Iterable[Requirement]:
        yield Requirement(sentence=_("…"), is_blocking=True)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from parvis.core.rights import Sentence
from parvis.processes.models import Phase, Process


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What is not met: the sentence shown, where to mend it; a remark when it does not prevent anything."""

    sentence: Sentence
    is_blocking: bool
    section: str = "calendar"
    field: str = ""

    def __str__(self) -> str:
        return str(self.sentence)


Demand = Callable[[Process, Sequence[Phase]], Iterable[Requirement]]
_demands: list[Demand] = []


def requirement(demand: Demand) -> Demand:
    """Register what a room demands of a calendar."""
    _demands.append(demand)
    return demand


def unmet(process: Process, phases: Sequence[Phase]) -> list[Requirement]:
    """All that this calendar would not meet."""
    return [found for demand in _demands for found in demand(process, phases)]
