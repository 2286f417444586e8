"""The block « Map of the territory »: its outline."""

from typing import Any

from parvis.core.blocks.sources import register_map
from parvis.territories.maps import outline_map
from parvis.territories.models import Territory


def _outline(territory: Territory) -> dict[str, Any] | None:
    drawn = outline_map(territory)
    if drawn is None:
        return None
    return {"view_box": drawn.view_box, "paths": [shape.path for shape in drawn.shapes], "name": territory.name}


register_map(_outline)
