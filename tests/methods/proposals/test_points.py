"""A point on the outline of the territory: put in the form, seen on the page and on the map of the step."""

import re

import pytest

from parvis.contributions.models import Contribution
from parvis.processes.models import Step
from parvis.territories.maps import point_map
from parvis.territories.models import Drawing, Territory
from tests.client import StrictClient
from tests.methods.proposals.saying import LIST, SUBMIT, answers, said
from tests.personas import World

# A square of one degree: its corner is 6° E, 44.5° N, a hundredth of a degree is one unit.
MAP = 'class="map points"'
FRAME = [6.0, 44.5, 100, 100, 0, 0]


def drawn(territory: Territory, *, west: float = 6.0) -> Drawing:
    paths = [[territory.pk, "M0 0h100v100h-100z"]]
    frame = [west, *FRAME[1:]]
    return Drawing.objects.create(territory=territory, view_box="0 0 100 100", paths=paths, mark="", frame=frame)


@pytest.fixture
def here(world: World) -> World:
    Step.objects.update(settings={"place": "point"})
    world.step.refresh_from_db()
    drawn(world.process.territory)
    return world


def test_the_form_has_the_map_and_the_field_that_needs_no_script(here: World, client: StrictClient) -> None:
    page = client.get(f"/en{SUBMIT}").content.decode()
    assert 'name="point"' in page
    assert re.search(r'<point-map hidden data-for="id_point"[^>]* data-frame="6.0 44.5 100 100 0 0"', page)
    assert f'data-name="{here.process.territory.name}"' in page
    assert "proposals/point-map" in page
    Step.objects.update(settings={"place": "address"})
    assert "point-map" not in client.get(f"/en{SUBMIT}").content.decode()


def test_the_point_is_read_once_more_before_publishing(here: World, client: StrictClient) -> None:
    page = client.post(f"/en{SUBMIT}", answers(point="44.25, 6.5", preview="1")).content.decode()
    assert '<circle cx="50.0" cy="25.0"' in page


def test_it_is_shown_on_the_contribution_in_every_language(here: World, client: StrictClient) -> None:
    said(here, lat=44.25, lon=6.5)
    for language in ("", "/en", "/ar"):
        page = client.get(f"{language}/avis/TUD-0001/").content.decode()
        assert '<circle cx="50.0" cy="25.0"' in page  # figures of a drawing have no decimal comma
    assert 'role="img"' in page


def test_without_a_point_there_is_no_map(here: World, client: StrictClient) -> None:
    said(here)
    assert MAP not in client.get("/en/avis/TUD-0001/").content.decode()


def test_once_withdrawn_the_place_is_no_longer_shown(here: World, client: StrictClient) -> None:
    said(here, lat=44.25, lon=6.5)
    Contribution.objects.update(state="withdrawn")
    assert MAP not in client.get("/en/avis/TUD-0001/").content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_the_map_of_a_step_leads_to_each_and_keeps_the_list(
    here: World, client: StrictClient, items: int, django_assert_num_queries: object
) -> None:
    said(here, title="Sans endroit")
    for n in range(items):
        said(here, title=f"Un banc n° {n}", lat=44.1 + n / 10, lon=6.5)
    assert "view=map" in client.get(f"/en{LIST}").content.decode()
    client.get(f"/en{LIST}?view=map")
    with django_assert_num_queries(9):
        page = client.get(f"/en{LIST}?view=map").content.decode()
    assert page.count("<title>Un banc") == items
    assert f'aria-label="Un banc n° {items - 1}"' in page
    assert "Sans endroit" not in page
    only = client.get(f"/en{LIST}?view=map&words=endroit").content.decode()
    assert MAP not in only


def test_a_point_outside_the_commune_is_put_on_the_map_of_the_space(here: World) -> None:
    assert point_map(here.space, here.digne.pk, [(9.5, 44.25, "", "")]) is None
    drawn(here.space.territory, west=9.0)
    found = point_map(here.space, here.digne.pk, [(9.5, 44.25, "", "")])
    assert found.drawing.territory == here.space.territory


def test_switched_off_the_map_goes_and_the_field_stays(here: World, client: StrictClient) -> None:
    here.space.features = ["map"]
    here.space.save()
    said(here, lat=44.25, lon=6.5)
    page = client.get(f"/en{SUBMIT}").content.decode()
    assert 'name="point"' in page
    assert "<point-map" not in page
    assert "view=map" not in client.get(f"/en{LIST}").content.decode()
    assert MAP not in client.get("/en/avis/TUD-0001/").content.decode()
