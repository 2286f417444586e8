"""Perimeters come in whole, twice the same, or not at all."""

import json

import pytest
from django.core.exceptions import ValidationError

from parvis.accounts.actors import SYSTEM, VISITOR
from parvis.audit.models import AuditEvent
from parvis.core.rights import Refused
from parvis.territories.actions import (
    add_area,
    add_neighbourhood,
    import_territories,
    link_territories,
    unlink_territories,
)
from parvis.territories.importing import perimeter, read_geojson
from parvis.territories.models import Boundary, Kind, Territory, TerritoryClosure, TerritoryLink
from tests.territories.perimeters import COMMUNES, collection, imported, square

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "communes"), COMMUNES.items())
def test_real_perimeters_come_in_whole(name, communes):
    whole = imported(name).territory

    assert whole.kind == Kind.EPCI
    assert whole.children.count() == communes
    assert Boundary.objects.count() == communes
    assert TerritoryClosure.objects.count() == 1 + 2 * communes  # each itself, and each commune in the whole
    assert whole.west < whole.lon < whole.east
    assert whole.south < whole.lat < whole.north


def test_a_commune_keeps_what_the_file_says():
    imported("ca-provence-alpes-agglomeration")
    digne = Territory.objects.get(country="FR", code="04070")

    assert (digne.name, digne.population, digne.slug) == ("Digne-les-Bains", 17694, "digne-les-bains")
    assert [postcode.code for postcode in digne.postcodes.all()] == ["04000"]


def test_a_second_run_updates_and_never_duplicates():
    imported("cc-du-civraisien-en-poitou")
    Territory.objects.filter(code="86082").update(name="Old name", population=1)
    again = imported("cc-du-civraisien-en-poitou")

    assert (again.created, again.updated, again.left) == (0, 36, 0)
    assert Territory.objects.get(code="86082").name == "Valence-en-Poitou"
    assert Territory.objects.count() == 36
    assert TerritoryLink.objects.count() == 35


def test_a_commune_that_left_the_file_leaves_the_whole_and_stays():
    both = collection({"code": "1", "nom": "Est"}, {"code": "2", "nom": "Ouest"}, epci={"code": "9", "nom": "Pays"})
    import_territories(data=both, country="FR", by=SYSTEM)
    one = collection({"code": "1", "nom": "Est"}, epci={"code": "9", "nom": "Pays"})
    again = import_territories(data=one, country="FR", by=SYSTEM)

    assert again.left == 1
    assert [child.name for child in again.territory.children.all()] == ["Est"]
    assert TerritoryClosure.objects.filter(ancestor=again.territory, descendant__code="2").count() == 0
    assert TerritoryClosure.objects.filter(ancestor__code="2", descendant__code="2").count() == 1


def test_two_communes_of_one_name_have_two_addresses():
    data = collection(
        {"code": "1", "nom": "Sainte-Colombe"}, {"code": "2", "nom": "Sainte-Colombe"}, epci={"nom": "Pays"}
    )
    import_territories(data=data, country="FR", by=SYSTEM)

    assert set(Territory.objects.values_list("slug", flat=True)) == {"sainte-colombe", "sainte-colombe-2", "pays"}


def test_outside_france_no_code_is_assumed():
    data = collection({"name": "Douala I", "population": "223 214"}, {"name": "دوالا ٢"})
    douala = perimeter(data, name="Communauté urbaine de Douala", kind=Kind.OTHER, parts=Kind.ARRONDISSEMENT)
    import_territories(data=douala, country="CM", by=SYSTEM)

    first = Territory.objects.get(name="Douala I")
    assert (first.country, first.kind, first.code, first.population) == ("CM", "arrondissement", "douala-i", 223214)
    assert Territory.objects.get(name="دوالا ٢").slug
    assert first.parents.get().name == "Communauté urbaine de Douala"


def test_a_perimeter_hangs_under_the_parents_it_is_given():
    region = add_area(name="Région", kind=Kind.REGION, parts=[], by=SYSTEM)
    data = collection({"code": "1", "nom": "Est"}, epci={"code": "9", "nom": "Pays"})
    import_territories(data=data, parents=[region], country="FR", by=SYSTEM)

    depths = TerritoryClosure.objects.filter(ancestor=region).order_by("depth")
    assert [(row.descendant.name, row.depth) for row in depths] == [("Région", 0), ("Pays", 1), ("Est", 2)]


