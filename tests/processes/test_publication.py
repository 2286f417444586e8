"""Each thing that prevents publication, one by one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.processes import actions
from parvis.processes.actions.calendar import PhaseRow
from parvis.processes.models import Phase, Process, Promise
from parvis.processes.publication import NotReady, publication_blockers, publication_remarks
from tests.personas import World
from tests.processes.making import complete, draft


def fields(process: Process) -> set[str]:
    return {blocker.field or blocker.section for blocker in publication_blockers(process)}


@pytest.mark.parametrize("key", ["single_question", "express", "ideas", "concertation", "budget_ideas"])
def test_a_complete_draft_has_nothing_missing(world: World, key: str) -> None:
    assert publication_blockers(complete(world, draft(world, blueprint=key))) == []


def test_a_complete_information_has_nothing_missing(world: World) -> None:
    assert publication_blockers(complete(world, draft(world, blueprint="information"))) == []


def test_one_question_asks_three_things_only(world: World) -> None:
    process = draft(world, blueprint="single_question")
    assert fields(process) == {"summary", "why", "who_reads", "results_on"}


def test_one_question_that_grew_owes_what_it_became(world: World) -> None:
    process = draft(world, blueprint="single_question")
    actions.update_frame(process=process, by=world.actor("olga"), degree=3)
    process.refresh_from_db()
    assert {"open", "decided", "who_decides", "decides_on"} <= fields(process)


@pytest.mark.parametrize("name", ["open", "decided", "elsewhere", "who_decides", "decides_on", "how_answered"])
def test_each_commitment_of_a_concertation_is_asked(world: World, name: str) -> None:
    process = complete(world, draft(world, blueprint="concertation"))
    empty = None if name == "decides_on" else ""
    actions.update_promise(process=process, by=world.actor("olga"), **{name: empty})
    assert fields(process) == {name}
    with pytest.raises(NotReady):
        actions.publish_process(process=process, by=world.actor("olga"))
    assert Process.objects.get(pk=process.pk).state == "draft"


def test_a_time_to_answer_is_days_or_a_date(world: World) -> None:
    process = complete(world, draft(world))
    actions.update_promise(process=process, by=world.actor("olga"), answer_days=None)
    assert fields(process) == {"answer_days"}
    far = timezone.localdate() + timedelta(days=200)
    actions.update_promise(process=process, by=world.actor("olga"), answer_by=far)
    assert fields(process) == set()


@pytest.mark.parametrize("name", ["results_on", "decides_on", "answer_by"])
def test_nothing_is_promised_before_people_have_spoken(world: World, name: str) -> None:
    process = complete(world, draft(world))
    actions.update_promise(process=process, by=world.actor("olga"), **{name: timezone.localdate()})
    assert fields(process) == {name}


def test_nothing_open_can_only_be_information(world: World) -> None:
    process = complete(world, draft(world))
    actions.set_openings(process=process, openings={}, by=world.actor("olga"))
    assert fields(process) == {"openings"}
    actions.update_frame(process=process, by=world.actor("olga"), degree=1)
    assert fields(Process.objects.get(pk=process.pk)) == set()


def test_information_opens_nothing(world: World) -> None:
    process = complete(world, draft(world))
    actions.update_frame(process=process, by=world.actor("olga"), degree=1)
    assert fields(Process.objects.get(pk=process.pk)) == {"degree"}


def test_what_opens_has_a_first_and_a_last_day(world: World) -> None:
    process = complete(world, draft(world))
    phase = process.phases.first()
    Phase.objects.filter(pk=phase.pk).update(ends_at=None)
    assert fields(process) == {f"phase-{phase.pk}"}


def test_a_calendar_without_phase_is_asked_for(world: World) -> None:
    process = complete(world, draft(world))
    actions.set_phases(process=process, rows=[], by=world.actor("olga"))
    assert fields(process) == {"calendar", "openings"}


def test_title_and_summary_are_asked(world: World) -> None:
    process = complete(world, draft(world))
    actions.update_frame(process=process, by=world.actor("olga"), title="", summary="")
    assert fields(Process.objects.get(pk=process.pk)) == {"title", "summary"}


def test_a_missing_promise_is_an_empty_promise(world: World) -> None:
    process = complete(world, draft(world))
    Promise.objects.filter(process=process).delete()
    assert "open" in fields(Process.objects.get(pk=process.pk))


def test_overlapping_phases_are_remarked_not_refused(world: World) -> None:
    process = complete(world, draft(world))
    today = timezone.localdate()
    one, two, *_rest = process.phases.all()
    rows = [
        PhaseRow(pk=one.pk, title="Avis", starts_on=today, ends_on=today + timedelta(days=20)),
        PhaseRow(
            pk=two.pk, title="Atelier", starts_on=today + timedelta(days=10), ends_on=today + timedelta(days=30)
        ),
    ]
    actions.set_phases(process=process, rows=rows, by=world.actor("olga"))
    assert publication_blockers(process) == []
    assert [r.field for r in publication_remarks(process) if r.section == "calendar"] == [f"phase-{two.pk}"]


def test_the_sentences_name_what_to_do(world: World) -> None:
    with pytest.raises(NotReady, match="Say what is already decided"):
        actions.publish_process(process=draft(world), by=world.actor("olga"))
