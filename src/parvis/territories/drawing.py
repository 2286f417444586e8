"""Outlines made light: neighbours keep a common border however simplified, a whole becomes one silhouette.

Pure: GeoJSON in, SVG paths out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from parvis.core.geo import Geometry, Position, Projector, Ring, bbox, fit, outline_path, polygons

WIDTH, TALLEST = 400, 560
TOLERANCE = 1.1  # units of the drawing: what a phone shows as half a pixel
MARK = 40
_GRID = 160

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    view_box: str
    paths: dict[int, str]
    frame: list[float]


def draw(shapes: Mapping[int, Geometry]) -> Drawn:
    """The paths of areas drawn together, by their keys."""
    projector = projector_of(shapes.values())
    arcs = _Arcs([ring for shape in shapes.values() for polygon in polygons(shape) for ring in polygon], projector)
    paths = {}
    for key, shape in shapes.items():
        rings = [[arcs.simplified(ring) for ring in polygon] for polygon in polygons(shape)]
        paths[key] = outline_path({"type": "MultiPolygon", "coordinates": rings}, projector, precision=0)
    return Drawn(projector.view_box, {key: path for key, path in paths.items() if path}, projector.frame)


def projector_of(shapes: Iterable[Geometry]) -> Projector:
    shapes = list(shapes)
    west, south, east, north = bbox(*shapes)
    wide = max((east - west) * math.cos(math.radians((south + north) / 2)), 1e-9)
    height = min(TALLEST, round((WIDTH - 4) * (north - south) / wide) + 4)
    return fit(shapes, WIDTH, max(height, 20))


class _Arcs:
    """Borders cut where areas part, so that both sides of a border lose the same points."""

    def __init__(self, rings: list[Ring], projector: Projector) -> None:
        self._projector = projector
        self._owners: dict[Point, set[int]] = defaultdict(set)
        for rank, ring in enumerate(rings):
            for position in ring:
                self._owners[_point(position)].add(rank)

    def simplified(self, ring: Ring) -> list[Position]:
        points = [_point(position) for position in ring[:-1]]
        cuts = [rank for rank in range(len(points)) if self._parts_here(points, rank)]
        if len(cuts) < 2:
            start = points.index(min(points))  # an island and the hole it fills start at the same place
            far = max(range(len(points)), key=lambda rank: (math.dist(points[start], points[rank]), points[rank]))
            cuts = sorted({start, far})
        kept: list[Position] = []
        for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(points)], strict=True):
            kept += self._arc([points[rank % len(points)] for rank in range(start, end + 1)])[:-1]
        return [*kept, kept[0]]

    def _parts_here(self, points: list[Point], rank: int) -> bool:
        """Whether the areas that share this point are not those that share the next, or the one before."""
        own = self._owners[points[rank]]
        around = (self._owners[points[rank - 1]], self._owners[points[(rank + 1) % len(points)]])
        return any(other != own and not other > own for other in around)

    def _arc(self, arc: list[Point]) -> list[Point]:
        """Douglas and Peucker (1973) in units of the drawing, always walked the same way."""
        if arc[0] > arc[-1]:
            return self._arc(arc[::-1])[::-1]
        placed = [self._projector.project(*point) for point in arc]
        kept, pending = {0, len(arc) - 1}, [(0, len(arc) - 1)]
        while pending:
            start, end = pending.pop()
            far = max(range(start + 1, end), key=lambda rank: _away(placed, rank, start, end), default=None)
            if far is not None and _away(placed, far, start, end) > TOLERANCE:
                kept.add(far)
                pending += [(start, far), (far, end)]
        return [arc[rank] for rank in sorted(kept)]


def _point(position: Position) -> Point:
    return position[0], position[1]


def _away(placed: list[Point], rank: int, start: int, end: int) -> float:
    """How far a point lies from the segment between two others."""
    (xa, ya), (xb, yb), (x, y) = placed[start], placed[end], placed[rank]
    length = math.hypot(xb - xa, yb - ya)
    if length == 0:
        return math.hypot(x - xa, y - ya)
    along = max(0, min(1, ((x - xa) * (xb - xa) + (y - ya) * (yb - ya)) / length**2))
    return math.hypot(x - xa - along * (xb - xa), y - ya - along * (yb - ya))


def silhouette(shapes: Iterable[Geometry]) -> str:
    """One outline of areas taken together, in a box of 40 × 40: a territory's mark, a few hundred characters.

    Drawn on a grid, where the small gaps between neighbours of simplified files close by themselves.
    """
    shapes = list(shapes)
    projector = fit(shapes, _GRID, _GRID, margin=4)
    grid = Image.new("1", (_GRID, _GRID))
    pen = ImageDraw.Draw(grid)
    for shape in shapes:
        for polygon in polygons(shape):
            pen.polygon([projector.project(*_point(position)) for position in polygon[0]], fill=1)
    closed = grid.convert("L").filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.MinFilter(5))
    rings = [ring for ring in _contours(closed) if len(ring) > 24]  # smaller would be a speck
    scale = MARK / _GRID
    arcs = _Arcs([], Projector(MARK, MARK, 0, 0, scale * 3, -scale * 3, 0, 0))  # a third of the usual tolerance
    simple: dict[str, Any] = {"type": "MultiPolygon", "coordinates": [[arcs.simplified(ring)] for ring in rings]}
    return outline_path(simple, Projector(MARK, MARK, 0, 0, scale, -scale, 0, 0)) if rings else ""


def _contours(grid: Image.Image) -> list[list[Point]]:
    """The closed lines that part the lit cells of a grid from the others."""
    cells = grid.load()
    width, height = grid.size
    lit = {(x, y) for x in range(width) for y in range(height) if cells[x, y]}
    following: dict[Point, list[Point]] = defaultdict(list)
    for x, y in sorted(lit):
        sides = (
            ((0, -1), (0, 0), (1, 0)),
            ((1, 0), (1, 0), (1, 1)),
            ((0, 1), (1, 1), (0, 1)),
            ((-1, 0), (0, 1), (0, 0)),
        )
        for (dx, dy), (ax, ay), (bx, by) in sides:
            if (x + dx, y + dy) not in lit:
                following[x + ax, y + ay].append((x + bx, y + by))
    rings = []
    while following:
        start = next(iter(following))
        ring = [start]
        while len(ring) == 1 or ring[-1] != start:
            ends = following[ring[-1]]
            nearest = ends.pop()
            if not ends:
                del following[ring[-1]]
            ring.append(nearest)
        rings.append(ring)
    return rings
