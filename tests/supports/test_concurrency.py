"""Two hundred clicks at once by one person, fifty persons at once: counted exactly, on both databases."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from django.db import connection

from parvis.accounts.actors import Actor
from parvis.accounts.models import Participant
from parvis.contributions.models import ChannelFigure, Contribution, Participation
from parvis.core.rights import Refused
from parvis.methods.proposals.actions import submit_proposal
from parvis.processes.models import Process, Step
from parvis.supports.actions import support, unsupport
from parvis.supports.models import Support
from tests.methods.proposals.saying import said
from tests.personas import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 24
T = TypeVar("T")


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def at_once(function: Callable[[T], object], inputs: Iterable[T]) -> list[object]:
    """Call ``function`` on each input from many threads, each with a connection of its own."""

    def call(value: T) -> object:
        try:
            return function(value)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(call, inputs))


def person(n: int) -> Actor:
    return Actor(participant=Participant.objects.create(pseudonym=f"Personne {n}", origin="email"))


def read(pk: int) -> Contribution:
    return Contribution.objects.select_related("process", "step__process").get(pk=pk)


def test_two_hundred_identical_supports_count_once(world: World) -> None:
    pk, bob = said(world).pk, world.actor("bob")
    counted = at_once(lambda _n: support(contribution=read(pk), by=bob), range(200))
    assert counted.count(True) == 1
    assert Support.objects.count() == read(pk).supports_count == Process.objects.get().supports_count == 1


def test_fifty_persons_twenty_times_each_count_fifty(world: World) -> None:
    pk, people = said(world).pk, [person(n) for n in range(50)]
    counted = at_once(lambda by: support(contribution=read(pk), by=by), people * 20)
    assert counted.count(True) == 50
    process = Process.objects.get()
    assert Support.objects.count() == read(pk).supports_count == process.supports_count == 50
    assert process.people_count == Participation.objects.count() == 51  # the author too
    assert ChannelFigure.objects.get(channel="web").people == 51


def test_giving_and_taking_back_at_once_leaves_the_true_count(world: World) -> None:
    pk, people = said(world).pk, [person(n) for n in range(10)]
    gestures = [(verb, by) for by in people for verb in (support, unsupport)] * 10
    at_once(lambda gesture: gesture[0](contribution=read(pk), by=gesture[1]), gestures)
    assert read(pk).supports_count == Process.objects.get().supports_count == Support.objects.count()


def test_the_limit_holds_when_ten_are_supported_at_once(world: World) -> None:
    Step.objects.update(settings={"max_supports": 3})
    ids, bob = [said(world).pk for _n in range(10)], world.actor("bob")

    def try_it(pk: int) -> bool:
        try:
            return support(contribution=read(pk), by=bob)
        except Refused:
            return False

    assert at_once(try_it, ids).count(True) == Support.objects.count() == 3


def test_one_form_sent_fifty_times_at_once_makes_one_contribution(world: World) -> None:
    alice = world.actor("alice")
    sent = at_once(
        lambda _n: submit_proposal(step=world.step, by=alice, title="Un banc", token="same").code, range(50)
    )
    assert set(sent) == {"TUD-0001"}
    assert Contribution.objects.count() == Step.objects.get().contributions_count == 1
