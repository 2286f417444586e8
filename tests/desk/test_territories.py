"""Territories at the desk: a file looked at, brought, taken back; quartiers added, places corrected and retired."""

import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.search.models import SearchEntry
from parvis.territories.models import (
    Boundary,
    PerimeterImport,
    Postcode,
    Territory,
    TerritoryClosure,
    TerritoryLink,
)
from tests.territories.perimeters import collection, square

pytestmark = pytest.mark.django_db

BASE = "/bureau/territoires/"
FILES = BASE + "perimetres/"
KINDS = {"kind": "epci", "parts": "commune", "country": "CM"}


def sent(data: Any, name: str = "pays.geojson") -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data).encode()
    return SimpleUploadedFile(name, content, "application/geo+json")


def land(*names: str, **more: Any) -> dict:
    areas = [{"nom": name, "code": name, "population": 100, "codesPostaux": ["777"]} for name in names]
    return collection(*areas, epci={"nom": "Pays", "code": "P"}, **more)


def looked_at(client: Any, data: Any) -> PerimeterImport:
    response = client.post(FILES, KINDS | {"file": sent(data)})
    assert response.status_code == 302, response.content.decode()
    return PerimeterImport.objects.get(state="preview")


def brought(client: Any, data: Any) -> PerimeterImport:
    batch = looked_at(client, data)
    client.post(f"{FILES}{batch.pk}/ecrire/")
    return PerimeterImport.objects.get(pk=batch.pk)


def everything() -> tuple:
    """All that an import may change, to be found the same after it is taken back."""
    return (
        list(Territory.objects.order_by("pk").values()),
        list(TerritoryLink.objects.order_by("parent", "child").values_list("parent", "child")),
        list(
            TerritoryClosure.objects.order_by("ancestor", "descendant").values_list(
                "ancestor", "descendant", "depth"
            )
        ),
        list(Boundary.objects.order_by("pk").values()),
        list(SearchEntry.objects.filter(kind="territory").order_by("title").values_list("title", "text")),
    )


def test_a_file_is_looked_at_before_anything_is_written(client_of):
    diane = client_of("diane")
    before = Territory.objects.count()
    batch = looked_at(diane, land("Est", "Ouest"))
    page = diane.get(f"{FILES}{batch.pk}/").content.decode()

    assert Territory.objects.count() == before
    assert "3 nouveaux territoires" in page
    assert page.count("<title>Est</title>") == page.count("<title>Ouest</title>") == 1
    assert "777" in page


def test_it_is_brought_whole_and_found_by_the_search(client_of):
    diane = client_of("diane")
    batch = brought(diane, land("Est", "Ouest"))

    assert batch.state == "done"
    assert {child.name for child in batch.territory.children.all()} == {"Est", "Ouest"}
    assert SearchEntry.objects.filter(territory__name="Ouest").exists()


def test_what_leaves_and_what_changes_is_said_first(client_of):
    diane = client_of("diane")
    brought(diane, land("Est", "Ouest"))
    again = land("Est")
    again["features"][0]["properties"] |= {"nom": "Est-les-Bains", "population": 120}
    page = diane.get(f"{FILES}{looked_at(diane, again).pk}/").content.decode()

    assert "Est-les-Bains" in page
    assert "avant\u00a0: Est<" in page
    assert "avant\u00a0: 100<" in page
    assert "Ouest" in page


def test_taking_back_leaves_things_as_they_were(client_of):
    diane = client_of("diane")
    brought(diane, land("Est", "Ouest"))
    before = everything()
    again = land("Est", "Nord")
    again["features"][0]["properties"] |= {"nom": "Est-les-Bains", "population": 120, "codesPostaux": []}
    again["features"][0]["geometry"] = square(20, 5)
    second = brought(diane, again)
    assert everything() != before

    diane.post(f"{FILES}{second.pk}/annuler/")
    assert everything() == before
    assert PerimeterImport.objects.get(pk=second.pk).state == "undone"


def test_it_is_no_longer_taken_back_once_something_relies_on_it(client_of):
    diane = client_of("diane")
    batch = brought(diane, land("Est"))
    diane.post(BASE + "ajouter/", {"name": "Centre", "commune": Territory.objects.get(name="Est").pk})
    page = diane.post(f"{FILES}{batch.pk}/annuler/", follow=True).content.decode()

    assert "déjà utilisé" in page
    assert Territory.objects.filter(name="Est").exists()


