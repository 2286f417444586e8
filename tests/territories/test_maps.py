"""The maps: light, tinted by counts, the same border on both sides."""

import re

import pytest

from parvis.accounts.actors import SYSTEM
from parvis.territories.actions import add_area, add_neighbourhood, link_territories
from parvis.territories.drawing import draw, silhouette
from parvis.territories.maps import mark_of, outline_map
from parvis.territories.models import Kind, Territory
from tests.territories.perimeters import imported, square


def test_neighbours_keep_a_common_border():
    wavy = [[0.5 + (0.06 if step % 2 else 0), step / 40] for step in range(41)]
    left = [[0, 0], *wavy, [0, 1], [0, 0]]
    right = [[1, 0], [1, 1], *reversed(wavy), [1, 0]]
    drawn = draw({1: {"type": "Polygon", "coordinates": [left]}, 2: {"type": "Polygon", "coordinates": [right]}})

    corners = {key: _corners(path) for key, path in drawn.paths.items()}
    shared = corners[1] & corners[2]
    assert len(shared) > 2
    edge = {point for point in corners[1] if 180 < point[0] < 240}
    assert edge <= shared


def _corners(path):
    numbers = [int(number) for number in re.findall(r"-?\d+", path)]
    points = [(numbers[0], numbers[1])]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        points.append((points[-1][0] + dx, points[-1][1] + dy))
    return set(points)


def test_a_silhouette_closes_small_gaps():
    assert silhouette([square(0, 0, 1), square(1.01, 0, 1)]).count("M") == 1
    assert silhouette([square(0, 0, 1), square(3, 0, 1)]).count("M") == 2


@pytest.mark.django_db
class TestMaps:
    def test_forty_six_communes_weigh_little(self):
        p2a = imported("ca-provence-alpes-agglomeration").territory
        drawn = outline_map(p2a)

        assert len(drawn.shapes) == 46
        assert sum(len(shape.path) for shape in drawn.shapes) < 6_000
        assert 0 < len(mark_of(p2a)) < 800

    def test_counts_give_four_tints(self):
        p2a = imported("ca-provence-alpes-agglomeration").territory
        ids = list(p2a.children.order_by("pk").values_list("pk", flat=True))
        counts = {ids[0]: 1, ids[1]: 1, ids[2]: 5, ids[3]: 12, ids[4]: 90, ids[5]: 0}
        shapes = {
            shape.territory.pk: shape for shape in outline_map(p2a, counts, words=lambda n: f"{n} avis").shapes
        }

        assert shapes[ids[0]].level == shapes[ids[1]].level == "a"
        assert shapes[ids[4]].level == "d"
        assert shapes[ids[5]].level == shapes[ids[6]].level == ""
        assert shapes[ids[4]].label.endswith("· 90 avis")
        assert outline_map(p2a, counts).legend[0] == ("a", 1, 1)
        assert outline_map(p2a, counts).legend[-1][2] == 90

    def test_reading_costs_two_queries(self, django_assert_num_queries):
        p2a = imported("ca-provence-alpes-agglomeration").territory
        with django_assert_num_queries(2):
            outline_map(p2a)

    def test_a_leader_area_is_drawn_by_all_its_communes(self):
        p2a = imported("ca-provence-alpes-agglomeration").territory
        leader = add_area(name="GAL", kind=Kind.GAL, parts=[p2a], by=SYSTEM)
        assert len(outline_map(leader).shapes) == 46
        link_territories(parent=leader, child=imported("cc-du-sisteronais-buech").territory, by=SYSTEM)
        assert len(outline_map(leader).shapes) == 106

    def test_a_commune_shows_its_quartiers(self):
        imported("ca-provence-alpes-agglomeration")
        digne = Territory.objects.get(code="04070")
        assert len(outline_map(digne).shapes) == 1
        add_neighbourhood(commune=digne, name="Centre", boundary=square(6.23, 44.09, 0.01), by=SYSTEM)
        assert [shape.territory.name for shape in outline_map(digne).shapes] == ["Digne-les-Bains", "Centre"]

    def test_a_territory_nobody_drew_has_no_map(self):
        assert outline_map(add_area(name="France (exemple)", kind=Kind.OTHER, parts=[], by=SYSTEM)) is None
