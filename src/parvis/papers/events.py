"""What happens to a paper, for the rooms that registered its kind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.core.events import Event
from parvis.papers.models import Paper

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class PaperEvent(Event):
    paper: Paper
    by: "Actor"


class ApprovalAsked(PaperEvent):
    """A named colleague is to read it."""


class ApprovalGiven(PaperEvent):
    """She approved it, or asked for changes: its author is told."""


class PaperPublished(PaperEvent):
    """It is final, and frozen."""


class PaperAdopted(PaperEvent):
    """An assembly adopted it."""
