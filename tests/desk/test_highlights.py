"""« À lire ces jours-ci »: put forward for a few days, ended by itself, fair to the others."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from parvis.audit.models import AuditEvent
from parvis.contributions import spine
from parvis.contributions.models import Contribution, State
from parvis.processes.models import Step
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.personas import World

pytestmark = pytest.mark.django_db
Browser = Callable[[str], StrictClient]
STEP, PROCESS = "/participer/transport/avis/", "/participer/transport/"
SECTION = "À lire ces jours-ci"


def text(response: object) -> str:
    return response.content.decode()


def forward(client: StrictClient, one: Contribution, **fields: str) -> object:
    return client.post(f"/bureau/contributions/{one.code}/en-avant/", fields, follow=True)


def section(page: str) -> str:
    return page.split(SECTION)[1].split("</section>", maxsplit=1)[0] if SECTION in page else ""


def test_it_shows_for_three_days_on_both_pages_then_ends_by_itself(world: World, client_of: Browser) -> None:
    one, visitor = message(world, body="Un banc à l’ombre"), client_of("visitor")
    assert SECTION not in text(visitor.get(STEP))
    forward(client_of("olga"), one)
    for path in (STEP, PROCESS, "/ar" + STEP, "/en" + PROCESS):
        assert one.code in text(visitor.get(path)), path
    assert one.code in section(text(visitor.get(STEP)))
    assert one.code in section(text(visitor.get(PROCESS)))
    assert AuditEvent.objects.filter(verb="put_forward").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2, hours=23)):
        assert SECTION in text(client_of("visitor").get(STEP))
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert SECTION not in text(client_of("visitor").get(STEP))
        assert SECTION not in text(client_of("visitor").get(PROCESS))


def test_neither_the_order_nor_the_counts_move(world: World, client_of: Browser) -> None:
    rows = [message(world, body=f"Idée {n}") for n in range(3)]
    visitor = client_of("visitor")

    def order() -> list[str]:
        return [card.code for card in visitor.get(STEP + "?sort=recent").context["cards"]]

    def figures() -> list[tuple]:
        return list(Contribution.objects.order_by("pk").values_list("supports_count", "comments_count", "state"))

    before, counted = order(), figures()
    forward(client_of("olga"), rows[0])
    assert order() == before
    assert figures() == counted


def test_it_is_taken_back_before_its_day(world: World, client_of: Browser) -> None:
    one, olga = message(world), client_of("olga")
    forward(olga, one, days="7")
    assert "Ne plus la mettre en avant" in text(olga.get(f"/bureau/contributions/{one.code}/"))
    olga.post(f"/bureau/contributions/{one.code}/en-avant/retirer/")
    assert SECTION not in text(client_of("visitor").get(STEP))
    assert AuditEvent.objects.filter(verb="take_back").exists()


def test_three_at_once_and_no_more(world: World, client_of: Browser) -> None:
    rows, olga = [message(world, body=f"Idée {n}") for n in range(4)], client_of("olga")
    for one in rows[:3]:
        forward(olga, one)
    assert "retirez-en une d’abord" in text(forward(olga, rows[3]))
    assert len(Step.objects.get(pk=world.step.pk).highlights) == 3
    forward(olga, rows[0], days="1")  # again: its day changes, it takes no second place
    assert len(Step.objects.get(pk=world.step.pk).highlights) == 3


def test_what_is_hidden_is_no_longer_put_forward(world: World, client_of: Browser) -> None:
    one = message(world)
    forward(client_of("olga"), one)
    spine.take_away(fresh(one), state=State.HIDDEN, by=world.actor("mona"))
    assert SECTION not in text(client_of("visitor").get(STEP))
    assert forward(client_of("olga"), one).status_code == 403
    assert not Step.objects.get(pk=world.step.pk).highlights


def test_others_put_nothing_forward(world: World, client_of: Browser) -> None:
    one = message(world)
    for name in ("mona", "tariq", "elise", "charlie", "alice", "visitor"):
        assert forward(client_of(name), one).status_code in {403, 404}, name
    assert not Step.objects.get(pk=world.step.pk).highlights


def test_it_asks_the_database_nothing_more(
    world: World, client_of: Browser, django_assert_num_queries: Callable
) -> None:
    one, visitor = message(world), client_of("visitor")
    forward(client_of("olga"), one)
    for path in (STEP, PROCESS):
        visitor.get(path)
    with django_assert_num_queries(10):
        assert SECTION in text(visitor.get(STEP))
