"""Messages to moderate."""

from parvis.contributions import spine
from parvis.contributions.models import Contribution, State
from parvis.core.codes import random_code
from parvis.methods.proposals.models import Proposal
from tests.personas import World


def message(world: World, *, shown: bool = True, by: str = "alice", **fields: object) -> Contribution:
    """A proposal by somebody, published and counted, or waiting to be read."""
    values = {
        "code": random_code(10),
        "kind": "proposal",
        "space": world.space,
        "process": world.process,
        "step": world.step,
        "territory": world.digne,
        "author": world.actor(by).participant,
        "title": "Un bus après 19 h",
        "body": "Je finis à 19 h 30 et je rentre à pied.",
        "state": State.PENDING,
    }
    kind = Contribution if fields.get("kind") == "comment" else Proposal
    one = kind.objects.create(**values | fields)
    if shown:
        spine.show(one, by=world.actor("alice"))
    return one


def fresh(one: Contribution) -> Contribution:
    return Contribution.objects.get(pk=one.pk)
