from dataclasses import dataclass

from parvis.contributions.events import ContributionEvent
from parvis.subjects.models import Move


@dataclass(frozen=True, kw_only=True)
class IdeasGrouped(ContributionEvent):
    """Ideas became this subject. ``first`` names the gesture: the first of them can only be grouped once."""

    first: int


@dataclass(frozen=True, kw_only=True)
class SubjectMoved(ContributionEvent):
    """A subject changed state, with its public answer."""

    move: Move
