"""The moderation page: who opens it, what it says, and gestures that lose nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.contributions.models import State
from parvis.moderation import actions
from parvis.moderation.models import Appeal, Decision, ModerationPolicy, Pause
from parvis.moderation.queries import desk_tasks
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.moderation.test_actions import appeal, hide, report
from tests.personas import World

Browser = Callable[[str], StrictClient]
QUEUE = "/bureau/moderation/"


def decide(client: StrictClient, code: str, **words: object) -> object:
    return client.post(f"{QUEUE}{code}/decider/", words, follow=True)


def text(response: object) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["visitor", "alice", "tariq", "elise"])
def test_the_queue_is_for_those_who_moderate(world: World, client_of: Browser, name: str) -> None:
    someone = client_of(name)
    one = message(world)
    for address in ("", "journal/", "regles/"):
        assert someone.get(QUEUE + address).status_code == 403
    assert decide(someone, one.code, verb="hide", reason="spam").status_code in {403, 404}
    assert fresh(one).is_public


def test_charlie_elsewhere_finds_nothing(world: World, client_of: Browser) -> None:
    one = message(world)
    report(world, one)
    charlie = client_of("charlie")
    assert one.title not in text(charlie.get(QUEUE))
    assert charlie.get(f"{QUEUE}?lire={one.code}").status_code == 404
    assert decide(charlie, one.code, verb="hide", reason="spam").status_code == 404
    assert charlie.get(f"{QUEUE}regles/provence-alpes/").status_code == 404


def test_reports_come_first_then_the_unread_then_second_readings(world: World, client_of: Browser) -> None:
    waiting, reported, hidden = message(world, shown=False), message(world), message(world)
    appeal(world, hide(world, hidden))
    report(world, reported)
    lines = client_of("olga").get(QUEUE).context["lines"]
    assert [line["code"] for line, _here in lines] == [reported.code, waiting.code, hidden.code]


@pytest.mark.parametrize("items", [1, 3])
def test_the_queue_costs_the_same_for_one_and_three(
    world: World, client_of: Browser, items: int, django_assert_max_num_queries: Callable
) -> None:
    for _n in range(items):
        report(world, message(world))
        message(world, shown=False)
        appeal(world, hide(world, message(world)))
    olga = client_of("olga")
    with django_assert_max_num_queries(20):
        page = olga.get(QUEUE)
    assert len(page.context["lines"]) == 3 * items


def test_hiding_from_the_card_tells_the_author_the_usual_sentence(world: World, client_of: Browser) -> None:
    one = message(world)
    report(world, one)
    page = decide(client_of("mona"), one.code, verb="hide", reason="spam", statement="", seen=0)
    assert fresh(one).state == State.HIDDEN
    assert Decision.objects.get().statement
    assert "/annuler/" in text(page)


def test_undo_is_one_click_away(world: World, client_of: Browser) -> None:
    one = message(world)
    mona = client_of("mona")
    decide(mona, one.code, verb="hide", reason="spam", seen=0)
    mona.post(f"{QUEUE}decisions/{Decision.objects.get().pk}/annuler/")
    assert fresh(one).is_public


def test_a_missing_reason_brings_the_words_back(world: World, client_of: Browser) -> None:
    one = message(world)
    page = decide(client_of("mona"), one.code, verb="hide", reason="", statement="Relisez la charte.", seen=0)
    assert page.status_code == 422
    assert "Relisez la charte." in text(page)
    assert fresh(one).is_public


def test_when_somebody_decided_first_nothing_written_is_lost(world: World, client_of: Browser) -> None:
    one = message(world)
    report(world, one)
    actions.decide(contribution=one, by=world.actor("olga"), verb="keep")
    words = {"verb": "hide", "reason": "insult", "statement": "Cette phrase vise une personne.", "seen": 0}
    page = decide(client_of("mona"), one.code, **words)
    assert page.status_code == 409
    assert "Olga" in text(page)
    assert "Cette phrase vise une personne." in text(page)
    assert fresh(one).is_public


def test_many_at_once_and_the_one_decided_meanwhile_is_named(world: World, client_of: Browser) -> None:
    one, two, late = (message(world, shown=False) for _n in range(3))
    picked = [f"{c.code}:0" for c in (one, two, late)]
    actions.decide(contribution=late, by=world.actor("olga"), verb="approve")
    page = client_of("mona").post(f"{QUEUE}lot/", {"verb": "approve", "picked": picked}, follow=True)
    assert fresh(one).is_public
    assert fresh(two).is_public
    assert late.code in text(page)
    assert Decision.objects.count() == 3


def test_bulk_hiding_without_a_reason_hides_nothing(world: World, client_of: Browser) -> None:
    one = message(world)
    client_of("mona").post(f"{QUEUE}lot/", {"verb": "hide", "picked": [f"{one.code}:0"]})
    assert fresh(one).is_public


def test_a_second_reading_is_answered_by_somebody_else(world: World, client_of: Browser) -> None:
    one = message(world)
    request = appeal(world, hide(world, one, by="mona"))
    assert not client_of("mona").get(QUEUE).context["lines"]
    words = {"changed": "yes", "answer": "Vous aviez raison."}
    assert client_of("mona").post(f"{QUEUE}appels/{request.pk}/", words).status_code == 403
    client_of("olga").post(f"{QUEUE}appels/{request.pk}/", words)
    assert fresh(one).is_public
    assert Appeal.objects.get().decided_by == world.users["olga"]


def test_a_discussion_is_calmed_and_opened_again(world: World, client_of: Browser) -> None:
    one, mona = message(world), client_of("mona")
    words = {"whole_step": "", "seconds": "0", "hours": "24", "message": "Respirons."}
    mona.post(f"{QUEUE}{one.code}/pause/", words)
    assert fresh(one).locked_until > timezone.now() + timedelta(hours=23)
    assert "Respirons." in text(mona.get(f"{QUEUE}regles/"))
    mona.post(f"{QUEUE}pauses/{Pause.objects.get().pk}/lever/")
    assert fresh(one).locked_until is None


def test_the_rules_of_the_space_are_changed_there(world: World, client_of: Browser) -> None:
    address = f"{QUEUE}regles/provence-alpes/"
    words = {"hours_fr": "du lundi au vendredi", "max_links": "1", "slow_seconds": "0", "blocked_words": "voleur"}
    client_of("mona").post(address, words)
    assert ModerationPolicy.objects.get().blocked_words == "voleur"
    assert "du lundi au vendredi" in text(client_of("visitor").get("/signaler/charte/"))


def test_the_charter_is_written_in_blocks_and_public_at_once(world: World, client_of: Browser) -> None:
    address, public = f"{QUEUE}regles/provence-alpes/charte/", "/signaler/charte/"
    mona = client_of("mona")
    model = "Critiquez les idées autant que vous voulez"
    assert model in text(mona.get(address))
    assert model in text(client_of("visitor").get(public))
    assert "انتقدوا الأفكار" in text(client_of("visitor").get("/ar" + public))

    written = {"charter-here": "1", "charter-block": "a1", "charter-a1-type": "heading"}
    written |= {"charter-a1-text_fr": "Nos règles", "charter-a1-level": "2"}
    response = mona.post(address, written)
    assert response.status_code == 302, text(response)
    page = text(client_of("visitor").get(public))
    assert "Nos règles" in page
    assert model not in page
    assert "Nos règles" in text(client_of("visitor").get("/signaler/charte/provence-alpes/"))

    mona.post(address, {"model": "1"})
    assert model in text(client_of("visitor").get(public))
    for name in ("alice", "elise", "charlie", "visitor"):
        assert client_of(name).get(address).status_code in {302, 403, 404}, name


@pytest.mark.parametrize("items", [1, 3])
def test_the_log_costs_the_same_for_one_and_three(
    world: World, client_of: Browser, items: int, django_assert_max_num_queries: Callable
) -> None:
    for _n in range(items):
        hide(world, message(world))
    mona = client_of("mona")
    with django_assert_max_num_queries(12):
        page = mona.get(f"{QUEUE}journal/?motif=insult&geste=hide")
    assert len(page.context["page"].items) == items
    assert not mona.get(f"{QUEUE}journal/?motif=spam").context["page"].items


def test_today_tells_what_waits_to_those_who_moderate(world: World) -> None:
    report(world, message(world))
    message(world, shown=False)
    message(world, shown=False)
    assert [task.count for task in desk_tasks(world.actor("mona"))] == [1, 2]
    for name in ("visitor", "alice", "tariq", "charlie"):
        assert desk_tasks(world.actor(name)) == []
