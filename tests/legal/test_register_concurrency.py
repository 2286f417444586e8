"""Five hundred observations by three channels at once, on a real database: no gap, no double, nothing after the minute."""

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from parvis.contributions.models import Channel, Contribution
from parvis.core.rights import Refused
from parvis.legal import actions
from parvis.legal.models import Entry, Register
from parvis.legal.register import closing_of
from parvis.methods.proposals.actions import note_proposal, submit_proposal
from parvis.processes.models import Phase, Step
from tests.personas import World, build_world
from tests.supports.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def speaker(world: World, step: Step) -> Callable[[tuple[int, str]], str]:
    alice, mona = world.actor("alice"), world.actor("mona")

    def speak(what: tuple[int, str]) -> str:
        n, channel = what
        try:
            if channel == Channel.WEB:
                return submit_proposal(step=step, by=alice, title=f"Observation {n}").code
            return note_proposal(step=step, by=mona, channel=channel, title=f"Observation {n}")[0].code
        except Refused:
            return ""

    return speak


def test_five_hundred_at_once_have_five_hundred_numbers(world: World) -> None:
    """The closing minute falls while they are being sent: what the web sent after it has neither number nor row."""
    until = timezone.localdate() + timedelta(days=8)
    register = actions.open_register(process=world.process, paper_until=until, by=world.actor("olga"))
    step = Step.objects.select_related("process__space").get(pk=world.step.pk)
    speak = speaker(world, step)
    channels = list(islice(cycle((Channel.WEB, Channel.PAPER, Channel.PHONE)), 500))
    sent = list(enumerate(channels))
    first = at_once(speak, sent[:300])
    Phase.objects.update(ends_at=timezone.now())
    step = Step.objects.select_related("process__space").get(pk=step.pk)
    last = at_once(speaker(world, step), sent[300:])

    codes = [code for code in (*first, *last) if code]
    refused = [channel for (_n, channel), code in zip(sent, (*first, *last), strict=True) if not code]
    entries = list(Entry.objects.order_by("number"))
    closing = closing_of(register)
    assert closing is not None
    assert [entry.number for entry in entries] == list(range(1, len(codes) + 1))
    assert {entry.code for entry in entries} == set(codes)
    assert Register.objects.get().last_number == len(entries) == Contribution.objects.count()
    assert set(refused) == {Channel.WEB}
    assert len(refused) == channels[300:].count(Channel.WEB)
    assert not [entry for entry in entries if entry.channel == Channel.WEB and entry.entered_at >= closing]
    assert all(entry.number > 300 for entry in entries if entry.entered_at >= closing)


def test_the_minute_is_read_under_the_lock(world: World) -> None:
    """Sent while the minute passes: whoever waited for her number is refused, and gives it back."""
    until = timezone.localdate() + timedelta(days=8)
    register = actions.open_register(process=world.process, paper_until=until, by=world.actor("olga"))
    Phase.objects.update(ends_at=timezone.now() + timedelta(seconds=1))
    step = Step.objects.select_related("process__space").get(pk=world.step.pk)
    codes = at_once(speaker(world, step), [(n, Channel.WEB) for n in range(150)])
    entries = list(Entry.objects.order_by("number"))
    assert [entry.number for entry in entries] == list(range(1, len([code for code in codes if code]) + 1))
    closing = closing_of(register)
    assert closing is not None
    assert all(entry.entered_at < closing for entry in entries)


def test_the_database_itself_refuses_a_number_given_twice(world: World) -> None:
    register = actions.open_register(
        process=world.process, paper_until=timezone.localdate(), by=world.actor("olga")
    )
    step = Step.objects.select_related("process__space").get(pk=world.step.pk)
    speaker(world, step)((1, Channel.PAPER))
    row = Entry.objects.get()
    row.pk, row.contribution = None, None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert Register.objects.get(pk=register.pk).last_number == 1