def test_the_latest_file_is_taken_back_first(client_of):
    diane = client_of("diane")
    first = brought(diane, land("Est"))
    brought(diane, land("Est", "Ouest"))
    diane.post(f"{FILES}{first.pk}/annuler/")

    assert PerimeterImport.objects.get(pk=first.pk).state == "done"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (FILES, "la population «\u00a0beaucoup\u00a0» n’est pas un nombre entier"),
        ("/en" + FILES, "Est: the population “beaucoup” is not a whole number"),
        ("/ar" + FILES, "beaucoup"),
    ],
)
def test_every_wrong_area_is_named_in_the_reader_s_language(client_of, path, sentence):
    wrong = collection({"nom": "Est", "population": "beaucoup"}, {"code": "7"}, epci={"nom": "Pays"})
    response = client_of("diane").post(path, KINDS | {"file": sent(wrong)})
    page = response.content.decode()

    assert response.status_code == 422
    assert sentence in page
    assert "7" in page
    if path.startswith("/ar"):
        assert "whole number" not in page
    assert not PerimeterImport.objects.exists()


def test_outlines_that_do_not_close_are_all_named(client_of):
    wrong = land("Est", "Sud", "Ouest")
    for feature in wrong["features"][:2]:
        feature["geometry"]["coordinates"][0].pop()
    page = client_of("diane").post(FILES, KINDS | {"file": sent(wrong)}).content.decode()

    assert re.search(r"Est\s: un contour n’est pas fermé", page)
    assert re.search(r"Sud\s: un contour n’est pas fermé", page)
    assert "Ouest" not in page


@pytest.mark.parametrize("content", [b"{oops", b"\xff\xfe\x00", b"\x1f\x8bnothing", b"[]", b"null", b""])
def test_a_damaged_file_gives_a_sentence(client_of, content):
    response = client_of("diane").post(FILES, KINDS | {"file": sent(content)})
    assert response.status_code == 422


def test_a_whole_without_a_name_asks_for_it_at_its_field(client_of):
    response = client_of("diane").post(FILES, KINDS | {"file": sent(collection({"nom": "Est"}))})
    assert "name_error" in response.content.decode()


def test_files_are_for_the_platform_alone(client_of):
    for name in ("olga", "mona", "charlie", "alice", "visitor"):
        assert client_of(name).get(FILES).status_code in {302, 403}, name
        assert client_of(name).post(FILES, KINDS | {"file": sent(land("Est"))}).status_code in {302, 403}, name
    assert not PerimeterImport.objects.exists()


# Quartiers -------------------------------------------------------------------------------------------


def test_the_animator_adds_a_quartier_people_find_at_once(client_of, client, world):
    west, south = world.digne.west or 6.2, world.digne.south or 44.1
    told = {"name": "Le Pigeonnier", "commune": world.digne.pk, "postcodes": "04001; 04000"}
    response = client_of("olga").post(BASE + "ajouter/", told | {"outline": sent(square(west, south, 0.01))})
    assert response.status_code == 302, response.content.decode()

    quarter = Territory.objects.get(name="Le Pigeonnier")
    assert [one.code for one in quarter.postcodes.order_by("code")] == ["04000", "04001"]
    assert quarter.parents.get() == world.digne
    assert hasattr(quarter, "boundary")
    assert SearchEntry.objects.filter(territory__name="Le Pigeonnier").exists()


def test_the_same_quartier_is_not_written_twice(client_of, world):
    told = {"name": "Le Pigeonnier", "commune": world.digne.pk}
    olga = client_of("olga")
    olga.post(BASE + "ajouter/", told)
    again = olga.post(BASE + "ajouter/", told)

    assert again.status_code == 422
    assert "name_error" in again.content.decode()


def test_names_that_begin_alike_are_two_quartiers(client_of, world):
    olga = client_of("olga")
    for name in ("Les Sièyes, côté nord", "Les Sièyes, côté sud", "Les Sièyes, côté gare"):
        assert olga.post(BASE + "ajouter/", {"name": name, "commune": world.digne.pk}).status_code == 302
    assert Territory.objects.filter(parents=world.digne, name__startswith="Les Sièyes").count() == 3


def test_a_quartier_retired_then_added_again_is_the_same_one(client_of, world):
    olga, told = client_of("olga"), {"name": "Le Pigeonnier", "commune": world.digne.pk}
    olga.post(BASE + "ajouter/", told)
    quarter = Territory.objects.get(name="Le Pigeonnier")
    olga.post(f"{BASE}{quarter.pk}/retirer/")
    olga.post(BASE + "ajouter/", told)
    assert Territory.objects.get(name="Le Pigeonnier", retired_at=None) == quarter


