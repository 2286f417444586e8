"""Answers: who writes, validates, publishes; the verdict, the promise, the thread."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.accounts.actors import actor_of
from parvis.accounts.models import RoleAssignment
from parvis.contributions.models import Contribution, Stage, State, StatusChange, Verdict
from parvis.core.rights import Refused
from parvis.core.verbs import Overtaken
from parvis.notifications.models import Delivery
from parvis.organisations.models import Organisation
from parvis.processes.models import Promise
from parvis.replies import actions
from parvis.replies.models import Assignment, Note, Outcome, Reply, ReplyTarget
from parvis.replies.queries import answer_figures, outcomes_public, quiet_threads, silent_questions, told_figures
from tests.moderation.make import fresh, message
from tests.personas import World

YES = {"verdict": Verdict.ACCEPTED, "body": "Un bus passera à 19 h 40 dès mars."}


def days(n: int) -> date:
    return timezone.localdate() + timedelta(days=n)


def draft(world: World, *contributions: Contribution, by: str = "tariq", **values: object) -> Reply:
    words = {"contributions": list(contributions), "service": world.mobility, **YES}
    return actions.draft_reply(by=world.actor(by), **words | values)


def publish(world: World, *contributions: Contribution, **values: object) -> Reply:
    reply = draft(world, *contributions, **values)
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    actions.validate_reply(reply=reply, by=world.actor("elise"))
    return actions.publish_reply(reply=reply, by=world.actor("olga"))


# ── The path of an answer ─────────────────────────────────────────────────────


def test_an_answer_goes_from_the_technician_to_everyone(world: World) -> None:
    RoleAssignment.objects.filter(user=world.users["elise"]).update(title="vice-présidente aux mobilités")
    one = message(world)
    reply = publish(world, one)
    assert reply.validated_label == "Elise, vice-présidente aux mobilités"
    answered = fresh(one)
    assert (answered.verdict, answered.stage) == (Verdict.ACCEPTED, Stage.ANSWERED)
    assert answered.answered_at == reply.published_at
    assert ReplyTarget.objects.get().due_on == answered.answer_due == days(30)
    assert {c.stage for c in StatusChange.objects.filter(contribution=one) if c.stage} == {1, 2, 3}


@pytest.mark.parametrize("name", ["visitor", "alice", "mona", "charlie"])
def test_who_does_not_answer_here_drafts_nothing(world: World, name: str) -> None:
    with pytest.raises(Refused):
        draft(world, message(world), by=name)


def test_the_technician_drafts_only(world: World) -> None:
    reply = draft(world, message(world))
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    with pytest.raises(Refused):
        actions.validate_reply(reply=reply, by=world.actor("tariq"))
    with pytest.raises(Refused):
        actions.publish_reply(reply=reply, by=world.actor("tariq"))


def test_the_elected_member_validates_and_does_not_publish(world: World) -> None:
    reply = draft(world, message(world))
    actions.validate_reply(reply=reply, by=actor_of(world.users["elise"]))  # a mailed code is enough
    with pytest.raises(Refused):
        actions.publish_reply(reply=reply, by=world.actor("elise"))


def test_publishing_needs_the_second_key_and_a_validation(world: World) -> None:
    reply = draft(world, message(world))
    with pytest.raises(ValidationError):
        actions.publish_reply(reply=reply, by=world.actor("olga"))
    actions.validate_reply(reply=reply, by=world.actor("elise"))
    with pytest.raises(Refused):
        actions.publish_reply(reply=reply, by=actor_of(world.users["olga"]))
    actions.publish_reply(reply=reply, by=world.actor("olga"))


def test_publishing_twice_publishes_once(world: World) -> None:
    one = message(world)
    reply = publish(world, one)
    with pytest.raises(Overtaken):
        actions.publish_reply(reply=reply, by=world.actor("olga"))
    assert StatusChange.objects.filter(contribution=one, stage=Stage.ANSWERED).count() == 1


def test_validating_twice_says_who_did(world: World) -> None:
    reply = draft(world, message(world))
    actions.validate_reply(reply=reply, by=world.actor("elise"))
    with pytest.raises(Overtaken, match="Elise"):
        actions.validate_reply(reply=reply, by=world.actor("olga"))


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": Verdict.DECLINED, "body": " "}, "body"),
        ({"verdict": Verdict.STUDYING, "body": "On regarde."}, "until"),
        ({"verdict": Verdict.FORWARDED, "body": "Route départementale."}, "forwarded_to"),
    ],
)
def test_a_verdict_and_its_reason_are_required(world: World, words: dict, field: str) -> None:
    reply = draft(world, message(world), **words)
    with pytest.raises(ValidationError) as error:
        actions.submit_reply(reply=reply, by=world.actor("tariq"))
    assert list(error.value.message_dict) == [field]


def test_only_an_accepted_request_goes_without_a_reason(world: World) -> None:
    actions.submit_reply(reply=draft(world, message(world), body=""), by=world.actor("tariq"))


def test_what_changes_after_validation_is_validated_again(world: World) -> None:
    reply = draft(world, message(world))
    actions.validate_reply(reply=reply, by=world.actor("elise"))
    actions.update_reply(reply=reply, by=world.actor("olga"), changes={"body": "Un bus à 19 h 45."})
    assert (reply.state, reply.validated_label) == (Reply.State.TO_VALIDATE, "")


def test_a_draft_sent_back_carries_a_note_for_the_team(world: World) -> None:
    one = message(world)
    reply = draft(world, one)
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    actions.send_back(reply=reply, by=world.actor("elise"), why="Dites quand.")
    assert (reply.state, Note.objects.get().text) == (Reply.State.DRAFT, "Dites quand.")


def test_one_answer_reaches_a_group(world: World) -> None:
    group = [message(world), message(world), message(world)]
    publish(world, *group)
    assert {fresh(one).verdict for one in group} == {Verdict.ACCEPTED}


def test_one_answer_stays_in_one_territory(world: World) -> None:
    elsewhere = message(world, space=world.other_space)
    with pytest.raises((Refused, ValidationError)):
        draft(world, message(world), elsewhere)


def test_a_technician_touches_neither_another_service_nor_its_answers(world: World) -> None:
    roads = Organisation.objects.create(kind="service", name="Voirie", slug="voirie", space=world.space)
    reply = draft(world, message(world), by="olga", service=roads)
    with pytest.raises(Refused):
        actions.update_reply(reply=reply, by=world.actor("tariq"), changes={"body": "…"})


def test_a_correction_stays_visible(world: World) -> None:
    one = message(world)
    reply = publish(world, one)
    with pytest.raises(ValidationError):
        actions.correct_reply(reply=reply, by=world.actor("olga"), reason=" ", changes={"body": "Non."})
    changes = {"verdict": Verdict.PARTLY, "body": "À 20 h, le vendredi."}
    actions.correct_reply(reply=reply, by=world.actor("olga"), reason="L’heure était fausse.", changes=changes)
    assert fresh(one).verdict == Verdict.PARTLY
    assert reply.versions.get().body == YES["body"]
    assert reply.corrected_at


def test_a_draft_is_thrown_away_but_never_what_was_published(world: World) -> None:
    actions.discard_reply(reply=draft(world, message(world)), by=world.actor("tariq"))
    assert not Reply.objects.exists()
    with pytest.raises(Overtaken):
        actions.discard_reply(reply=publish(world, message(world)), by=world.actor("olga"))


# ── Study ─────────────────────────────────────────────────────────────────────


def test_a_service_is_asked_once_and_done_when_it_answers(world: World) -> None:
    one = message(world)
    for question in ("Combien ?", "Combien, et quand ?"):
        actions.assign(contributions=[one], service=world.mobility, by=world.actor("olga"), question=question)
    assert Assignment.objects.get().question == "Combien, et quand ?"
    publish(world, one)
    assert Assignment.objects.get().done_at


def test_assigning_is_for_those_who_manage(world: World) -> None:
    one = message(world)
    for name in ("tariq", "mona", "charlie"):
        with pytest.raises(Refused):
            actions.assign(contributions=[one], service=world.mobility, by=world.actor(name))


# ── The promise ───────────────────────────────────────────────────────────────


def test_the_promise_is_dated_once_when_shown(world: World) -> None:
    one = message(world)
    assert fresh(one).answer_due == days(30)
    Promise.objects.update(answer_days=None, answer_by=days(90))
    assert fresh(message(world)).answer_due == days(90)
    Promise.objects.update(answer_by=None)
    assert fresh(message(world)).answer_due == days(world.space.answer_days)
    assert fresh(message(world, kind="comment", parent=one, root=one)).answer_due is None


def test_figures_of_the_promise(world: World) -> None:
    on_time, late, waiting, overdue, held = (message(world) for _n in range(5))
    Contribution.objects.filter(pk__in=[late.pk, overdue.pk]).update(answer_due=days(-2))
    publish(world, on_time)
    publish(world, fresh(late))
    actions.hold(contributions=[held], by=world.actor("olga"), until=days(20), body="Nous cherchons encore.")
    for scope in (world.process, world.space):
        figures = answer_figures(scope)
        assert (figures.promised, figures.on_time, figures.late_answered) == (5, 1, 1)
        assert (figures.late_waiting, figures.waiting) == (2, 1)
        assert (figures.late, figures.percent_on_time) == (3, 25)
    assert fresh(waiting).answered_at is None
    assert answer_figures(world.other_space).promised == 0


def test_a_holding_reply_is_told_but_answers_nothing(world: World) -> None:
    one = message(world)
    reply = actions.hold(contributions=[one], by=world.actor("olga"), until=days(20), body="Encore trois semaines.")
    assert reply.state == Reply.State.PUBLISHED
    held = fresh(one)
    assert (held.answered_at, held.verdict, held.answer_due) == (None, "", days(30))
    with pytest.raises(ValidationError):
        actions.hold(contributions=[one], by=world.actor("olga"), until=days(0), body="…")
    with pytest.raises(Refused):
        actions.hold(contributions=[one], by=world.actor("tariq"), until=days(9), body="…")


def test_hidden_contributions_leave_the_figures(world: World) -> None:
    one = message(world)
    publish(world, one)
    Contribution.objects.filter(pk=one.pk).update(state=State.HIDDEN)
    assert answer_figures(world.process).promised == 0


def test_told_counts_proofs_never_rows(world: World) -> None:
    one = message(world)
    reply = publish(world, one)
    alice = world.actor("alice").participant
    Delivery.objects.create(participant=alice, contribution=one, means=Delivery.Means.MAIL)
    assert told_figures(reply).told == told_figures(one).told == 0
    for means in (Delivery.Means.MAIL, Delivery.Means.CALL):
        Delivery.objects.create(participant=alice, contribution=one, means=means, accepted_at=timezone.now())
    figures = told_figures(reply)
    assert (figures.told, figures.expected, figures.by_means) == (1, 1, {"mail": 1})


# ── What it changed ───────────────────────────────────────────────────────────


def outcome(world: World, *contributions: Contribution) -> Outcome:
    values = {"title": "Un bus à 19 h 40", "decided_by": "Conseil communautaire"}
    return actions.record_outcome(
        space=world.space, process=world.process, by=world.actor("olga"), contributions=contributions, values=values
    )


def test_an_outcome_lights_the_thread(world: World) -> None:
    one = message(world)
    made = outcome(world, one)
    assert fresh(one).stage == Stage.DECIDED
    actions.complete_outcome(outcome=made, by=world.actor("olga"))
    assert fresh(one).stage == Stage.DONE
    assert [row.title for row in outcomes_public(world.space)] == [made.title]
    assert not outcomes_public(world.other_space).exists()


def test_what_is_abandoned_says_why(world: World) -> None:
    one = message(world)
    made = outcome(world, one)
    with pytest.raises(ValidationError):
        actions.abandon_outcome(outcome=made, by=world.actor("olga"), reason="")
    actions.abandon_outcome(outcome=made, by=world.actor("olga"), reason="Trop cher.")
    assert fresh(one).is_abandoned
    assert str(Outcome.objects.get().abandoned_reason) == "Trop cher."


@pytest.mark.parametrize("name", ["visitor", "alice", "mona", "tariq", "elise", "charlie"])
def test_outcomes_are_for_those_who_manage(world: World, name: str) -> None:
    with pytest.raises(Refused):
        actions.record_outcome(
            space=world.space, process=world.process, by=world.actor(name), values={"title": "…"}
        )


# ── Engagement ────────────────────────────────────────────────────────────────


def test_questions_without_a_service_and_quiet_threads_are_seen(world: World) -> None:
    one = message(world)
    olga = world.actor("olga")
    assert not silent_questions(olga).exists()
    long_ago = timezone.now() - timedelta(days=12)
    Contribution.objects.update(published_at=long_ago, created_at=long_ago)
    type(world.process).objects.update(published_at=long_ago)
    assert [c.pk for c in silent_questions(olga)] == [one.pk]
    assert list(quiet_threads(olga)) == [world.process]
    assert not silent_questions(world.actor("charlie")).exists()
    actions.assign(contributions=[one], service=world.mobility, by=olga)
    assert not silent_questions(olga).exists()
