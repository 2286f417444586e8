"""A service that is late is reminded: a week before, on the day, then its head; each time told on the desk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from parvis.core.jobs.worker import run_pending
from parvis.incoming.actions import remind_services, take_in
from parvis.incoming.models import MailedLink, Reminder
from parvis.incoming.watch import desk_tasks
from parvis.organisations.models import Organisation
from parvis.replies import actions
from parvis.replies.models import Assignment, Reply
from tests.client import StrictClient
from tests.incoming.conftest import SERVICE, Ask, address_in, last_mail
from tests.incoming.test_receiving import answer
from tests.moderation.make import message
from tests.personas import World
from tests.replies.test_actions import days

HEAD = "direction@ville.example"


@pytest.fixture
def head(world: World) -> Organisation:
    above = Organisation.objects.create(
        kind="authority", name="Direction générale", slug="direction", space=world.space, email=HEAD
    )
    Organisation.objects.filter(pk=world.mobility.pk).update(parent=above)
    return above


def after(n: int) -> int:
    """The reminders that leave ``n`` days from now."""
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(days=n)):
        count = remind_services()
        run_pending()
    return count


def told() -> list[tuple[str, str]]:
    return [(letter.to[0], letter.subject.split(":")[0].strip()) for letter in mail.outbox]


def test_it_grows_more_pressing_and_each_time_once(world: World, ask: Ask, head: Organisation) -> None:
    ask(due=14)
    assert after(6) == 0
    assert after(7) == 1
    assert told() == [(SERVICE, "Dans une semaine")]
    assert address_in(last_mail(SERVICE)).startswith("/courrier/repondre/")
    assert after(8) == 0
    after(14)
    assert told() == [(SERVICE, "C’est aujourd’hui")]
    after(21)
    assert told() == [(HEAD, "Une semaine de retard")]
    assert after(30) == 0
    assert [row.kind for row in Reminder.objects.all()] == ["before", "day", "head"]


def test_days_the_clock_missed_send_one_mail(world: World, ask: Ask, head: Organisation) -> None:
    ask(due=14)
    assert after(25) == 1
    assert told() == [(HEAD, "Une semaine de retard")]


def test_asked_for_in_three_days_is_not_reminded_on_the_morrow(world: World, ask: Ask) -> None:
    ask(due=3)
    assert after(1) == 0
    assert after(3) == 1


def test_a_new_date_is_reminded_anew(world: World, ask: Ask) -> None:
    one = message(world)
    ask(one, due=10)
    assert after(10) == 1
    ask(one, due=20)
    assert after(20) == 1


def test_several_requests_one_reminder(world: World, ask: Ask) -> None:
    ask(message(world, title="A"), message(world, title="B"))
    assert after(7) == 1
    assert Reminder.objects.count() == 2


@pytest.mark.parametrize("how", ["sent to be validated", "published", "cancelled", "undated", "drafted"])
def test_who_has_answered_is_left_alone(world: World, ask: Ask, how: str) -> None:
    link = ask()
    if how == "sent to be validated":
        take_in(answer(link))
        Reply.objects.update(state=Reply.State.TO_VALIDATE)
    elif how == "published":
        Assignment.objects.update(done_at=timezone.now())
    elif how == "cancelled":
        MailedLink.objects.update(revoked_at=timezone.now())
    elif how == "undated":
        Assignment.objects.update(due_on=None)
    else:
        take_in(answer(link))  # a draft is no answer yet
    assert after(14) == (1 if how == "drafted" else 0)


def test_the_desk_says_who_was_reminded(
    world: World, ask: Ask, head: Organisation, client_of: Callable[[str], StrictClient]
) -> None:
    ask(due=14)
    after(21)
    olga = world.actor("olga")
    (task,) = desk_tasks(olga)
    assert task.kind == "Une semaine de retard"
    assert "relancé le" in client_of("olga").get("/bureau/courrier/envoye/").content.decode()
    assert not desk_tasks(world.actor("charlie"))


def test_a_service_with_nobody_above_is_written_to_again(world: World, ask: Ask) -> None:
    ask(due=14)
    after(21)
    assert told() == [(SERVICE, "Une semaine de retard")]


def test_a_holding_reply_is_one_gesture_and_stays_late(
    world: World, client_of: Callable[[str], StrictClient]
) -> None:
    one = message(world)
    type(one).objects.filter(pk=one.pk).update(answer_due=days(-3))
    olga = client_of("olga")
    assert f"/bureau/reponses/attente/?code={one.code}" in olga.get("/bureau/reponses/?quoi=late").content.decode()
    page = olga.get(f"/bureau/reponses/attente/?code={one.code}").content.decode()
    assert f'value="{days(21)}"' in page  # date and words are ready: one press
    actions.hold(contributions=[one], by=world.actor("olga"), until=days(21), body="Nous étudions.")
    late = olga.get("/bureau/reponses/?quoi=late").content.decode()
    assert one.code in late
    assert "3 jours de retard" in late
