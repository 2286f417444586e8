import json
import math
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.core import geo
from parvis.core.geo import GeoError, validate_geojson

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}
HOLED = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 3], [2, 3], [2, 1], [1, 1]]],
}
TWO = {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], [[[6, 0], [7, 0], [7, 1], [6, 0]]]]}


@pytest.fixture(scope="module")
def civray():
    path = Path(__file__).parent / "data" / "cc-du-civraisien-en-poitou.geojson"
    return validate_geojson(json.loads(path.read_text(encoding="utf-8")))


def test_bbox_and_centroid():
    assert geo.bbox(TWO) == (0, 0, 7, 4)
    assert geo.centroid(SQUARE) == (2, 2)
    east, north = geo.centroid(HOLED)
    assert (east, north) == (pytest.approx((16 * 2 - 2 * 1.5) / 14), pytest.approx(2))


def test_centroid_of_a_flat_area_is_its_middle():
    assert geo.centroid({"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [1, 0], [0, 0]]]}) == (1, 0)


@pytest.mark.parametrize(
    ("lon", "lat", "inside"), [(0.5, 0.5, True), (1.5, 2, False), (3, 2, True), (5, 2, False), (-1, 0, False)]
)
def test_contains_knows_holes(lon, lat, inside):
    assert geo.contains(HOLED, lon, lat) is inside


def test_contains_knows_islands():
    assert geo.contains(TWO, 6.8, 0.5)
    assert not geo.contains(TWO, 5, 0.5)


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_neighbours_share_no_point(lon, lat):
    west = {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 4], [0, 4], [0, 0]]]}
    east = {"type": "Polygon", "coordinates": [[[2, 0], [4, 0], [4, 4], [2, 4], [2, 0]]]}
    found = geo.contains(west, lon, lat) + geo.contains(east, lon, lat)
    assert found == geo.contains(SQUARE, lon, lat)


def test_distance():
    assert geo.distance_km(2.3522, 48.8566, 4.8357, 45.7640) == pytest.approx(391.5, abs=1)
    assert geo.distance_km(0, 0, 180, 0) == pytest.approx(math.pi * geo.EARTH_RADIUS_KM)
    assert geo.distance_km(5, 44, 5, 44) == 0


def test_fit_keeps_everything_in_the_frame_and_proportions():
    projector = geo.fit([SQUARE], 200, 100)
    x, y = projector.project(0, 4)
    assert y == pytest.approx(2)
    assert projector.project(4, 0) == (pytest.approx(200 - x), pytest.approx(98))
    assert projector.view_box == "0 0 200 100"
    assert geo.fit([feature(SQUARE)], 200, 100) == projector


def test_path_is_relative_and_short():
    projector = geo.Projector(10, 10, west=0, north=4, x_scale=1, y_scale=1, x_offset=0, y_offset=0)
    assert geo.outline_path(SQUARE, projector) == "M0 4l4 0 0-4-4 0z"
    half = geo.Projector(10, 10, west=0, north=4, x_scale=0.1, y_scale=0.1, x_offset=0, y_offset=0)
    assert geo.outline_path(SQUARE, half) == "M0 .4l.4 0 0-.4-.4 0z"
    dot = geo.Projector(10, 10, west=0, north=4, x_scale=0.001, y_scale=0.001, x_offset=0, y_offset=0)
    assert geo.outline_path(SQUARE, dot) == ""


def test_real_communes_are_drawn(civray):
    geometries = [feature["geometry"] for feature in civray]
    projector = geo.fit(geometries, 400, 300)
    paths = [geo.outline_path(geometry, projector) for geometry in geometries]
    assert len(paths) == 35
    assert all(re.fullmatch(r"(M[-. \d]+l[-. \d]+z)+", path) for path in paths)
    assert sum(map(len, paths)) < 25_000
    light = [geo.outline_path(geo.simplify(geometry, 150), projector) for geometry in geometries]
    assert sum(map(len, light)) < sum(map(len, paths)) / 2


