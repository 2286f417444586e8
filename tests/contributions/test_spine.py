"""The house rules of the spine, on a real démarche."""

import pytest

from parvis.accounts.actors import Actor
from parvis.contributions import spine
from parvis.contributions.models import ChannelFigure, Contribution, Stage, Stance, State, TerritoryFigure
from parvis.core.codes import random_code
from parvis.core.verbs import verb
from parvis.methods.proposals.models import Proposal
from parvis.processes.models import Process
from tests.personas import World


def envelope(world: World, **fields: object) -> Contribution:
    values = {
        "code": random_code(10),
        "kind": "proposal",
        "space": world.space,
        "process": world.process,
        "step": world.step,
        "territory": world.digne,
        "title": "Un bus après 19 h",
        "state": State.PENDING,
    }
    return Contribution.objects.create(**values | fields)


def test_codes_follow_each_other_and_never_repeat(world: World) -> None:
    assert spine.next_codes(world.process) == ["TUD-0001"]
    assert spine.next_codes(world.process, 2) == ["TUD-0002", "TUD-0003"]


def test_showing_counts_once_and_taking_away_counts_back(world: World) -> None:
    one, by = envelope(world), world.actor("olga")
    spine.show(one, by=by)
    spine.show(one, by=by)
    assert Process.objects.get().contributions_count == 1
    assert ChannelFigure.objects.get().contributions == TerritoryFigure.objects.get().contributions == 1
    spine.take_away(one, state=State.HIDDEN, by=by, reason="hors charte")
    assert Process.objects.get().contributions_count == 0


def test_a_stance_is_counted_on_the_contribution_it_answers(world: World) -> None:
    root, by = envelope(world), world.actor("olga")
    spine.show(root, by=by)
    answer = envelope(world, kind="comment", root=root, parent=root, stance=Stance.AGAINST)
    spine.show(answer, by=by)
    root.refresh_from_db()
    assert (root.comments_count, root.for_count, root.against_count) == (1, 0, 1)


def test_a_person_counts_once_per_process(world: World) -> None:
    alice = world.actor("alice").participant
    assert alice
    for channel in ("paper", "web"):
        spine.register_person(world.process, alice, channel)
    assert Process.objects.get().people_count == 1
    assert ChannelFigure.objects.get(channel="paper").people == 1


def test_the_stage_only_moves_forward_but_every_mark_is_kept(world: World) -> None:
    one, by = envelope(world), world.actor("olga")
    spine.mark(one, by=by, stage=Stage.ANSWERED)
    spine.mark(one, by=by, stage=Stage.STUDIED)
    one.refresh_from_db()
    assert one.stage == Stage.ANSWERED
    assert one.changes.count() == 2


def test_saving_a_whole_existing_row_is_refused(world: World) -> None:
    with pytest.raises(RuntimeError, match="update_fields"):
        envelope(world).save()


def test_bulk_creation_fills_envelopes_and_children(world: World) -> None:
    rows = [
        Proposal(
            code=f"TUD-{n}",
            kind="proposal",
            space=world.space,
            process=world.process,
            step=world.step,
            nature="need",
        )
        for n in range(7)
    ]
    spine.create_many(rows, size=3)
    assert Proposal.objects.filter(nature="need", step=world.step).count() == 7


def test_a_verb_takes_keywords_only() -> None:
    with pytest.raises(TypeError, match="keyword-only"):

        @verb
        def wrong(process: Process, *, by: Actor) -> None: ...
