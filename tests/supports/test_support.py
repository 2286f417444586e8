"""« Moi aussi »: one person, one contribution, once; without JavaScript; with the limit the animator set."""

from collections.abc import Callable

import pytest
from django.utils import translation

from parvis.contributions.models import Contribution
from parvis.core.rights import Refused
from parvis.processes.models import Phase, Process, Step
from parvis.supports.actions import support, unsupport
from parvis.supports.models import Support
from tests.client import StrictClient
from tests.methods.proposals.saying import said
from tests.personas import World

Become = Callable[[str], StrictClient]


def test_a_visitor_has_a_link_and_whoever_is_known_the_button_itself(
    world: World, client: StrictClient, client_of: Become
) -> None:
    said(world)
    visited = client.get("/en/avis/TUD-0001/").content.decode()
    assert 'href="/en/avis/TUD-0001/soutenir/"' in visited
    assert "csrfmiddlewaretoken" not in visited
    bob = client_of("bob")
    assert 'action="/en/avis/TUD-0001/soutenir/"' in bob.get("/en/avis/TUD-0001/").content.decode()
    assert "csrfmiddlewaretoken" in bob.get("/en/avis/TUD-0001/soutenir/").content.decode()
    page = bob.post("/en/avis/TUD-0001/soutenir/", follow=True).content.decode()
    assert "Your support is counted" in page
    assert "<b>1</b> “me too”" in page
    bob.post("/en/avis/TUD-0001/ne-plus-soutenir/")
    assert Contribution.objects.get().supports_count == Process.objects.get().supports_count == 0


def test_a_second_time_does_not_count(world: World) -> None:
    one = Contribution.objects.get(pk=said(world).pk)
    assert support(contribution=one, by=world.actor("bob")) is True
    assert support(contribution=one, by=world.actor("bob")) is False
    one.refresh_from_db()
    assert one.supports_count == Process.objects.get().supports_count == Support.objects.count() == 1


def test_taking_back_what_was_not_given_changes_nothing(world: World) -> None:
    one = Contribution.objects.get(pk=said(world).pk)
    assert unsupport(contribution=one, by=world.actor("bob")) is False
    one.refresh_from_db()
    assert one.supports_count == 0


def test_no_more_than_the_animator_allows(world: World, client_of: Become) -> None:
    Step.objects.update(settings={"max_supports": 1})
    said(world), said(world)
    bob = client_of("bob")
    bob.post("/en/avis/TUD-0001/soutenir/")
    refused = bob.post("/en/avis/TUD-0002/soutenir/")
    assert refused.status_code == 409
    assert "You can support 1 contribution here" in refused.content.decode()
    assert Support.objects.count() == 1


def test_a_visitor_is_asked_who_she_is(world: World, client: StrictClient) -> None:
    said(world)
    for method in (client.get, client.post):
        response = method("/avis/TUD-0001/soutenir/")
        assert response.status_code == 302
        assert "mon-suivi" in response.url


def test_closed_means_closed(world: World, client_of: Become) -> None:
    one = Contribution.objects.get(pk=said(world).pk)
    Phase.objects.update(starts_at="2020-01-01T00:00Z", ends_at="2020-01-02T00:00Z")
    with translation.override("en"), pytest.raises(Refused, match="not open"):
        support(contribution=one, by=world.actor("bob"))
    page = client_of("bob").get("/en/avis/TUD-0001/soutenir/").content.decode()
    assert "This is not open at the moment." in page
    assert 'action="/en/avis/TUD-0001/soutenir/"' not in client_of("bob").get("/en/avis/TUD-0001/").content.decode()


def test_switched_off_by_the_animator_it_cannot_be_forced(world: World, client_of: Become) -> None:
    said(world)
    Step.objects.update(settings={"supports": False})
    assert client_of("bob").post("/en/avis/TUD-0001/soutenir/").status_code == 409
    assert Support.objects.count() == 0


def test_switched_off_in_the_space_its_button_and_its_address_go_together(
    world: World, client: StrictClient, client_of: Become
) -> None:
    one = Contribution.objects.get(pk=said(world).pk)
    world.space.features = ["supports"]
    world.space.save()
    assert "soutenir" not in client.get("/avis/TUD-0001/").content.decode()
    for address in ("soutenir", "ne-plus-soutenir"):
        assert client_of("bob").get(f"/avis/TUD-0001/{address}/").status_code == 404
    one.refresh_from_db()
    with pytest.raises(Refused):
        support(contribution=one, by=world.actor("bob"))
