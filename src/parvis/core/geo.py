"""Areas on the ground, from GeoJSON (RFC 7946), without any mapping library.

Geometries are the `Polygon` and `MultiPolygon` dictionaries of GeoJSON; longitudes and latitudes are
WGS 84 degrees. Formulas are those of a local plane: right for a region, not across the 180th meridian.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Geometry = Mapping[str, Any]
Position = Sequence[float]
Ring = Sequence[Position]
Box = tuple[float, float, float, float]

MOST_ERRORS = 20  # said at once: who mends those learns the rest
_KINDS = ("Polygon", "MultiPolygon")
EARTH_RADIUS_KM = 6371.0088  # mean radius R1 (IUGG)
_METRES_PER_DEGREE = math.radians(1) * EARTH_RADIUS_KM * 1000


def polygons(geometry: Geometry) -> list[list[Ring]]:
    """The polygons of a geometry, each a list of rings: its outline, then its holes."""
    coordinates = geometry["coordinates"]
    return [coordinates] if geometry["type"] == "Polygon" else list(coordinates)


def _rings(geometry: Geometry) -> Iterator[Ring]:
    for polygon in polygons(geometry):
        yield from polygon


# Measures --------------------------------------------------------------------------------------------


def bbox(*geometries: Geometry) -> Box:
    """West, south, east and north of one or several geometries."""
    positions = [position for geometry in geometries for ring in _rings(geometry) for position in ring]
    longitudes = [position[0] for position in positions]
    latitudes = [position[1] for position in positions]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def centroid(geometry: Geometry) -> tuple[float, float]:
    """Longitude and latitude of the centre of gravity, holes deduced; it may lie outside a curved area."""
    west, south, east, north = bbox(geometry)
    area = east_moment = north_moment = 0.0
    for polygon in polygons(geometry):
        for rank, ring in enumerate(polygon):
            ring_area, ring_east, ring_north = _moments(ring, west, south)
            sign = math.copysign(1, ring_area) * (1 if rank == 0 else -1)  # whatever way it was drawn
            area += sign * ring_area
            east_moment += sign * ring_east
            north_moment += sign * ring_north
    if area <= 0:
        return (west + east) / 2, (south + north) / 2
    return west + east_moment / area, south + north_moment / area


def _moments(ring: Ring, west: float, south: float) -> tuple[float, float, float]:
    """Signed area and first moments of a ring, from the corner (west, south) to keep figures precise."""
    area = east_moment = north_moment = 0.0
    for (lon_a, lat_a, *_a), (lon_b, lat_b, *_b) in pairwise(ring):
        xa, ya, xb, yb = lon_a - west, lat_a - south, lon_b - west, lat_b - south
        cross = (xa * yb - xb * ya) / 2
        area += cross
        east_moment += cross * (xa + xb) / 3
        north_moment += cross * (ya + yb) / 3
    return area, east_moment, north_moment


def contains(geometry: Geometry, lon: float, lat: float) -> bool:
    """Whether a point is in the area and not in one of its holes (ray casting).

    A point of a border that two areas share belongs to one of them only.
    """
    return any(sum(_crosses(ring, lon, lat) for ring in polygon) % 2 == 1 for polygon in polygons(geometry))


def _crosses(ring: Ring, lon: float, lat: float) -> int:
    """How many sides of the ring a ray going east from the point crosses."""
    crossings = 0
    for (lon_a, lat_a, *_a), (lon_b, lat_b, *_b) in pairwise(ring):
        if (lat_a > lat) != (lat_b > lat):
            crossings += lon < lon_a + (lat - lat_a) * (lon_b - lon_a) / (lat_b - lat_a)
    return crossings


def distance_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Distance in kilometres along the ground (haversine formula)."""
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half_lat = math.sin((phi_b - phi_a) / 2)
    half_lon = math.sin(math.radians(lon_b - lon_a) / 2)
    share = half_lat**2 + math.cos(phi_a) * math.cos(phi_b) * half_lon**2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1, math.sqrt(share)))


