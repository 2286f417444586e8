"""What happens to territories and spaces."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.accounts.models import User
from parvis.core.events import Event
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(Event):
    """A territory has its own front door; ``manager`` holds its keys, and may be told."""

    space: Space
    manager: User | None
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class TerritoriesWritten(Event):
    """These came in, changed their name, or are no longer offered."""

    ids: list[int]