def test_an_outline_elsewhere_is_refused(client_of, world):
    Territory.objects.filter(pk=world.digne.pk).update(west=6.1, east=6.4, south=44.0, north=44.2)
    told = {"name": "Le Pigeonnier", "commune": world.digne.pk, "outline": sent(square(44.1, 6.2, 0.01))}
    response = client_of("olga").post(BASE + "ajouter/", told)

    assert response.status_code == 422
    assert "longitude" in response.content.decode()
    assert not Territory.objects.filter(name="Le Pigeonnier").exists()


def test_a_place_is_renamed_and_keeps_its_address(client_of, client, world):
    olga = client_of("olga")
    response = olga.post(f"{BASE}{world.digne.pk}/", {"name": "Digne la Belle", "postcodes": "04000"})
    assert response.status_code == 302
    renamed = Territory.objects.get(pk=world.digne.pk)

    assert (renamed.name, renamed.slug) == ("Digne la Belle", world.digne.slug)
    assert "Digne la Belle" in client.get(renamed.get_absolute_url()).content.decode()
    assert SearchEntry.objects.filter(territory__name="Digne la Belle").exists()


def test_a_retired_place_is_offered_nowhere_and_comes_back(client_of, world):
    olga = client_of("olga")
    olga.post(BASE + "ajouter/", {"name": "Le Pigeonnier", "commune": world.digne.pk})
    quarter = Territory.objects.get(name="Le Pigeonnier")
    olga.post(f"{BASE}{quarter.pk}/retirer/")

    assert not SearchEntry.objects.filter(territory__name="Le Pigeonnier").exists()
    olga.get(BASE)  # its message read
    assert "Le Pigeonnier" not in olga.get(world.digne.get_absolute_url()).content.decode()
    assert olga.get(quarter.get_absolute_url()).status_code == 200
    olga.post(f"{BASE}{quarter.pk}/remettre/")
    assert "Le Pigeonnier" in olga.get(world.digne.get_absolute_url()).content.decode()


def test_a_whole_is_not_retired_before_its_parts(client_of, world):
    page = client_of("diane").post(f"{BASE}{world.space.territory_id}/retirer/", follow=True).content.decode()
    assert "message error" in page
    assert Territory.objects.get(pk=world.space.territory_id).retired_at is None


def test_others_touch_nothing_here(client_of, world):
    for name in ("charlie", "mona", "elise", "alice", "visitor"):
        client = client_of(name)
        assert client.post(f"{BASE}{world.digne.pk}/", {"name": "X"}).status_code in {302, 403}, name
        assert client.post(f"{BASE}{world.digne.pk}/retirer/").status_code in {302, 403}, name
        client.post(BASE + "ajouter/", {"name": "X", "commune": world.digne.pk})
    assert not Territory.objects.filter(name="X").exists()


@pytest.mark.parametrize("quartiers", [1, 3])
def test_the_list_takes_as_many_queries_however_long(client_of, world, django_assert_num_queries, quartiers):
    olga = client_of("olga")
    for rank in range(quartiers):
        olga.post(BASE + "ajouter/", {"name": f"Quartier {rank}", "commune": world.digne.pk})
    olga.get(BASE)
    with django_assert_num_queries(13):
        olga.get(BASE)


def test_a_thousand_communes_unfold_by_whole_and_are_found_by_name_or_postcode(
    client_of, world, django_assert_max_num_queries
):
    whole = Territory.objects.create(kind="epci", code="G", name="Grand Pays", slug="gp", search_name="grand pays")
    many = Territory.objects.bulk_create(
        Territory(kind="commune", code=f"G{n}", name=f"Lieu {n:04}", slug=f"lieu-{n}", search_name=f"lieu {n:04}")
        for n in range(1000)
    )
    TerritoryLink.objects.bulk_create(TerritoryLink(parent=whole, child=one) for one in many)
    Postcode.objects.create(territory=many[777], code="77777")
    diane = client_of("diane")

    with django_assert_max_num_queries(20):
        page = diane.get(BASE).content.decode()
    assert page.count(">Lieu ") == 60
    assert "Voir les 1\u00a0000" in page
    with django_assert_max_num_queries(20):
        unfolded = diane.get(BASE, {"dans": whole.pk, "page": 2}).content.decode()
    assert ">Lieu 0060<" in unfolded
    assert ">Lieu 0059<" not in unfolded
    for words in ("lieu 0777", "77777"):
        found = diane.get(BASE, {"q": words}).content.decode()
        assert ">Lieu 0777<" in found
        assert "1 territoire trouvé" in found
    assert "Aucun territoire ne porte ce nom" in diane.get(BASE, {"q": "Atlantide"}).content.decode()