# Drawing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Projector:
    """From degrees to a drawing of `width` × `height`: equirectangular, true at its middle latitude."""

    width: float
    height: float
    west: float
    north: float
    x_scale: float
    y_scale: float
    x_offset: float
    y_offset: float

    @property
    def view_box(self) -> str:
        """The `viewBox` attribute of the SVG."""
        return f"0 0 {self.width:g} {self.height:g}"

    @property
    def frame(self) -> list[float]:
        """Six numbers with which anybody may place a point: x = x₀ + (lon − west) · sx, y = y₀ + (north − lat) · sy."""
        return [self.west, self.north, self.x_scale, self.y_scale, self.x_offset, self.y_offset]

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a place falls in the drawing."""
        return (
            self.x_offset + (lon - self.west) * self.x_scale,
            self.y_offset + (self.north - lat) * self.y_scale,
        )


def fit(features: Iterable[Geometry], width: float, height: float, margin: float = 2) -> Projector:
    """The projector that draws all `features` (or bare geometries) as large as the frame allows, centred."""
    west, south, east, north = bbox(*(feature.get("geometry", feature) for feature in features))
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * squeeze, 1e-9)
    tall = max(north - south, 1e-9)
    scale = min((width - 2 * margin) / wide, (height - 2 * margin) / tall)
    return Projector(
        width=width,
        height=height,
        west=west,
        north=north,
        x_scale=scale * squeeze,
        y_scale=scale,
        x_offset=(width - wide * scale) / 2,
        y_offset=(height - tall * scale) / 2,
    )


def outline_path(geometry: Geometry, projector: Projector, precision: int = 1) -> str:
    """The `d` attribute of an SVG path, with `precision` decimals, in relative moves to weigh little.

    Points that fall on the one before are left out, and rings too small to be seen.
    """
    unit = 10**precision
    pieces = []
    for ring in _rings(geometry):
        points: list[tuple[int, int]] = []
        for lon, lat, *_height in ring[:-1]:
            x, y = projector.project(lon, lat)
            point = (round(x * unit), round(y * unit))
            if not points or point != points[-1]:
                points.append(point)
        if len(points) > 1 and points[-1] == points[0]:
            points.pop()
        if len(points) >= 3:
            pieces.append(_ring_path(points, unit))
    return "".join(pieces)


def _ring_path(points: list[tuple[int, int]], unit: int) -> str:
    first_x, first_y = points[0]
    moves = [step for (xa, ya), (xb, yb) in pairwise(points) for step in (xb - xa, yb - ya)]
    return f"M{_numbers([first_x, first_y], unit)}l{_numbers(moves, unit)}z"


def _numbers(values: Iterable[int], unit: int) -> str:
    written = ""
    for value in values:
        number = f"{value / unit:.10g}"
        if number.startswith(("0.", "-0.")):
            number = number.replace("0.", ".", 1)
        written += number if not written or number.startswith("-") else f" {number}"
    return written


def simplify(geometry: Geometry, tolerance: float) -> dict[str, Any]:
    """The same area with fewer points, none moved: Douglas and Peucker (1973), `tolerance` in metres.

    A ring keeps three corners at least. Neighbours are simplified apart: between them gaps of
    up to `tolerance` may open, so choose it below what the drawing shows.
    """
    simple = [[_simplified(ring, tolerance) for ring in polygon] for polygon in polygons(geometry)]
    is_polygon = geometry["type"] == "Polygon"
    return {"type": geometry["type"], "coordinates": simple[0] if is_polygon else simple}


def _simplified(ring: Ring, tolerance: float) -> list[Position]:
    squeeze = math.cos(math.radians(ring[0][1]))
    plane = [(position[0] * squeeze * _METRES_PER_DEGREE, position[1] * _METRES_PER_DEGREE) for position in ring]
    last = len(ring) - 1
    # A ring has no two ends: it is cut at its first point and the one farthest from it.
    middle = max(range(last + 1), key=lambda rank: math.dist(plane[0], plane[rank]))
    kept = {0, middle, last}
    pending = [(0, middle), (middle, last)]
    while pending:
        start, end = pending.pop()
        far, distance = _farthest(plane, start, end)
        if far is not None and distance > tolerance:
            kept.add(far)
            pending += [(start, far), (far, end)]
    if len(kept) < 4:
        third = max(
            (_farthest(plane, start, end) for start, end in ((0, middle), (middle, last))),
            key=lambda found: found[1],
        )[0]
        if third is not None:
            kept.add(third)
    return [ring[rank] for rank in sorted(kept)]


def _farthest(plane: Sequence[tuple[float, float]], start: int, end: int) -> tuple[int | None, float]:
    """The point between two others that is farthest from the segment they make, and how far."""
    best, most = None, -1.0
    for rank in range(start + 1, end):
        distance = _distance_to_segment(plane[rank], plane[start], plane[end])
        if distance > most:
            best, most = rank, distance
    return best, most


def _distance_to_segment(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(max(along, 0), 1)
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


# Files of other people -------------------------------------------------------------------------------

_SENTENCES = {
    "type": _("This is not GeoJSON: a FeatureCollection, a Feature, a Polygon or a MultiPolygon is expected."),
    "empty": _("This file holds no area."),
    "feature": _("%(area)s: this is not a Feature with its properties and geometry."),
    "geometry": _("%(area)s: only Polygon and MultiPolygon are accepted, not %(found)s."),
    "shape": _("%(area)s: its coordinates are not lists of pairs of numbers."),
    "short": _("%(area)s: an outline needs at least four positions."),
    "open": _("%(area)s: an outline is not closed; its last position must repeat the first."),
    "range": _(
        "%(area)s: %(lon)s, %(lat)s is not a longitude and a latitude. Export the file in WGS 84 (EPSG:4326)."
    ),
    "points": _("There are more than %(limit)s positions. Simplify the outlines and try again."),
}


class GeoError(ValidationError):
    """A GeoJSON file that cannot be used, with the sentence to show."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(_SENTENCES[code], code=code, params=params)


