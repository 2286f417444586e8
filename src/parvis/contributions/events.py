"""What happens to a contribution."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.contributions.models import Contribution
from parvis.core.events import Event

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class ContributionEvent(Event):
    contribution: Contribution
    by: "Actor"


class ContributionReceived(ContributionEvent):
    """It reached us; it may still wait to be read before it shows."""


class ContributionShown(ContributionEvent):
    """It became visible: published, restored."""


class ContributionEdited(ContributionEvent):
    """Its words changed."""


class ContributionGone(ContributionEvent):
    """It left the public place: hidden, withdrawn, merged, trashed."""


@dataclass(frozen=True, kw_only=True)
class StageReached(ContributionEvent):
    """A diamond of the thread lit up."""

    stage: int


@dataclass(frozen=True, kw_only=True)
class ContributionMerged(ContributionEvent):
    """It was brought together with ``into``: its authors and supporters are told, its supporters move there."""

    into: Contribution


@dataclass(frozen=True, kw_only=True)
class ContributionSplit(ContributionEvent):
    """``parts`` were drawn out of it: its authors are told."""

    parts: tuple[Contribution, ...]


class WishedToFollow(ContributionEvent):
    """Commenting or supporting it, ``by`` ticked « prévenez-moi de la suite »."""
