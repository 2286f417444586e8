"""A method of our own (tests/methods/memories), copied as CONTRIBUTING.md says: it plugs in without a line elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest

from parvis.contributions.models import Contribution
from parvis.processes import actions
from parvis.processes.models import PhaseOpening, Step
from parvis.processes.queries import open_verbs
from tests.client import StrictClient
from tests.methods.cases import MethodCases
from tests.methods.memories.actions import write_memory
from tests.methods.proposals.saying import old_token
from tests.personas import World


class TestMemories(MethodCases):
    method = "memories"
    create = "raconter/"
    list_queries = 6

    def words(self, title: str) -> dict[str, Any]:
        return {"title": title, "body": "On y dansait le dimanche.", "year": "1974", "token": old_token()}

    def said(self, world: World, step: Step, title: str) -> Contribution:
        return write_memory(step=step, by=world.actor("alice"), title=title, year=1974)


@pytest.mark.django_db
def test_the_animator_finds_it_in_the_builder_and_opens_its_verbs_by_phase(
    world: World, client_of: Callable[[str], StrictClient]
) -> None:
    olga, steps = client_of("olga"), "/bureau/demarches/transport/etapes/"
    assert "Memories of a place" in olga.get(steps).content.decode()
    step = actions.add_step(process=world.process, method="memories", by=world.actor("olga"))
    assert open_verbs(step) == frozenset()
    assert "Write a memory" not in StrictClient().get(f"/participer/transport/{step.slug}/").content.decode()
    PhaseOpening.objects.create(phase=world.process.phases.get(), step=step, verbs=["create"])
    assert "create" in open_verbs(Step.objects.get(pk=step.pk))
    assert "Write a memory" in StrictClient().get(f"/participer/transport/{step.slug}/").content.decode()


@pytest.mark.django_db
def test_its_card_says_its_kind_and_its_page_the_year(world: World) -> None:
    step = actions.add_step(
        process=world.process, method="memories", by=world.actor("olga"), phases=(world.process.phases.get().pk,)
    )
    one = write_memory(step=step, by=world.actor("alice"), title="Le bal du quatorze juillet", year=1974)
    assert "Memory" in StrictClient().get(f"/participer/transport/{step.slug}/").content.decode()
    assert "1974" in StrictClient().get(one.get_absolute_url()).content.decode()
