"""The parts of a contribution’s page that other rooms bring: support, answers, discussion, report.

A room above the spine registers a panel in its own ``panels.py``; the page draws them in order, slot by slot.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest

from parvis.contributions.models import Contribution

# In the order of the page on a phone: what its author must know first, verdict and answer, [thread], support, follow, discussion, then the rest.
# « follow » is drawn on the receipt too.
Slot = Literal["notice", "answers", "support", "follow", "discussion", "foot"]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """``context(request, contribution)`` gives what ``template`` needs, or ``None`` to leave the panel out.

    The template sees it as ``panel``, beside ``contribution`` and ``words``; it holds no POST form, so that
    the page stays without a token and can be kept by caches.
    """

    key: str
    slot: Slot
    template: str
    context: Callable[[HttpRequest, Contribution], dict[str, Any] | None]
    order: int = 50


@dataclass(frozen=True)
class Drawn:
    template: str
    data: dict[str, Any]


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> Panel:
    if panel.key in _panels:
        raise ValueError(f"Two panels are called {panel.key}.")
    _panels[panel.key] = panel
    return panel


def draw(request: HttpRequest, contribution: Contribution, slot: Slot) -> list[Drawn]:
    wanted = sorted((p for p in _panels.values() if p.slot == slot), key=lambda panel: (panel.order, panel.key))
    drawn = ((panel.template, panel.context(request, contribution)) for panel in wanted)
    return [Drawn(template, data) for template, data in drawn if data is not None]
