"""What other rooms bring to a territory's page: open démarches, what changed, the link to follow it.

A room above registers a panel (a part of the page) or a measure (a column of the table, and the tints of the
map) in its own ``panels.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest

from parvis.territories.models import Territory

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Slot = Literal["gestures", "main"]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``context(request, territory)`` gives what ``template`` reads as ``panel``, or ``None`` to stay out.

    No POST form in it: the page has no token, so that caches can keep it.
    """

    key: str
    slot: Slot = "main"
    template: str
    context: Callable[[HttpRequest, Territory], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Measure:
    """``counts(territory)``: a figure for each part of a territory, by id; parts without one count 0."""

    key: str
    label: "str | _StrPromise"
    counts: Callable[[Territory], Mapping[int, int]]


@dataclass(frozen=True)
class Drawn:
    template: str
    data: dict[str, Any]


_panels: dict[str, Panel] = {}
_measures: dict[str, Measure] = {}


def register_panel(panel: Panel) -> Panel:
    if panel.key in _panels:
        raise ValueError(f"Two panels of a territory are called {panel.key}.")
    _panels[panel.key] = panel
    return panel


def register_measure(measure: Measure) -> Measure:
    if measure.key in _measures:
        raise ValueError(f"Two measures of a territory are called {measure.key}.")
    _measures[measure.key] = measure
    return measure


def all_measures() -> list[Measure]:
    return list(_measures.values())


def tints(territory: Territory) -> Mapping[int, int]:
    """What tints the map of a territory: the first measure declared."""
    return next((measure.counts(territory) for measure in _measures.values()), {})


def draw_panels(request: HttpRequest, territory: Territory, slot: Slot) -> list[Drawn]:
    wanted = sorted((p for p in _panels.values() if p.slot == slot), key=lambda panel: (panel.order, panel.key))
    drawn = ((panel.template, panel.context(request, territory)) for panel in wanted)
    return [Drawn(template, data) for template, data in drawn if data is not None]
