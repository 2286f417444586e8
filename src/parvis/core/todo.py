"""What waits for somebody, one line of « aujourd’hui ». Each room tells its own; the desk gathers them."""

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from parvis.core.rights import Sentence


class Urgency(IntEnum):
    """The order of the list: what is late first, what can wait last."""

    LATE = 0
    TODAY = 1
    SOON = 2
    CALM = 3


@dataclass(frozen=True, kw_only=True)
class Task:
    """``kind`` is the tag (« Late promise »), ``gesture`` the words of the button that leads to ``url``."""

    kind: "Sentence"
    title: "Sentence"
    detail: "Sentence" = ""
    gesture: "Sentence" = ""
    url: str
    count: int = 1
    urgency: Urgency = Urgency.TODAY
