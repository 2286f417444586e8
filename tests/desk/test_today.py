"""« Aujourd’hui »: who lands where, what waits, the road to a first démarche."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from parvis.contributions.models import TerritoryFigure
from parvis.notifications.models import Delivery, Notification
from parvis.processes.models import Phase, Process
from tests.client import StrictClient
from tests.moderation.make import message
from tests.personas import World, open_process, territory

Browser = Callable[[str], StrictClient]
TODAY = "/bureau/"


def text(response: object) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("name", "page"), [("tariq", "/bureau/service/"), ("elise", "/bureau/elue/")])
def test_whoever_studies_or_decides_lands_on_her_own_page(
    world: World, client_of: Browser, name: str, page: str
) -> None:
    assert client_of(name).get(TODAY).url == page


@pytest.mark.parametrize("name", ["visitor", "alice"])
def test_residents_have_no_desk(world: World, client_of: Browser, name: str) -> None:
    assert client_of(name).get(TODAY).status_code == 403


@pytest.mark.parametrize("items", [1, 3])
def test_the_day_costs_the_same_for_one_and_three(
    world: World, client_of: Browser, items: int, django_assert_max_num_queries: Callable
) -> None:
    for n in range(items):
        process, step = open_process(world.space, world.p2a, prefix=f"P{n}", slug=f"p{n}")
        message(world, process=process, step=step)
        message(world, process=process, step=step, shown=False)
        territory(f"Hameau {n}", f"0400{n}", parent=world.p2a)
    olga = client_of("olga")
    with django_assert_max_num_queries(36):
        page = olga.get(TODAY)
    assert len([task for task in page.context["tasks"] if "Hameau" in str(task.detail)]) == items


def test_a_silent_commune_is_named_until_it_speaks(world: World, client_of: Browser) -> None:
    Process.objects.update(territory=world.p2a, contributions_count=1)
    assert "Digne" in text(client_of("olga").get(TODAY))
    TerritoryFigure.objects.create(process=world.process, territory=world.digne, contributions=1)
    details = [str(task.detail) for task in client_of("olga").get(TODAY).context["tasks"]]
    assert "Digne" not in details


def test_a_phase_that_closes_this_week_is_announced(world: World, client_of: Browser) -> None:
    assert "/calendrier/" not in text(client_of("olga").get(TODAY))
    Phase.objects.update(ends_at=timezone.now() + timedelta(days=2))
    assert "/calendrier/" in text(client_of("olga").get(TODAY))


def test_refused_mails_are_shown_to_administrators_only(world: World, client_of: Browser) -> None:
    Delivery.objects.create(means=Delivery.Means.MAIL, failed_at=timezone.now(), error="550 Unknown mailbox")
    assert "550 Unknown mailbox" in text(client_of("diane").get(TODAY))
    assert "550 Unknown mailbox" in text(client_of("diane").get("/bureau/courriels/"))
    assert "550" not in text(client_of("olga").get(TODAY))
    assert client_of("olga").get("/bureau/courriels/").status_code == 403


def test_unread_news_ring(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    assert olga.get(TODAY).context["unread"] == 0
    Notification.objects.create(
        participant=world.actor("olga").participant, kind="read", contribution=message(world)
    )
    page = olga.get(TODAY)
    assert page.context["unread"] == 1
    assert f'href="{reverse("notifications:news")}"' in text(page)


def test_the_road_to_a_first_process_shows_until_one_is_published(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    assert olga.get(TODAY).context["first_steps"] == []
    Process.objects.update(state=Process.State.DRAFT, published_at=None)
    page = olga.get(TODAY)
    steps = page.context["first_steps"]
    assert len(steps) == 8
    done = {step.url for step in steps if step.is_done}
    assert "/bureau/demarches/transport/cadre/" in done
    assert "/bureau/demarches/transport/publication/" not in done
    assert "/bureau/demarches/transport/publication/" in text(page)


def test_without_any_draft_the_road_begins_with_a_model(world: World, client_of: Browser) -> None:
    page = client_of("charlie").get(TODAY)
    assert [step.is_done for step in page.context["first_steps"]] == [False] * 8
    assert page.context["first_steps"][3].url == "/bureau/demarches/nouvelle/"


def test_a_moderator_is_not_asked_to_create(world: World, client_of: Browser) -> None:
    page = client_of("mona").get(TODAY)
    assert page.context["first_steps"] == []
    assert "/bureau/demarches/nouvelle/" not in text(page)
