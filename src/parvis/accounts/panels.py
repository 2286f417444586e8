"""« Mon suivi » is made of panels that upper rooms bring: their contributions, supports, follows, notifications.

An upper room registers in its own ``panels.py``; the page draws them in order. For the person herself only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class MinePanel:
    """``context(request)`` gives what ``template`` needs, seen there as ``panel``; ``None`` leaves the panel out."""

    key: str
    template: str
    context: Callable[[HttpRequest], dict[str, Any] | None]
    order: int = 50


_panels: dict[str, MinePanel] = {}


def register_mine_panel(panel: MinePanel) -> MinePanel:
    if panel.key in _panels:
        raise ValueError(f"Two panels of « Mon suivi » are called {panel.key}.")
    _panels[panel.key] = panel
    return panel


def draw(request: HttpRequest) -> list[tuple[str, dict[str, Any]]]:
    wanted = sorted(_panels.values(), key=lambda panel: (panel.order, panel.key))
    drawn = ((panel.template, panel.context(request)) for panel in wanted)
    return [(template, data) for template, data in drawn if data is not None]
