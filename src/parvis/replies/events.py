"""What the institution does with what it was told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.contributions.models import Contribution
from parvis.core.events import Event
from parvis.replies.models import Assignment, Outcome, Reply

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    """A service is asked to study a contribution."""

    assignment: Assignment
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class ServiceAsked(Event):
    """One gesture gave these contributions to one service: one question, however many they are."""

    assignments: tuple[Assignment, ...]
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class ReplyToValidate(Event):
    """A draft waits for whoever validates."""

    reply: Reply
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class ReplySentBack(Event):
    """Whoever validates asks for a change: ``why`` goes to whoever wrote it."""

    reply: Reply
    why: str
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class ReplyPublished(Event):
    """An answer, or a holding reply (``reply.is_holding``), reached its contributions."""

    reply: Reply
    contributions: tuple[Contribution, ...]
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class ReplyCorrected(Event):
    reply: Reply
    contributions: tuple[Contribution, ...]
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class OutcomeChanged(Event):
    """Something was decided, done or abandoned, thanks to these contributions."""

    outcome: Outcome
    contributions: tuple[Contribution, ...]
    by: "Actor"