def validate_geojson(data: Any, most_points: int = 500_000) -> list[dict[str, Any]]:
    """The features of a GeoJSON document, checked; raises with what is wrong in each of them.

    A bare geometry becomes a feature without properties. Altitudes are left out.
    """
    features = _features(data)
    if not features:
        raise GeoError("empty")
    checked, errors, points = [], [], 0
    for rank, feature in enumerate(features, start=1):
        try:
            checked.append(_checked_feature(feature, rank))
        except GeoError as error:
            errors.append(error)
        else:
            points += sum(len(ring) for ring in _rings(checked[-1]["geometry"]))
        if points > most_points:
            raise GeoError("points", limit=most_points)
    if errors:
        raise ValidationError(errors[:MOST_ERRORS]) if len(errors) > 1 else errors[0]
    return checked


def _checked_feature(feature: Any, rank: int) -> dict[str, Any]:
    area = _area_name(feature, rank)
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise GeoError("feature", area=area)
    geometry = _checked_geometry(feature.get("geometry"), area)
    properties = feature.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise GeoError("feature", area=area)
    return {"type": "Feature", "properties": properties or {}, "geometry": geometry}


def _features(data: Any) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        features: list[Any] = data["features"]
        return features
    if kind == "Feature":
        return [data]
    if kind in _KINDS:
        return [{"type": "Feature", "properties": {}, "geometry": data}]
    raise GeoError("type")


def _area_name(feature: Any, rank: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if isinstance(properties, dict):
        for key in ("nom", "name", "NOM", "NAME", "libelle", "title", "code"):
            if isinstance(properties.get(key), str) and properties[key]:
                return str(properties[key])
    return f"n° {rank}"


def _checked_geometry(geometry: Any, area: str) -> dict[str, Any]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in _KINDS:
        raise GeoError("geometry", area=area, found=kind or "—")
    coordinates = geometry.get("coordinates")
    if kind == "Polygon":
        return {"type": kind, "coordinates": _checked_polygon(coordinates, area)}
    if not isinstance(coordinates, list) or not coordinates:
        raise GeoError("shape", area=area)
    return {"type": kind, "coordinates": [_checked_polygon(polygon, area) for polygon in coordinates]}


def _checked_polygon(rings: Any, area: str) -> list[list[list[float]]]:
    if not isinstance(rings, list) or not rings:
        raise GeoError("shape", area=area)
    return [_checked_ring(ring, area) for ring in rings]


def _checked_ring(ring: Any, area: str) -> list[list[float]]:
    if not isinstance(ring, list):
        raise GeoError("shape", area=area)
    positions = [_checked_position(position, area) for position in ring]
    if len(positions) < 4:
        raise GeoError("short", area=area)
    if positions[0] != positions[-1]:
        raise GeoError("open", area=area)
    return positions


def _checked_position(position: Any, area: str) -> list[float]:
    if not isinstance(position, list) or not 2 <= len(position) <= 4:
        raise GeoError("shape", area=area)
    lon, lat = position[:2]
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in (lon, lat)):
        raise GeoError("shape", area=area)
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # also refuses NaN and infinities
        raise GeoError("range", area=area, lon=lon, lat=lat)
    return [lon, lat]
