"""Each counter broken once: seen, then mended exactly."""

import pytest

from parvis.comments.actions import comment
from parvis.contributions.models import ChannelFigure, Contribution, Stance, TerritoryFigure
from parvis.follows.actions import follow
from parvis.operations.counters import recount
from parvis.processes.models import Process, Step
from parvis.supports.actions import support
from tests.moderation.make import message
from tests.personas import World

COUNTERS = [
    *[
        (Contribution, {"title": "Un bus après 19 h"}, name)
        for name in (
            "comments_count",
            "for_count",
            "against_count",
            "neutral_count",
            "supports_count",
            "follows_count",
        )
    ],
    (Contribution, {"body": "Oui, le soir."}, "comments_count"),
    (Contribution, {"body": "Oui, le soir."}, "supports_count"),
    (Step, {}, "contributions_count"),
    *[(Process, {}, name) for name in ("contributions_count", "comments_count", "supports_count", "people_count")],
    (ChannelFigure, {}, "people"),
    (ChannelFigure, {}, "contributions"),
    (TerritoryFigure, {}, "contributions"),
]


@pytest.fixture
def life(world: World) -> Contribution:
    """One proposal with everything that moves a counter."""
    one = message(world)
    alice, bob = world.actor("alice"), world.actor("bob")
    said = comment(contribution=one, by=bob, body="Oui, le soir.", stance=Stance.FOR)
    comment(contribution=one, by=alice, body="Non, le matin.", stance=Stance.AGAINST)
    comment(contribution=one, by=alice, body="Ou à midi.", stance=Stance.NEUTRAL)
    comment(contribution=said, by=alice, body="D’accord.")
    support(contribution=one, by=bob)
    support(contribution=Contribution.objects.get(pk=said.pk), by=alice)
    follow(target=one, by=bob)
    return one


def test_ordinary_life_keeps_every_counter_right(life: Contribution) -> None:
    assert recount() == 0


@pytest.mark.parametrize(("model", "where", "name"), COUNTERS)
@pytest.mark.parametrize("drift", [7, 0])
def test_a_broken_counter_is_seen_and_mended(
    life: Contribution, model: type, where: dict[str, str], name: str, drift: int
) -> None:
    row = model.objects.get(**where)
    right = getattr(row, name)
    assert right > 0
    model.objects.filter(pk=row.pk).update(**{name: drift})
    assert recount() == 1
    assert recount(mend=True) == 1
    assert getattr(model.objects.get(pk=row.pk), name) == right
    assert recount() == 0


def test_a_missing_figure_is_made_again(life: Contribution) -> None:
    ChannelFigure.objects.all().delete()
    TerritoryFigure.objects.all().delete()
    assert recount(mend=True) == 3
    assert recount() == 0
    assert ChannelFigure.objects.get().contributions == 1


def test_the_check_costs_the_same_whatever_the_number(
    life: Contribution, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(30):
        recount()
