"""What people see of territories."""

import pytest

from parvis.accounts.actors import SYSTEM
from parvis.processes.models import Process
from parvis.replies.models import Outcome
from parvis.territories.actions import switch_features
from parvis.territories.models import Territory
from tests.personas import open_process
from tests.territories.perimeters import imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def p2a(world):
    return imported("ca-provence-alpes-agglomeration").territory


def test_one_place_is_gone_to(client, p2a):
    response = client.get("/territoires/pres-de-chez-moi/", {"q": "04290"})
    assert response.status_code == 302
    assert response["Location"] == "/territoires/volonne/"


def test_several_places_are_offered(client, p2a):
    page = client.get("/territoires/pres-de-chez-moi/", {"q": "04380"}).content.decode()
    assert "/territoires/thoard/" in page
    assert page.count('<li><h2><a href="/territoires/') > 1


def test_an_unknown_place_says_what_to_do(client, p2a):
    page = client.get("/territoires/pres-de-chez-moi/", {"q": "<b>Zanzibar"}).content.decode()
    assert "&lt;b&gt;Zanzibar" in page
    assert 'href="/participer/"' in page
    assert client.get("/territoires/pres-de-chez-moi/").status_code == 200


def test_a_page_shows_what_is_open_here_and_above(client, world):
    page = client.get(f"/territoires/{world.digne.slug}/").content.decode()
    assert "Transport urbain" in page

    Process.objects.update(territory=world.p2a)
    assert "Transport urbain" in client.get(f"/territoires/{world.digne.slug}/").content.decode()
    assert "Transport urbain" not in client.get(f"/territoires/{world.sisteron.slug}/").content.decode()


def test_a_page_shows_what_changed(client, world):
    Outcome.objects.create(space=world.space, process=world.process, title="Un bus à 23 h")
    assert "Un bus à 23 h" in client.get(f"/territoires/{world.digne.slug}/").content.decode()


def test_a_page_wears_the_colours_of_the_nearest_door(client, world):
    world.other_space.primary = "#123456"
    world.other_space.save(update_fields=["primary"])
    assert "#123456" in client.get(f"/territoires/{world.sisteron.slug}/").content.decode()
    assert "#123456" not in client.get(f"/territoires/{world.digne.slug}/").content.decode()


def test_a_page_draws_its_communes_and_leads_to_their_table(client, p2a):
    page = client.get(f"/territoires/{p2a.slug}/").content.decode()
    assert page.count("<path") >= 46
    assert f'href="/territoires/{p2a.slug}/tableau/"' in page
    assert len(page.encode()) < 40_000

    table = client.get(f"/territoires/{p2a.slug}/tableau/").content.decode()
    assert table.count('<th scope="row">') == 46
    assert "17" in table.split("Digne-les-Bains")[1][:200]


def test_the_map_and_its_table_vanish_together(client, world, p2a):
    switch_features(space=world.space, off=["map"], by=SYSTEM)

    assert client.get(f"/territoires/{p2a.slug}/tableau/").status_code == 404
    page = client.get(f"/territoires/{p2a.slug}/").content.decode()
    assert "/tableau/" not in page
    switch_features(space=world.space, off=[], by=SYSTEM)
    assert client.get(f"/territoires/{p2a.slug}/tableau/").status_code == 200


def test_the_menu_and_the_address_vanish_together(client, world, p2a, monkeypatch):
    monkeypatch.setattr("parvis.site.context.MENU", (("La carte", "territories:list", "map"),))
    address = f"/territoires/{p2a.slug}/tableau/"
    assert "La carte" in client.get("/territoires/").content.decode()
    assert client.get(address).status_code == 200

    switch_features(space=world.space, off=["map"], by=SYSTEM)
    assert "La carte" not in client.get("/territoires/").content.decode()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_whatever_they_show(client, world, many, django_assert_num_queries):
    for rank in range(many - 1):
        open_process(world.space, world.digne, prefix=f"P{rank}", slug=f"p{rank}")
    client.get("/territoires/")
    with django_assert_num_queries(12):
        client.get(f"/territoires/{world.digne.slug}/")
    with django_assert_num_queries(3):
        client.get("/territoires/")


def test_unknown_territories_are_not_found(client, world):
    assert client.get("/territoires/nulle-part/").status_code == 404
    assert client.get("/territoires/nulle-part/tableau/").status_code == 404
    assert Territory.objects.count() == 4
