"""« Près de chez moi »: what people type, and the place they mean."""

import pytest

from parvis.accounts.actors import SYSTEM
from parvis.territories.actions import add_area, add_neighbourhood
from parvis.territories.models import Kind, Territory
from parvis.territories.queries import ancestors, descendants, find_place, space_of, territory_at
from tests.territories.perimeters import imported, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def leader():
    p2a = imported("ca-provence-alpes-agglomeration").territory
    buech = imported("cc-du-sisteronais-buech").territory
    return add_area(name="Pays LEADER", kind=Kind.GAL, parts=[p2a, buech], by=SYSTEM)


def test_every_way_of_saying_where_one_lives(leader):
    meant = {
        "Digne-les-Bains": "Digne-les-Bains",
        "DIGNE LES BAINS": "Digne-les-Bains",
        "digne": "Digne-les-Bains",
        "dignes les bain": "Digne-les-Bains",
        "12 rue de la Poste 04000 Digne": "Digne-les-Bains",
        "04000": "Digne-les-Bains",
        "3 place de la Mairie, Sisteron": "Sisteron",
        "Sistron": "Sisteron",
        "Chateau Arnoux": "Château-Arnoux-Saint-Auban",
        "l'escale": "L'Escale",
        "Volone": "Volonne",
        "12, chemin du Moulin 04290 Volonne": "Volonne",
    }
    for text, name in meant.items():
        found = find_place(text)
        assert found, text
        assert found[0].name.replace("’", "'") == name, text


def test_a_shared_postcode_lets_one_choose(leader):
    shared = find_place("04380")

    assert len(shared) > 1
    assert "Thoard" in [place.name for place in shared]
    assert [place.name for place in find_place("rue de la Fontaine 04380 Thoard")] == ["Thoard"]


def test_elsewhere_is_not_here(leader):
    for text in ("", "   ", "75011 Paris", "12 rue des Lilas 13001 Marseille", "!!!", "x" * 5000):
        assert find_place(text) == [], text


def test_places_are_looked_for_within(leader):
    buech = Territory.objects.get(code="200068765")

    assert find_place("Digne", within=buech) == []
    assert find_place("Sisteron", within=buech)[0].name == "Sisteron"


def test_up_and_down_the_tree(leader):
    digne = Territory.objects.get(code="04070")

    assert [above.name for above in ancestors(digne)] == ["CA Provence-Alpes-Agglomération", "Pays LEADER"]
    assert descendants(leader).count() == 108


def test_the_smallest_territory_at_a_point(leader):
    digne = Territory.objects.get(code="04070")
    assert territory_at(6.2356, 44.0925) == digne
    assert territory_at(5.9434, 44.1959).name == "Sisteron"
    assert territory_at(2.35, 48.85) is None

    quarter = add_neighbourhood(commune=digne, name="Centre", boundary=square(6.23, 44.09, 0.01), by=SYSTEM)
    assert territory_at(6.2356, 44.0925) == quarter
    assert territory_at(6.2356, 44.0925, within=Territory.objects.get(code="200068765")) is None


def test_the_nearest_front_door(world):
    assert space_of(world.digne) == world.space
    assert space_of(world.sisteron) == world.other_space
