"""The thread says what became of a contribution: which diamonds are lit, since when, by whom, and what was promised."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from parvis.contributions.models import Contribution, Stage, State, StatusChange
from parvis.contributions.thread import Mark, ThreadStep, build

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


def contribution(**fields: object) -> Contribution:
    return Contribution(code="TUD-0046", created_at=datetime(2026, 11, 14, 10, tzinfo=UTC), **fields)


def change(day: int, **fields: object) -> StatusChange:
    return StatusChange(at=datetime(2026, 11, day, 10, tzinfo=UTC), **fields)


def shape(steps: list[ThreadStep]) -> list[tuple[str, str]]:
    return [(step.label, step.state) for step in steps]


def test_just_received_it_waits_for_all_the_rest() -> None:
    steps = build(contribution(answer_due=date(2026, 12, 14)), [], decides_on=date(2027, 2, 4), today=TODAY)
    assert shape(steps) == [
        ("Received", "now"),
        ("Read", "todo"),
        ("Studied", "todo"),
        ("Answered", "todo"),
        ("Decided", "todo"),
        ("Done", "todo"),
    ]
    assert steps[0].detail == "14 Nov."
    assert steps[3].detail == "promised by 14 Dec."
    assert steps[4].detail == "planned on 4 Feb. 2027"


def test_a_promise_not_kept_is_said_late() -> None:
    steps = build(contribution(answer_due=date(2026, 11, 20)), [], today=TODAY)
    assert steps[3].detail == "late: promised by 20 Nov."


def test_each_stage_has_its_date_and_its_actor() -> None:
    changes = [
        change(17, stage=Stage.READ, by_label="Olga"),
        change(18, stage=Stage.STUDIED, by_label="service Mobilités"),
        change(19, stage=Stage.STUDIED, by_label="service Voirie"),
    ]
    steps = build(contribution(stage=Stage.STUDIED), changes, today=TODAY)
    assert [step.detail for step in steps[:3]] == [
        "14 Nov.",
        "17 Nov. · Olga",
        "18 Nov. · service Mobilités",
    ]
    assert [step.state for step in steps] == ["done", "done", "now", "todo", "todo", "todo"]


def test_what_a_room_knows_first_hand_replaces_the_bare_stage() -> None:
    answered = Mark(stage=Stage.ANSWERED, at=date(2026, 11, 20), by="service Mobilités", url="#reponse")
    steps = build(
        contribution(stage=Stage.ANSWERED),
        [change(19, stage=Stage.ANSWERED, by_label="Olga")],
        [answered],
        today=TODAY,
    )
    assert (steps[3].detail, steps[3].url, steps[3].state) == ("20 Nov. · service Mobilités", "#reponse", "now")
    assert [step.state for step in steps[:3]] == ["done", "passed", "passed"]


def test_a_stage_gone_past_says_so_instead_of_an_empty_date() -> None:
    at_once = [change(17, stage=Stage.READ), change(18, stage=Stage.ANSWERED)]
    steps = build(contribution(stage=Stage.ANSWERED), at_once, today=TODAY)
    assert [(step.state, step.detail) for step in steps[1:4]] == [
        ("done", "17 Nov."),
        ("passed", "no separate step"),
        ("now", "18 Nov."),
    ]


def test_a_letter_counts_from_the_day_it_arrived() -> None:
    letter = contribution(channel="paper", received_on=date(2026, 11, 10))
    assert build(letter, [], today=TODAY)[0].detail == "10 Nov. · On paper"


def test_an_imported_date_is_said_to_be_the_files() -> None:
    assert build(contribution(dated_by_import=True), [], today=TODAY)[0].detail == "imported on 14 Nov."


def test_done_is_the_end() -> None:
    steps = build(contribution(stage=Stage.DONE), [change(18, stage=Stage.DONE)], today=TODAY)
    assert steps[-1].state == "done"
    assert not any(step.state == "now" for step in steps)


def test_given_up_replaces_done() -> None:
    steps = build(contribution(stage=Stage.DECIDED, is_abandoned=True), [], today=TODAY)
    assert (steps[-1].label, steps[-1].state, steps[-1].kind) == ("Given up", "branch", "abandoned")


@pytest.mark.parametrize(
    ("state", "label", "kind"),
    [
        (State.MERGED, "Brought together with TUD-0003", "merged"),
        (State.WITHDRAWN, "Withdrawn by its author", "withdrawn"),
        (State.HIDDEN, "Hidden by the moderation", "masked"),
    ],
)
def test_a_branch_ends_the_line_with_its_reason(state: State, label: str, kind: str) -> None:
    target = contribution()
    target.code = "TUD-0003"
    one = contribution(state=state, stage=Stage.READ, merged_into=target if state == State.MERGED else None)
    changes = [
        change(17, stage=Stage.READ),
        change(20, state=state, reason="attaque une personne", by_label="Mona"),
    ]
    steps = build(one, changes, today=TODAY)
    assert shape(steps) == [("Received", "done"), ("Read", "done"), (label, "branch")]
    assert (steps[-1].kind, steps[-1].detail) == (kind, "20 Nov. · attaque une personne")


def test_restored_it_goes_on() -> None:
    changes = [change(20, state=State.HIDDEN, reason="erreur")]
    assert all(step.state != "branch" for step in build(contribution(), changes, today=TODAY))
