"""How the tests of this folder say something."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from parvis.contributions.forms import new_token
from parvis.methods.proposals.actions import submit_proposal
from parvis.methods.proposals.models import Proposal
from tests.personas import World

SUBMIT = "/participer/transport/avis/deposer/"
LIST = "/participer/transport/avis/"


def old_token() -> str:
    """The token of a page drawn a minute ago: the time a person takes."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return new_token()


def answers(**changes: str) -> dict[str, str]:
    return {
        "nature": "need",
        "title": "Un bus après 19 h pour les internes",
        "body": "Le dernier passe à 18 h 40.",
        "token": old_token(),
        "website": "",
    } | changes


def said(world: World, name: str = "alice", **words: object) -> Proposal:
    values = {
        "title": "Un bus après 19 h pour les internes",
        "body": "Le dernier passe à 18 h 40.",
        "nature": "need",
    }
    return submit_proposal(step=world.step, by=world.actor(name), **values | words)
