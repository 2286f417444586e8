"""What other rooms demand of a calendar: asked before publication."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import pytest

from parvis.processes import requirements
from parvis.processes.models import Phase, Process
from parvis.processes.publication import publication_blockers, publication_remarks
from parvis.processes.requirements import Requirement, requirement
from tests.personas import World
from tests.processes.making import complete, draft


@pytest.fixture
def fortnight() -> Iterator[None]:
    """As a legal frame would: every dated phase lasts fifteen days at least."""

    @requirement
    def demand(_process: Process, phases: Sequence[Phase]) -> Iterable[Requirement]:
        for phase in phases:
            if phase.starts_at and phase.ends_at and phase.ends_at - phase.starts_at < timedelta(days=14):
                yield Requirement(sentence="Fifteen days at least.", is_blocking=True, field=f"phase-{phase.pk}")
        yield Requirement(sentence="Post the notice.", is_blocking=False)

    yield
    requirements._demands.remove(demand)


def test_publication_waits_for_what_a_room_demands(world: World, fortnight: None) -> None:
    process = complete(world, draft(world))
    phase = process.phases.first()
    Phase.objects.filter(pk=phase.pk).update(ends_at=phase.starts_at + timedelta(days=5))
    assert [str(blocker) for blocker in publication_blockers(process)] == ["Fifteen days at least."]
    assert "Post the notice." in [str(remark) for remark in publication_remarks(process)]
    process.phases.update(starts_at=None, ends_at=None)
    assert "Fifteen days at least." not in [str(blocker) for blocker in publication_blockers(process)]
