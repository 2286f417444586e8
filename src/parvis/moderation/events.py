"""What happens when people watch over the square together."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.core.events import Event
from parvis.moderation.models import Appeal, Decision, Report

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Reported(Event):
    """Somebody says something is wrong with a contribution."""

    report: Report


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """A moderator decided: the author reads the statement, those who reported learn the result."""

    decision: Decision
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class DecisionUndone(Event):
    decision: Decision
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class Appealed(Event):
    """The author asks another moderator to read again."""

    appeal: Appeal


@dataclass(frozen=True, kw_only=True)
class AppealDecided(Event):
    appeal: Appeal
    by: "Actor"
