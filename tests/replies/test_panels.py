"""What residents read on the contribution’s page, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.accounts.models import RoleAssignment
from parvis.contributions.models import Contribution, Verdict
from parvis.notifications.models import Delivery
from parvis.replies import actions
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.personas import World
from tests.replies.test_actions import days, outcome, publish


def page(client: StrictClient, one: Contribution) -> str:
    return client.get(f"/en/avis/{one.code}/").content.decode()


def test_the_verdict_comes_before_the_text_and_names_who_answers(world: World, client: StrictClient) -> None:
    RoleAssignment.objects.filter(user=world.users["elise"]).update(title="vice-présidente aux mobilités")
    one = message(world)
    publish(world, one, verdict=Verdict.STUDYING, until=days(40), body="Nous comptons les voyageurs.")
    shown = page(client, one)
    assert shown.index("Under study until") < shown.index("Nous comptons les voyageurs.")
    assert "Mobilités" in shown
    assert "vice-présidente aux mobilités" in shown
    assert "within the promised time" in shown


def test_a_late_answer_says_how_late(world: World, client: StrictClient) -> None:
    one = message(world)
    Contribution.objects.filter(pk=one.pk).update(answer_due=days(-2))
    publish(world, fresh(one))
    assert "2 days after the promised day" in page(client, one)


def test_a_draft_is_seen_by_nobody(world: World, client: StrictClient) -> None:
    one = message(world)
    actions.draft_reply(
        contributions=[one], by=world.actor("tariq"), verdict="declined", body="Trop cher, je pense."
    )
    assert "Trop cher" not in page(client, one)


def test_a_holding_reply_gives_the_new_date(world: World, client: StrictClient) -> None:
    one = message(world)
    actions.hold(contributions=[one], by=world.actor("olga"), until=days(20), body="Le devis n’est pas arrivé.")
    shown = page(client, one)
    assert "We need more time" in shown
    assert "Le devis n’est pas arrivé." in shown


def test_what_was_corrected_can_still_be_read(world: World, client: StrictClient) -> None:
    one = message(world)
    reply = publish(world, one, body="Un bus à 19 h 40.")
    words = {"body": "Un bus à 20 h."}
    actions.correct_reply(reply=reply, by=world.actor("olga"), reason="L’heure était fausse.", changes=words)
    shown = page(client, one)
    for text in ("Un bus à 20 h.", "Un bus à 19 h 40.", "L’heure était fausse.", "Corrected on"):
        assert text in shown


def test_people_told_are_counted_by_proof(world: World, client: StrictClient) -> None:
    one = message(world)
    publish(world, one)
    alice, bob = world.actor("alice").participant, world.actor("bob").participant
    for person, at in ((alice, timezone.now()), (alice, timezone.now()), (bob, None)):
        Delivery.objects.create(participant=person, contribution=one, means="mail", accepted_at=at)
    assert "1 person has been told" in page(client, one)


def test_what_was_abandoned_says_why(world: World, client: StrictClient) -> None:
    one = message(world)
    made = outcome(world, one)
    assert "Conseil communautaire" in page(client, one)
    actions.abandon_outcome(outcome=made, by=world.actor("olga"), reason="La région ne paie plus.")
    assert "La région ne paie plus." in page(client, one)


@pytest.mark.parametrize("items", [1, 3])
def test_the_richest_page_costs_ten_queries(world: World, client: StrictClient, items: int) -> None:
    one = message(world)
    for n in range(items):
        reply = publish(world, fresh(one), body=f"Réponse {n}")
        words = {"body": f"Réponse {n} corrigée"}
        actions.correct_reply(reply=reply, by=world.actor("olga"), reason="Une erreur.", changes=words)
        outcome(world, fresh(one))
    Contribution.objects.update(created_at=timezone.now() - timedelta(days=1))
    with CaptureQueriesContext(connection) as queries:
        shown = page(client, one)
    assert all(f"Réponse {n} corrigée" in shown for n in range(items))
    assert len(queries) == 10, "\n".join(q["sql"][:200] for q in queries)
