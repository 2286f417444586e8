"""What residents see of moderation."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone, translation

from parvis.accounts.limits import limit
from parvis.contributions.models import State
from parvis.moderation import actions
from parvis.moderation.models import Appeal, Decision, Report
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.moderation.test_actions import hide
from tests.personas import World

Browser = Callable[[str], StrictClient]


def report_form(client: StrictClient, code: str, **changes: str) -> object:
    """Open the form, wait as a person does, send it."""
    page = client.get(f"/signaler/{code}/")
    token = page.context["form"]["token"].value()
    words = {"reason": "insult", "explanation": "Il insulte ma voisine.", "good_faith": "on", "token": token}
    with time_machine.travel(timezone.now() + timedelta(seconds=8)):
        return client.post(f"/signaler/{code}/", words | changes, follow=True)


def test_a_visitor_reports_and_is_thanked(world: World, client: StrictClient) -> None:
    one = message(world)
    page = report_form(client, one.code, contact="quelquun@example.org")
    assert page.redirect_chain[-1][0].endswith(f"/signaler/{one.code}/merci/")
    assert Report.objects.get().contact == "quelquun@example.org"


def test_a_known_person_is_not_asked_her_address(world: World, client_of: Browser) -> None:
    one = message(world)
    alice = client_of("bob")
    assert "contact" not in alice.get(f"/signaler/{one.code}/").context["form"].fields
    report_form(alice, one.code)
    assert Report.objects.get().reporter == world.actor("bob").participant


def test_a_robot_and_a_form_half_filled_come_back_whole(world: World, client: StrictClient) -> None:
    one = message(world)
    for changes in ({"website": "http://spam.example"}, {"good_faith": ""}, {"reason": ""}):
        page = report_form(client, one.code, **changes)
        assert page.status_code == 422
        assert "Il insulte ma voisine." in page.content.decode()
    assert not Report.objects.exists()


def test_reports_are_limited_by_the_hour(world: World, client: StrictClient) -> None:
    one = message(world)
    for _n in range(10):
        limit("report", "127.0.0.1", most=10, seconds=3600)
    page = report_form(client, one.code)
    assert page.status_code == 429
    assert "Il insulte ma voisine.</textarea>" in page.content.decode()
    assert not Report.objects.exists()


def test_what_nobody_sees_is_not_reported(world: World, client: StrictClient) -> None:
    waiting = message(world, shown=False)
    assert client.get(f"/signaler/{waiting.code}/").status_code == 404


def test_the_author_reads_why_and_asks_once_for_a_second_reading(world: World, client_of: Browser) -> None:
    one = message(world)
    hide(world, one)
    alice = client_of("alice")
    page = alice.get(f"/signaler/{one.code}/appel/")
    assert "Votre message attaque une personne." in page.content.decode()
    alice.post(f"/signaler/{one.code}/appel/", {"text": "Je parlais du bruit."})
    again = alice.post(f"/signaler/{one.code}/appel/", {"text": "Je parlais du bruit."})
    assert again.status_code == 302
    assert Appeal.objects.get().text == "Je parlais du bruit."
    assert "Je parlais du bruit." in alice.get(f"/signaler/{one.code}/appel/").content.decode()


@pytest.mark.parametrize("kind", ["proposal", "comment"])
def test_the_author_finds_the_reasons_from_her_own_page_and_from_the_message(
    world: World, client_of: Browser, kind: str
) -> None:
    root = message(world, by="bob")
    one = message(world, kind="comment", parent=root, root=root, depth=1) if kind == "comment" else message(world)
    hide(world, one)
    alice, address = client_of("alice"), f"/signaler/{one.code}/appel/"
    assert address in alice.get("/mon-suivi/").content.decode()
    assert address in alice.get(one.get_absolute_url()).content.decode()
    assert "/mon-suivi/identifier/?next=" in client_of("visitor").get(one.get_absolute_url()).content.decode()
    assert address not in client_of("bob").get(one.get_absolute_url()).content.decode()


@pytest.mark.parametrize("name", ["visitor", "bob", "charlie", "tariq"])
def test_the_statement_is_for_the_author_alone(world: World, client_of: Browser, name: str) -> None:
    one = message(world)
    hide(world, one)
    someone = client_of(name)
    assert someone.get(f"/signaler/{one.code}/appel/").status_code == 403
    assert someone.post(f"/signaler/{one.code}/appel/", {"text": "…"}).status_code == 403
    assert not Appeal.objects.exists()


def test_a_refusal_wears_the_colours_of_the_place_it_speaks_of(world: World, client_of: Browser) -> None:
    one = message(world)
    decision = hide(world, one)
    Decision.objects.filter(pk=decision.pk).update(space=world.other_space)
    refused = client_of("bob").get(f"/signaler/{one.code}/appel/")
    assert refused.status_code == 403
    assert f"/theme/{world.other_space.slug}." in refused.content.decode()


def test_the_words_of_a_decision_are_marked_with_their_language(world: World, client_of: Browser) -> None:
    one = message(world)
    with translation.override("ar"):
        hide(world, one)
    assert 'lang="ar" dir="auto"' in client_of("alice").get(one.get_absolute_url()).content.decode()


def test_the_answer_to_an_appeal_stays_readable(world: World, client_of: Browser) -> None:
    one = message(world)
    appeal = actions.appeal(decision=hide(world, one), by=world.actor("alice"), text="Je parlais du bruit.")
    actions.decide_appeal(appeal=appeal, by=world.actor("olga"), changed=True, answer="Vous aviez raison.")
    assert fresh(one).state == State.PUBLISHED
    assert "Vous aviez raison." in client_of("alice").get(f"/signaler/{one.code}/appel/").content.decode()


def test_the_contribution_page_offers_to_report_and_tells_its_author(world: World, client_of: Browser) -> None:
    one = message(world)
    assert f"/signaler/{one.code}/" in client_of("visitor").get(one.get_absolute_url()).content.decode()
    hide(world, one)
    assert "Votre message attaque une personne." in client_of("alice").get(one.get_absolute_url()).content.decode()
    others = client_of("bob").get(one.get_absolute_url()).content.decode()
    assert "Votre message attaque une personne." not in others
    assert one.body not in others


def test_everyone_reads_why_a_discussion_is_paused(world: World, client: StrictClient) -> None:
    one = message(world)
    until = timezone.now() + timedelta(hours=24)
    actions.pause(target=one, by=world.actor("mona"), until=until, message="Respirons un peu.")
    assert "Respirons un peu." in client.get(one.get_absolute_url()).content.decode()
    with time_machine.travel(until + timedelta(minutes=1)):
        assert "Respirons un peu." not in client.get(one.get_absolute_url()).content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_the_charter_shows_figures_in_few_queries(
    world: World, client: StrictClient, items: int, django_assert_max_num_queries: Callable
) -> None:
    for _n in range(items):
        hide(world, message(world))
    with django_assert_max_num_queries(12):
        page = client.get("/signaler/charte/").content.decode()
    assert f"<b>{items}</b>" in page


@pytest.mark.parametrize(("prefix", "why"), [("/en", "About something else"), ("/ar", "يتحدث عن موضوع آخر")])
def test_the_reason_on_the_thread_is_in_the_language_of_its_reader(
    world: World, client_of: Browser, prefix: str, why: str
) -> None:
    one = message(world)
    with translation.override("fr"):
        actions.decide(
            contribution=one, by=world.actor("mona"), verb="hide", reason="off_topic", statement="Hors sujet."
        )
    assert why in client_of("visitor").get(f"{prefix}/avis/{one.code}/").content.decode()


def test_the_team_says_when_it_reads_in_each_language(world: World, client_of: Browser) -> None:
    mona, address = client_of("mona"), f"/bureau/moderation/regles/{world.space.slug}/"
    hours = {"hours_fr": "du lundi au vendredi", "hours_ar": "من الاثنين إلى الجمعة"}
    mona.post(address, hours | {"max_links": 2, "slow_seconds": 15})
    visitor = client_of("visitor")
    assert "du lundi au vendredi" in visitor.get("/signaler/charte/").content.decode()
    assert "من الاثنين إلى الجمعة" in visitor.get("/ar/signaler/charte/").content.decode()
