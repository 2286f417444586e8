"""A service with a mailbox, and the mail it receives."""

import re
from collections.abc import Callable

import pytest
from django.core import mail

from parvis.contributions.models import Contribution
from parvis.core.jobs.worker import run_pending
from parvis.incoming.models import MailedLink
from parvis.organisations.models import Organisation
from parvis.replies.actions import assign
from tests.moderation.make import message
from tests.personas import World
from tests.replies.test_actions import days

Ask = Callable[..., MailedLink]
SERVICE = "mobilites@ville.example"


@pytest.fixture
def world(world: World) -> World:
    Organisation.objects.filter(pk=world.mobility.pk).update(email=SERVICE)
    world.mobility.refresh_from_db()
    world.users["tariq"].roles.all().delete()  # nobody of this service has an account
    return world


@pytest.fixture
def ask(world: World) -> Callable[..., MailedLink]:
    """Olga gives requests to the service; the mail leaves."""

    def give(*contributions: Contribution, due: int = 14, question: str = "Est-ce possible ?") -> MailedLink:
        found = contributions or (message(world),)
        assign(
            contributions=list(found),
            service=world.mobility,
            by=world.actor("olga"),
            question=question,
            due_on=days(due),
        )
        run_pending()
        return MailedLink.objects.filter(purpose="answer").latest("id")

    return give


def last_mail(to: str) -> mail.EmailMultiAlternatives:
    return [letter for letter in mail.outbox if letter.to == [to]][-1]


def address_in(letter: mail.EmailMultiAlternatives) -> str:
    """The path a mail leads to."""
    return re.search(r"http://testserver(/courrier/\S+)", letter.body).group(1)