def test_a_place_falls_in_its_commune_only(civray):
    named = {feature["properties"]["nom"]: feature["geometry"] for feature in civray}
    assert [nom for nom, area in named.items() if geo.contains(area, 0.2949, 46.1486)] == ["Civray"]


def test_simplify_keeps_ends_and_shape(civray):
    for feature in civray:
        simple = geo.simplify(feature["geometry"], 100)
        assert validate_geojson(simple)
        [ring], [before] = simple["coordinates"], feature["geometry"]["coordinates"]
        assert len(ring) < len(before)
        assert {tuple(position) for position in ring} <= {tuple(position) for position in before}


def test_simplify_never_makes_a_line():
    assert len(geo.simplify(SQUARE, 10**9)["coordinates"][0]) == 4
    assert geo.simplify(TWO, 0)["coordinates"] == TWO["coordinates"]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(ring)]}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ([], "This is not GeoJSON"),
        ({"type": "Topology"}, "This is not GeoJSON"),
        ({"type": "FeatureCollection", "features": 3}, "This is not GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "This file holds no area."),
        ({"type": "FeatureCollection", "features": [3]}, "n° 1: this is not a Feature"),
        (
            feature({"type": "Point"}, nom="Volonne"),
            "Volonne: only Polygon and MultiPolygon are accepted, not Point.",
        ),
        (feature(None), "n° 1: only Polygon"),
        (polygon([0, 0], [1, 1], [0, 0]), "n° 1: an outline needs at least four positions."),
        (polygon([0, 0], [1, 1], [1, 0], [0, 1]), "n° 1: an outline is not closed"),
        (polygon([0, 0], ["1", 1], [1, 0], [0, 0]), "n° 1: its coordinates"),
        (polygon([0, 0], [True, 1], [1, 0], [0, 0]), "n° 1: its coordinates"),
        (polygon([900000, 6300000]), "n° 1: 900000, 6300000 is not a longitude and a latitude."),
        (polygon([math.nan, 0]), "n° 1: nan, 0 is not a longitude"),
        ({"type": "MultiPolygon", "coordinates": []}, "n° 1: its coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[[[[0]]]]]}, "n° 1: its coordinates"),
    ],
)
def test_what_is_wrong_is_said(data, sentence):
    with translation.override("en"), pytest.raises(GeoError) as caught:
        validate_geojson(data)
    assert caught.value.messages[0].startswith(sentence)


def test_too_many_points():
    with translation.override("en"), pytest.raises(GeoError, match="more than 4 positions"):
        validate_geojson(SQUARE, most_points=4)


def test_altitudes_are_left_out():
    [kept] = validate_geojson(polygon([0, 0, 9], [1, 1, 9], [1, 0, 9], [0, 0, 9]))
    assert kept["geometry"]["coordinates"][0][0] == [0, 0]


anything = st.recursive(
    st.none() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "features", "geometry", "coordinates"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(anything, st.sampled_from(["Polygon", "MultiPolygon", "Feature", "FeatureCollection"]))
def test_any_document_is_read_or_refused(data, kind):
    for document in (data, {"type": kind, "coordinates": data, "features": data, "geometry": data}):
        try:
            kept = validate_geojson(document)
        except ValidationError:  # one fault, or several
            continue
        geo.outline_path(kept[0]["geometry"], geo.fit([kept[0]["geometry"]], 10, 10))


def test_every_wrong_area_is_named():
    wrong = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}
    areas = [{"type": "Feature", "properties": {"nom": name}, "geometry": wrong} for name in ("Est", "Sud")]
    with pytest.raises(ValidationError) as refused:
        validate_geojson({"type": "FeatureCollection", "features": areas})
    assert [message.split("\u00a0")[0].split(":")[0].strip() for message in refused.value.messages] == [
        "Est",
        "Sud",
    ]
