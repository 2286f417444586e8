"""Moderation: who may, what it changes, and what happens when two people do it at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.accounts.actors import actor_of
from parvis.accounts.models import Role, RoleAssignment
from parvis.audit.models import AuditEvent
from parvis.contributions import spine
from parvis.contributions.models import Contribution, State
from parvis.core.rights import Refused, can
from parvis.core.verbs import Overtaken
from parvis.moderation import actions
from parvis.moderation.models import Appeal, Decision, ModerationPolicy, Reason, Report
from parvis.moderation.queries import last_decision_of, moderation_figures, running_pause
from parvis.processes.models import Process
from tests.moderation.make import fresh, message
from tests.personas import World, person

HIDE = {"verb": "hide", "reason": Reason.INSULT, "statement": "Votre message attaque une personne."}


def hide(world: World, one: Contribution, by: str = "mona") -> Decision:
    return actions.decide(contribution=one, by=world.actor(by), **HIDE)


def shown_count() -> int:
    return Process.objects.get(prefix="TUD").contributions_count


def report(world: World, one: Contribution, by: str = "bob", **changes: object) -> Report:
    values = {"reason": Reason.INSULT, "explanation": "Il insulte ma voisine.", "good_faith": True}
    return actions.report(contribution=one, by=world.actor(by), **values | changes)


# ── Reporting ─────────────────────────────────────────────────────────────────


def test_one_person_has_one_open_report_and_counts_once(world: World) -> None:
    one = message(world)
    first = report(world, one)
    again = report(world, one, explanation="Et il recommence.")
    assert first.pk == again.pk
    assert Report.objects.get().explanation == "Et il recommence."
    assert fresh(one).reports_count == 1
    report(world, one, by="charlie")
    assert fresh(one).reports_count == 2


def test_a_visitor_reports_without_an_account(world: World) -> None:
    one = message(world)
    report(world, one, by="visitor", contact="quelquun@example.org")
    report(world, one, by="visitor", contact="Quelquun@example.org")
    assert Report.objects.count() == 1


def test_a_report_asks_for_good_faith(world: World) -> None:
    with pytest.raises(ValidationError):
        report(world, message(world), good_faith=False)


def test_what_is_hidden_is_no_longer_reported(world: World) -> None:
    one = message(world)
    hide(world, one)
    with pytest.raises(Refused):
        report(world, fresh(one))


# ── Deciding ──────────────────────────────────────────────────────────────────


def test_hiding_and_restoring_move_the_counters_at_once(world: World) -> None:
    one = message(world)
    assert shown_count() == 1
    hide(world, one)
    assert (fresh(one).state, shown_count()) == (State.HIDDEN, 0)
    actions.decide(contribution=fresh(one), by=world.actor("mona"), verb="restore")
    assert (fresh(one).state, shown_count()) == (State.PUBLISHED, 1)


def test_hiding_follows_the_reports_and_keeping_dismisses_them(world: World) -> None:
    one, other = message(world), message(world)
    report(world, one)
    report(world, other)
    hide(world, one)
    actions.decide(contribution=other, by=world.actor("mona"), verb="keep")
    assert Report.objects.get(contribution=one).state == Report.State.UPHELD
    assert Report.objects.get(contribution=other).state == Report.State.DISMISSED
    assert fresh(one).reports_count == fresh(other).reports_count == 0
    assert fresh(other).is_public


def test_a_pending_message_is_published_and_read(world: World) -> None:
    one = message(world, shown=False)
    actions.decide(contribution=one, by=world.actor("mona"), verb="approve")
    assert (fresh(one).state, fresh(one).stage, shown_count()) == (State.PUBLISHED, 1, 1)


def test_hiding_needs_a_reason_and_a_sentence_for_the_author(world: World) -> None:
    one = message(world)
    for words in ({"reason": "", "statement": "Non."}, {"reason": Reason.SPAM, "statement": " "}):
        with pytest.raises(ValidationError):
            actions.decide(contribution=one, by=world.actor("mona"), verb="hide", **words)
    assert fresh(one).is_public


@pytest.mark.parametrize("name", ["visitor", "alice", "bob", "tariq", "elise", "charlie"])
def test_only_those_who_moderate_here_decide(world: World, name: str) -> None:
    one = message(world)
    with pytest.raises(Refused):
        hide(world, one, by=name)
    assert fresh(one).is_public


def test_moderating_needs_the_second_key(world: World) -> None:
    one = message(world)
    with pytest.raises(Refused):
        actions.decide(contribution=one, by=actor_of(world.users["mona"]), **HIDE)


def test_a_decision_taken_meanwhile_is_a_sentence_and_changes_nothing(world: World) -> None:
    one = message(world)
    actions.decide(contribution=one, by=world.actor("mona"), verb="keep", seen=0)
    with pytest.raises(Overtaken, match="Mona"):
        actions.decide(contribution=fresh(one), by=world.actor("olga"), seen=0, **HIDE)
    assert fresh(one).is_public
    assert Decision.objects.count() == 1


def test_a_double_click_decides_once(world: World) -> None:
    one = message(world)
    hide(world, one)
    with pytest.raises(Overtaken):
        hide(world, one)
    assert shown_count() == 0
    assert Decision.objects.count() == 1


def test_every_decision_leaves_a_trace(world: World) -> None:
    hide(world, message(world))
    line = AuditEvent.objects.get(verb="moderation_hide")
    assert (line.actor_label, line.space_id) == ("Mona", world.space.pk)


# ── Undoing ───────────────────────────────────────────────────────────────────


def test_undo_puts_back_state_counters_and_reports(world: World) -> None:
    one = message(world)
    report(world, one)
    decision = hide(world, one)
    actions.undo(decision=decision, by=world.actor("mona"))
    assert (fresh(one).state, fresh(one).reports_count, shown_count()) == (State.PUBLISHED, 1, 1)
    assert Report.objects.get().state == Report.State.OPEN
    with pytest.raises(Overtaken):
        actions.undo(decision=decision, by=world.actor("mona"))


def test_undoing_an_approval_sends_it_back_to_the_queue(world: World) -> None:
    one = message(world, shown=False)
    decision = actions.decide(contribution=one, by=world.actor("mona"), verb="approve")
    actions.undo(decision=decision, by=world.actor("olga"))
    assert (fresh(one).state, shown_count()) == (State.PENDING, 0)


def test_what_its_author_withdrew_since_stays_withdrawn(world: World) -> None:
    one = message(world, shown=False)
    decision = actions.decide(contribution=one, by=world.actor("mona"), verb="approve")
    spine.take_away(fresh(one), state=State.WITHDRAWN, by=world.actor("alice"))
    with pytest.raises(Overtaken):
        actions.undo(decision=decision, by=world.actor("mona"))
    assert fresh(one).state == State.WITHDRAWN


# ── Second reading ────────────────────────────────────────────────────────────


def appeal(world: World, decision: Decision, by: str = "alice") -> Appeal:
    return actions.appeal(decision=decision, by=world.actor(by), text="Je parlais du bruit, de personne.")


def test_alice_appeals_her_own_and_nobody_elses(world: World) -> None:
    hers, his = hide(world, message(world)), hide(world, message(world, by="bob"))
    assert can(world.actor("alice"), "appeal", hers)
    for name in ("alice", "visitor", "mona", "charlie"):
        with pytest.raises(Refused):
            appeal(world, his, by=name)


def test_one_appeals_once(world: World) -> None:
    decision = hide(world, message(world))
    appeal(world, decision)
    with pytest.raises(Refused):
        appeal(world, Decision.objects.get())


def test_another_moderator_reads_again(world: World) -> None:
    one = message(world)
    request = appeal(world, hide(world, one, by="mona"))
    with pytest.raises(Refused, match="somebody else"):
        actions.decide_appeal(appeal=request, by=world.actor("mona"), changed=True, answer="Oui.")
    actions.decide_appeal(appeal=request, by=world.actor("olga"), changed=True, answer="Vous aviez raison.")
    assert (fresh(one).state, shown_count()) == (State.PUBLISHED, 1)
    assert Appeal.objects.get().state == Appeal.State.UPHELD
    with pytest.raises(Overtaken, match="Olga"):
        actions.decide_appeal(appeal=request, by=world.actor("diane"), changed=False, answer="Non.")


def test_a_rejected_appeal_keeps_it_hidden_and_says_why(world: World) -> None:
    one = message(world)
    request = appeal(world, hide(world, one))
    with pytest.raises(ValidationError):
        actions.decide_appeal(appeal=request, by=world.actor("olga"), changed=False, answer="")
    actions.decide_appeal(appeal=request, by=world.actor("olga"), changed=False, answer="Une personne est nommée.")
    assert fresh(one).state == State.HIDDEN


def test_once_appealed_a_decision_is_answered_not_undone(world: World) -> None:
    decision = hide(world, message(world))
    appeal(world, decision)
    with pytest.raises(Refused, match="second reading"):
        actions.undo(decision=Decision.objects.get(), by=world.actor("mona"))


# ── Pause ─────────────────────────────────────────────────────────────────────


def test_a_pause_locks_and_opens_again_by_itself(world: World) -> None:
    one = message(world)
    until = timezone.now() + timedelta(hours=24)
    actions.pause(target=one, by=world.actor("mona"), until=until, message="Faisons une pause.")
    assert fresh(one).locked_until == until
    assert running_pause(step=world.step, root=one)
    assert running_pause(step=world.step, root=one, at=until) is None
    assert "paused" in str(why(world, one))


def why(world: World, one: Contribution) -> object:
    from parvis.core.rights import why_not

    return why_not(world.actor("bob"), "comment", fresh(one))


def test_slow_mode_leaves_the_discussion_open(world: World) -> None:
    one = message(world)
    until = timezone.now() + timedelta(hours=2)
    actions.pause(target=one, by=world.actor("mona"), until=until, message="Doucement.", seconds=120)
    assert fresh(one).locked_until is None
    assert running_pause(step=world.step, root=one).seconds == 120


def test_lifting_a_pause_opens_at_once(world: World) -> None:
    one = message(world)
    row = actions.pause(
        target=one, by=world.actor("mona"), until=timezone.now() + timedelta(hours=1), message="Pause."
    )
    actions.lift(pause=row, by=world.actor("mona"))
    assert fresh(one).locked_until is None
    assert running_pause(step=None, root=one) is None


def test_a_step_is_paused_by_those_who_moderate_it(world: World) -> None:
    until = timezone.now() + timedelta(hours=1)
    with pytest.raises(Refused):
        actions.pause(target=world.step, by=world.actor("charlie"), until=until, message="Pause.")
    actions.pause(target=world.step, by=world.actor("mona"), until=until, message="Pause.")
    assert running_pause(step=world.step).message == "Pause."


# ── Policy and figures ────────────────────────────────────────────────────────


def test_a_policy_is_set_where_one_moderates(world: World) -> None:
    policy = ModerationPolicy(space=world.space)
    with pytest.raises(Refused):
        actions.set_policy(policy=policy, by=world.actor("charlie"), changes={"max_links": 0})
    actions.set_policy(policy=policy, by=world.actor("mona"), changes={"max_links": 0})
    assert ModerationPolicy.objects.get().max_links == 0


def test_a_moderator_of_one_process_moderates_it_alone(world: World) -> None:
    user = person("nadia")
    RoleAssignment.objects.create(user=user, role=Role.MODERATOR, process=world.process)
    one = message(world)
    actions.decide(contribution=one, by=actor_of(user, has_second_factor=True), **HIDE)
    assert fresh(one).state == State.HIDDEN


def test_figures_tell_twelve_months(world: World) -> None:
    one, other = message(world), message(world)
    report(world, one)
    request = appeal(world, hide(world, one))
    hide(world, other)
    actions.decide_appeal(appeal=request, by=world.actor("olga"), changed=True, answer="Vous aviez raison.")
    figures = moderation_figures(world.space)
    assert (figures.shown, figures.reports, figures.hidden) == (1, 1, 2)
    assert [n for _label, n in figures.by_reason] == [2]
    assert (figures.appeals, figures.appeals_changed, figures.delay_base) == (1, 1, 1)
    assert moderation_figures(world.other_space).hidden == 0


def test_the_last_decision_ignores_what_was_undone(world: World) -> None:
    one = message(world)
    decision = hide(world, one)
    assert last_decision_of(one) == decision
    actions.undo(decision=decision, by=world.actor("mona"))
    assert last_decision_of(one) is None