@pytest.mark.parametrize(
    ("areas", "sentence"),
    [
        ([{"code": "1"}], "1: no name"),
        ([{"nom": "Est", "population": "beaucoup"}], "Est: the population “beaucoup”"),
        ([{"nom": "Est", "population": -3}], "Est: the population “-3”"),
        ([{"nom": "Est", "population": True}], "Est: the population “True”"),
        ([{"nom": "Est", "codesPostaux": {"a": 1}}], "Est: the postcodes"),
        ([{"nom": "Est", "code": "x" * 33}], "Est: the code"),
        ([{"nom": "Est", "code": "1"}, {"nom": "Sud", "code": "1"}], "Sud and Est have the same code"),
    ],
)
def test_errors_name_the_area_and_leave_nothing(areas, sentence):
    with pytest.raises(ValidationError) as refused:
        import_territories(data=collection(*areas, epci={"code": "9", "nom": "Pays"}), country="FR", by=SYSTEM)

    assert sentence in refused.value.message % refused.value.params
    assert Territory.objects.count() == 0


def test_a_file_that_does_not_name_its_whole_asks_for_it():
    with pytest.raises(ValidationError, match="Give the name of the whole"):
        perimeter(collection({"nom": "Est"}))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{oops", "cannot be read at line 1"),
        (b"\xff\xfe\x00", "damaged"),
        (b"\x1f\x8bnothing", "damaged"),
        (None, "no file"),
    ],
)
def test_a_damaged_file_gives_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "perimeter.geojson"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValidationError) as refused:
        read_geojson(path)

    assert sentence in refused.value.messages[0]


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "perimeter.geojson"
    path.write_text(json.dumps(collection({"nom": "Est"}, epci={"nom": "Pays"})), encoding="utf-8-sig")

    assert read_geojson(path).whole.name == "Pays"


def test_a_leader_area_holds_two_intercommunalities_and_all_their_communes():
    p2a = imported("ca-provence-alpes-agglomeration").territory
    buech = imported("cc-du-sisteronais-buech").territory
    leader = add_area(name="Pays Dignois-Sisteronais", kind=Kind.GAL, parts=[p2a, buech], by=SYSTEM)

    below = TerritoryClosure.objects.filter(ancestor=leader)
    assert below.filter(depth=1).count() == 2
    assert below.filter(depth=2).count() == 106
    assert leader.population == 48726 + 25482
    assert leader.west == min(p2a.west, buech.west)


def test_a_circle_is_refused():
    p2a = imported("ca-provence-alpes-agglomeration").territory
    digne = Territory.objects.get(code="04070")
    with pytest.raises(ValidationError, match="cannot also contain it"):
        link_territories(parent=digne, child=p2a, by=SYSTEM)
    with pytest.raises(ValidationError):
        link_territories(parent=digne, child=digne, by=SYSTEM)

    assert TerritoryLink.objects.filter(parent=digne).count() == 0


def test_a_quartier_lies_in_its_commune_and_in_all_above():
    imported("ca-provence-alpes-agglomeration")
    digne = Territory.objects.get(code="04070")
    quarter = add_neighbourhood(commune=digne, name="Le Pigeonnier", boundary=square(6.2, 44.1, 0.01), by=SYSTEM)

    above = TerritoryClosure.objects.filter(descendant=quarter).order_by("depth")
    assert [row.ancestor.name for row in above] == [
        "Le Pigeonnier",
        "Digne-les-Bains",
        "CA Provence-Alpes-Agglomération",
    ]


def test_leaving_a_parent_keeps_the_other_ways_up():
    p2a = imported("ca-provence-alpes-agglomeration").territory
    digne = Territory.objects.get(code="04070")
    leader = add_area(name="GAL", kind=Kind.GAL, parts=[p2a], by=SYSTEM)
    link_territories(parent=leader, child=digne, by=SYSTEM)
    assert TerritoryClosure.objects.get(ancestor=leader, descendant=digne).depth == 1

    unlink_territories(parent=leader, child=digne, by=SYSTEM)
    assert TerritoryClosure.objects.get(ancestor=leader, descendant=digne).depth == 2


def test_only_the_platform_or_the_command_line_imports(world):
    data = collection({"nom": "Est"}, epci={"nom": "Pays"})
    for actor in (VISITOR, world.actor("olga"), world.actor("charlie")):
        with pytest.raises(Refused):
            import_territories(data=data, country="FR", by=actor)

    import_territories(data=data, country="FR", by=world.actor("diane"))
    assert AuditEvent.objects.get(verb="import_territories").target_label == "Pays"
