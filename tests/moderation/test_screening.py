"""Screens: what waits, what may not come, what passes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.contributions.screening import reason_to_hold
from parvis.core.rights import Refused
from parvis.moderation import actions
from parvis.moderation.models import ModerationPolicy
from parvis.moderation.screening import blocked_words_in
from tests.moderation.make import message
from tests.personas import World


def words(world: World, body: str = "Un bus à 19 h 40.", **fields: object) -> Contribution:
    author = world.actor("alice").participant
    values = {"space": world.space, "process": world.process, "step": world.step, "author": author, "body": body}
    return Contribution(**values | fields)


def held(world: World, contribution: Contribution, by: str = "alice") -> str:
    return str(reason_to_hold(contribution, world.actor(by)) or "")


def policy(world: World, **values: object) -> None:
    quiet = {"review_first": False, "slow_seconds": 0}
    ModerationPolicy.objects.create(space=world.space, **quiet | values)


def test_without_a_policy_everything_is_read_afterwards(world: World) -> None:
    assert held(world, words(world, "http://a.fr http://b.fr http://c.fr")) == ""


def test_a_first_message_waits_and_the_next_ones_show(world: World) -> None:
    policy(world, review_first=True)
    assert "First message" in held(world, words(world))
    message(world)
    assert held(world, words(world)) == ""


def test_links_beyond_the_limit_wait(world: World) -> None:
    policy(world, max_links=1)
    assert held(world, words(world, "Voir http://a.fr")) == ""
    assert "2" in held(world, words(world, "Voir http://a.fr et www.b.fr"))


def test_blocked_words_are_found_whole_without_accents(world: World) -> None:
    policy(world, blocked_words="Voleur\npot de vin")
    assert "Voleur" in held(world, words(world, "Ce VOLEUR !"))
    assert "pot de vin" in held(world, words(world, "un « pot-de-vin »"))
    assert held(world, words(world, "un envoleur")) == ""
    assert blocked_words_in("هذا لِصٌّ", "لص") == ["لص"]


def test_slow_mode_says_how_many_seconds(world: World) -> None:
    policy(world, slow_seconds=60)
    assert held(world, words(world)) == ""
    message(world, created_at=timezone.now() - timedelta(seconds=20))
    with pytest.raises(Refused, match=r"40|39"):
        held(world, words(world))


def test_slow_mode_lets_a_slip_be_mended_at_once(world: World) -> None:
    policy(world, slow_seconds=60)
    said = message(world)
    with pytest.raises(Refused):
        held(world, words(world))
    assert held(world, said) == ""


def test_a_pause_refuses_with_its_message_and_opens_by_itself(world: World) -> None:
    until = timezone.now() + timedelta(hours=1)
    row = actions.pause(target=world.step, by=world.actor("mona"), until=until, message="Respirons.")
    with pytest.raises(Refused, match="Respirons"):
        held(world, words(world))
    type(row).objects.update(until=timezone.now())
    assert held(world, words(world)) == ""


def test_what_the_team_notes_for_somebody_is_not_screened(world: World) -> None:
    policy(world, review_first=True, slow_seconds=60)
    message(world)
    assert held(world, words(world, channel="paper")) == ""
    assert held(world, words(world), by="mona") == ""
