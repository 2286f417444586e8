"""What happens to persons. Upper rooms answer in their ``subscribers.py``."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.accounts.models import Participant
from parvis.core.events import Event

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class PersonClaimed(Event):
    """All that points to ``source`` is about to point to ``target``: drop what both have, counters right."""

    source: Participant
    target: Participant
    by: "Actor"


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """She leaves. ``keeps_texts``: her words stay under « compte supprimé »; else they go too."""

    participant: Participant
    keeps_texts: bool
    by: "Actor"
