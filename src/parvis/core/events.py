"""What happened, told to whoever cares, inside the transaction that made it happen.

A handler may write rows and enqueue jobs, nothing else: a job row committed with the fact is the outbox, so a
process killed right after COMMIT loses no mail and no search entry (docs/adr/0003-events-and-outbox.md).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Fields are model instances or plain values; handlers read, never mutate, them."""


E = TypeVar("E", bound=Event)
_handlers: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def on(*kinds: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler, from the ``subscribers.py`` of an app (imported at start-up)."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        for kind in kinds:
            _handlers[kind].append(handler)
        return handler

    return register


def emit(event: Event) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("An event is emitted by a verb, inside its transaction.")
    for kind in type(event).__mro__:
        for handler in _handlers.get(kind, ()):
            handler(event)
