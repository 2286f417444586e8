"""How the tests of this folder make subjects and ideas."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from parvis.contributions.forms import new_token
from parvis.subjects.actions import declare_subject, propose_subject, submit_idea
from parvis.subjects.models import Idea, Subject
from tests.personas import World


def old_token() -> str:
    """The token of a page drawn a minute ago: the time a person takes."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        return new_token()


def proposed(world: World, name: str = "alice", **words: object) -> Subject:
    values = {"title": "Éteindre l’éclairage la nuit", "why": "On ne voit plus les étoiles."}
    return propose_subject(space=world.space, by=world.actor(name), **values | words)


def declared(world: World, name: str = "olga", **words: object) -> Subject:
    values = {"title": "Un schéma cyclable", "origin": "service", "is_public": True}
    return declare_subject(space=world.space, by=world.actor(name), **values | words)


def put_in_the_box(world: World, name: str = "alice", **words: object) -> Idea:
    values = {"title": "Une micro-crèche à Digne", "body": "Trois familles sur notre palier.", "nature": "need"}
    return submit_idea(space=world.space, by=world.actor(name), **values | words)
