"""Calendars slip: what moves, what does not, who is told, what stays written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.core.rights import Refused, why_not
from parvis.processes import actions, dates, requirements, slips
from parvis.processes.archive import build_manifest, verify_archive
from parvis.processes.corrections import told
from parvis.processes.models import Correction, LogEntry, Phase, PhaseOpening, Process, Promise, Step
from parvis.processes.requirements import Requirement, requirement
from parvis.site.queries import closed, open_now
from tests.personas import World

REASON = {"fr": "La salle n’est pas prête.", "ar": "القاعة غير جاهزة."}


@pytest.fixture
def process(world: World) -> Process:
    """An opening under way until the 12th day, then a study, then a phase whose dates nobody knows."""
    process = world.process
    end = process.phases.get().ends_at
    assert end
    study = timezone.localdate(end) + timedelta(days=1)
    Phase.objects.create(
        process=process, title="Étude", starts_at=dates.opening(study),
        ends_at=dates.closing(study + timedelta(days=9)), order=1,
    )  # fmt: skip
    Phase.objects.create(process=process, title="Réalisation", dates_text="En 2028", order=2)
    Promise.objects.filter(process=process).update(
        results_on=study + timedelta(days=10), decides_on=study + timedelta(days=20)
    )
    return Process.objects.get(pk=process.pk)


def opening(process: Process) -> Phase:
    return process.phases.get(order=0)


def extend(world: World, process: Process, days: int = 10, **more: object) -> Correction:
    phase = opening(process)
    until = dates.day_of(phase.ends_at) + timedelta(days=days)  # type: ignore[operator]
    return actions.extend_process(
        process=process,
        phase=phase,
        until=until,
        reason=REASON,
        by=world.actor("olga"),
        **more,  # type: ignore[arg-type]
    )


def days_of(process: Process) -> list[tuple[date | None, date | None]]:
    return [(dates.day_of(phase.starts_at), dates.day_of(phase.ends_at)) for phase in process.phases.all()]


def test_extending_moves_all_that_follows_and_the_dates_promised(world: World, process: Process) -> None:
    before, promise = days_of(process), process.promise
    correction = extend(world, process)
    ten = timedelta(days=10)
    (start, end), (study, studied), unknown = before
    assert days_of(process) == [(start, end + ten), (study + ten, studied + ten), unknown]  # type: ignore[operator]
    after = Promise.objects.get(process=process)
    assert (after.results_on, after.decides_on) == (promise.results_on + ten, promise.decides_on + ten)
    process.refresh_from_db()
    assert (process.pace, process.pace_until) == ("extended", end + ten)  # type: ignore[operator]
    assert [line.label for line in told(correction).lines] == [
        "Vous donnez votre avis", "Étude", "Date of the decision", "Results published on",
    ]  # fmt: skip
    entry = LogEntry.objects.get(process=process, kind="correction_extended")
    assert entry.is_public
    assert "La salle n’est pas prête." in entry.title["fr"]
    assert "القاعة غير جاهزة." in entry.title["ar"]
    assert opening(process).ends_at.astimezone(timezone.get_current_timezone()).time().isoformat() == "23:59:59"  # type: ignore[union-attr]


def test_a_promised_date_may_be_chosen_but_never_before_the_end(world: World, process: Process) -> None:
    far = process.promise.decides_on + timedelta(days=99)
    extend(world, process, promised={"decides_on": far})
    assert Promise.objects.get(process=process).decides_on == far
    with pytest.raises(ValidationError, match="before the end of the last open phase"):
        extend(world, process, promised={"results_on": timezone.localdate()})
    assert Correction.objects.count() == 1, "a refusal writes nothing"


@pytest.mark.parametrize("reason", ["", "   ", {}, {"fr": ""}, "x" * 601])
def test_a_reason_is_asked(world: World, process: Process, reason: object) -> None:
    with pytest.raises(ValidationError):
        actions.suspend_process(process=process, reason=reason, by=world.actor("olga"))
    process.refresh_from_db()
    assert process.pace == ""


def test_an_end_never_comes_earlier_by_this_door(world: World, process: Process) -> None:
    with pytest.raises(ValidationError, match="Choose a day after"):
        extend(world, process, days=0)
    with pytest.raises(ValidationError, match="no last day"):
        actions.extend_process(
            process=process, phase=process.phases.get(order=2), until=date(2030, 1, 1), reason=REASON,
            by=world.actor("olga"),
        )  # fmt: skip


def test_a_phase_already_closed_reopens_and_what_began_keeps_its_first_day(world: World, process: Process) -> None:
    now = timezone.now()
    Phase.objects.filter(pk=opening(process).pk).update(ends_at=now - timedelta(days=2))
    Phase.objects.filter(process=process, order=1).update(
        starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=8)
    )
    (_, _), (began, studied), _unknown = days_of(process)
    plan = slips.extension(process, opening(process), timezone.localdate() + timedelta(days=3), now)
    assert any("opens again" in str(remark) for remark in slips.judged(process, plan, plan.promised, now).remarks)
    extend(world, process, days=5)
    assert days_of(process)[1] == (began, studied + timedelta(days=5))  # type: ignore[operator]
    assert opening(process).is_open()
    with pytest.raises(ValidationError):
        extend(world, process, days=-1)


def test_what_was_told_is_told_again_at_its_new_date(world: World, process: Process) -> None:
    phase = opening(process)
    Phase.objects.filter(pk=phase.pk).update(ends_at=timezone.now() - timedelta(hours=1))
    actions.tick(at=timezone.now())
    extend(world, process, days=5)
    actions.tick(at=opening(process).ends_at)
    assert LogEntry.objects.filter(process=process, kind="phase_closed").count() == 2


def test_postponing_moves_what_has_not_begun(world: World, process: Process) -> None:
    by, study = world.actor("olga"), process.phases.get(order=1)
    decided = process.promise.decides_on
    before = days_of(process)
    on = dates.day_of(study.starts_at) + timedelta(days=7)  # type: ignore[operator]
    actions.postpone_process(process=process, phase=study, starts_on=on, reason=REASON, by=by)
    week = timedelta(days=7)
    assert days_of(process)[0] == before[0]
    assert days_of(process)[1] == (before[1][0] + week, before[1][1] + week)  # type: ignore[operator]
    assert Promise.objects.get(process=process).decides_on == decided + week
    with pytest.raises(ValidationError, match="has begun"):
        actions.postpone_process(process=process, phase=opening(process), starts_on=on, reason=REASON, by=by)


def test_a_postponed_opening_is_said_on_its_card(world: World, process: Process) -> None:
    soon = timezone.localdate() + timedelta(days=5)
    Phase.objects.filter(pk=opening(process).pk).update(starts_at=dates.opening(soon))
    on = soon + timedelta(days=30)
    actions.postpone_process(
        process=process, phase=opening(process), starts_on=on, reason=REASON, by=world.actor("olga")
    )
    process.refresh_from_db()
    assert process.slip.startswith("Postponed to")
    Process.objects.filter(pk=process.pk).update(pace_until=timezone.localdate() - timedelta(days=1))
    process.refresh_from_db()
    assert process.slip == "", "once the day has come it is a démarche like another"


def test_suspended_it_refuses_the_web_and_says_until_when_and_why(world: World, process: Process) -> None:
    by, alice = world.actor("olga"), world.actor("alice")
    step = Step.objects.get(process=process)
    assert why_not(alice, "create", step) is None
    until = timezone.localdate() + timedelta(days=20)
    actions.suspend_process(process=process, until=until, reason=REASON, by=by)
    step = Step.objects.get(process=process)
    sentence = str(why_not(alice, "create", step))
    assert sentence.startswith("Suspended until")
    assert "La salle n’est pas prête." in sentence
    assert not open_now(Process.objects.all()).filter(pk=process.pk).exists()
    actions.tick(at=opening(process).ends_at + timedelta(days=1))  # type: ignore[operator]
    assert not LogEntry.objects.filter(process=process, kind="phase_closed").exists(), "its clock has stopped"
    with pytest.raises(Refused, match="resume it first"):
        extend(world, process)
    with pytest.raises(ValidationError):
        actions.update_promise(process=process, by=by, decided="Autre chose")


def test_resuming_gives_back_the_days_lost_unless_one_keeps_the_dates(world: World, process: Process) -> None:
    by, before = world.actor("olga"), days_of(process)
    for gives_back, lost in ((False, 0), (True, 2)):
        actions.suspend_process(process=process, reason=REASON, by=by)
        Process.objects.filter(pk=process.pk).update(pace_at=timezone.now() - timedelta(days=2))
        actions.resume_process(process=process, reason="La salle est prête.", gives_back=gives_back, by=by)
        assert days_of(process)[0][1] == before[0][1] + timedelta(days=lost)  # type: ignore[operator]
    assert why_not(world.actor("alice"), "create", Step.objects.get(process=process)) is None
    with pytest.raises(Refused, match="neither suspended nor cancelled"):
        actions.resume_process(process=process, reason="Encore", by=by)


def test_cancelled_it_stays_public_closed_and_says_why(world: World, process: Process) -> None:
    by = world.actor("olga")
    actions.cancel_process(process=process, reason=REASON, by=by)
    process.refresh_from_db()
    assert process in Process.objects.public()
    assert (process.state, process.ending, process.slip) == ("closed", "none", "Cancelled")
    assert "La salle" in str(why_not(world.actor("alice"), "create", Step.objects.get(process=process)))
    assert closed(Process.objects.all()).filter(pk=process.pk).exists()
    with pytest.raises(Refused, match="cancelled"):
        extend(world, process)
    actions.resume_process(process=process, reason="Nous reprenons.", by=by)
    process.refresh_from_db()
    assert (process.state, process.ending, process.closed_at, process.pace) == ("published", "", None, "")
    kinds = list(process.corrections.values_list("kind", flat=True))
    assert kinds == ["resumed", "cancelled"], "undone by another gesture, never erased"


def test_a_suspended_one_may_be_closed_with_its_reason(world: World, process: Process) -> None:
    by = world.actor("olga")
    actions.suspend_process(process=process, reason=REASON, by=by)
    actions.close_process(process=process, ending="none", text="Le projet est abandonné.", by=by)
    process.refresh_from_db()
    assert (process.state, process.pace) == ("closed", "")


def test_a_draft_has_no_such_gesture(world: World, process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(state="draft")
    with pytest.raises(Refused, match="cannot be done"):
        extend(world, process)


@pytest.mark.parametrize("who", ["visitor", "alice", "mona", "tariq", "elise", "charlie"])
def test_only_those_who_manage_it(world: World, process: Process, who: str) -> None:
    with pytest.raises(Refused):
        actions.suspend_process(process=process, reason=REASON, by=world.actor(who))


def test_a_page_grown_stale_changes_nothing(world: World, process: Process) -> None:
    shown = process.updated_at
    extend(world, process)
    with pytest.raises(actions.Stale):
        extend(world, process, expected=shown)
    assert Correction.objects.count() == 1


@pytest.fixture
def fortnight() -> Iterator[None]:
    @requirement
    def demand(_process: Process, phases: Sequence[Phase]) -> Iterable[Requirement]:
        for phase in phases:
            if phase.starts_at and phase.ends_at and phase.ends_at - phase.starts_at < timedelta(days=60):
                yield Requirement(sentence="Sixty days at least.", is_blocking=True)

    yield
    requirements._demands.remove(demand)


def test_a_legal_minimum_is_asked_of_the_new_dates(world: World, process: Process, fortnight: None) -> None:
    process.phases.filter(order=1).delete()
    with pytest.raises(ValidationError, match="Sixty days"):
        extend(world, process, days=10)
    extend(world, process, days=60)


def test_summer_time_changes_no_day() -> None:
    """2026-03-29: the clocks go forward; « until the 28th » moved by a day still ends at 23:59:59 of the 29th."""
    end = dates.closing(date(2026, 3, 28))
    assert end == datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)
    moved = dates.shifted(end, 1)
    assert moved == datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)
    assert dates.day_of(moved) == date(2026, 3, 29)


def test_an_extension_across_the_end_of_summer_time(world: World, process: Process) -> None:
    now = datetime(2026, 10, 20, 12, tzinfo=UTC)
    Phase.objects.filter(pk=opening(process).pk).update(
        starts_at=dates.opening(date(2026, 10, 1)), ends_at=dates.closing(date(2026, 10, 23))
    )
    Phase.objects.filter(process=process, order=1).update(
        starts_at=dates.opening(date(2026, 10, 24)), ends_at=dates.closing(date(2026, 10, 31))
    )
    plan = slips.extension(process, opening(process), date(2026, 10, 26), now)
    assert [(dates.day_of(move.starts_at), dates.day_of(move.ends_at)) for move in plan.phases][:2] == [
        (date(2026, 10, 1), date(2026, 10, 26)), (date(2026, 10, 27), date(2026, 11, 3)),
    ]  # fmt: skip
    assert plan.phases[1].starts_at == dates.opening(date(2026, 10, 27))
    assert plan.phases[1].ends_at == dates.closing(date(2026, 11, 3))


def test_at_the_last_second_of_the_day_it_is_still_that_day(world: World, process: Process) -> None:
    end = dates.closing(date(2026, 6, 30))
    Phase.objects.filter(pk=opening(process).pk).update(starts_at=None, ends_at=end)
    late = end + timedelta(milliseconds=500)  # type: ignore[operator]
    with pytest.raises(ValidationError):
        slips.extension(process, opening(process), date(2026, 6, 30), late)
    assert slips.extension(process, opening(process), date(2026, 7, 1), late).days == 1


# Corrections of what was announced --------------------------------------------------------------------------


def test_a_commitment_changed_after_publication_keeps_both_words_and_the_reason(
    world: World, process: Process
) -> None:
    by = world.actor("olga")
    with pytest.raises(ValidationError):
        actions.update_promise(process=process, by=by, decided="Le tracé et les quais")
    assert Promise.objects.get(process=process).decided["fr"] == "Le tracé", "refused: nothing was written"
    actions.update_promise(
        process=process, by=by, decided="Le tracé et les quais", reason="Un oubli de notre part."
    )
    [line] = told(process.corrections.get()).lines
    assert (line.before, line.after) == ("Le tracé", "Le tracé et les quais")


def test_whom_to_phone_may_change_without_a_word(world: World, process: Process) -> None:
    actions.update_promise(process=process, by=world.actor("olga"), contact_phone="04 92 00 00 00")
    assert not process.corrections.exists()


def test_dates_written_again_after_publication_ask_for_a_reason(world: World, process: Process) -> None:
    by, days = world.actor("olga"), days_of(process)
    rows = [
        actions.PhaseRow(pk=phase.pk, title=phase.title, starts_on=start, ends_on=end)
        for phase, (start, end) in zip(process.phases.all(), days, strict=True)
    ]
    actions.set_phases(process=process, rows=rows, by=by)
    assert not process.corrections.exists(), "nothing announced changed"
    with pytest.raises(ValidationError):
        actions.set_phases(process=process, rows=rows[:2], by=by)
    assert process.phases.count() == 3
    actions.set_phases(process=process, rows=rows[:2], by=by, reason="La réalisation aura sa propre démarche.")
    [line] = told(process.corrections.get()).lines
    assert (line.label, line.after) == ("Réalisation", "")


def test_the_archive_keeps_every_correction(world: World, process: Process) -> None:
    by = world.actor("olga")
    extend(world, process)
    actions.close_process(process=process, ending="none", text="Fini.", by=by)
    archive = actions.archive_process(process=process, by=by)
    assert [kind for kind, *_rest in build_manifest(process)["items"]].count("correction") == 1
    assert verify_archive(archive).holds
    Correction.objects.update(reason={"fr": "Autre motif"})
    assert [name.split()[0] for name in verify_archive(archive).altered] == ["correction"]


def test_who_took_part_or_follows_is_told_once(world: World, process: Process, client_of: Callable) -> None:
    from parvis.follows.models import Follow
    from parvis.notifications.fanning import spread
    from parvis.notifications.messages import Subjects, message_of
    from parvis.notifications.models import Notification

    alice = world.actor("alice").participant
    Follow.objects.create(participant=alice, process=process)
    correction = extend(world, process)
    for _again in range(2):
        spread("announcement_changed", correction.pk)
    [news] = Notification.objects.filter(kind="announcement_changed").select_related("process")
    message = message_of(news, Subjects.of([news]))
    assert message
    assert "Extended until" in message.title
    assert any("La salle n’est pas prête." in line for line in message.paragraphs)
    assert any(line.startswith("Étude: from") for line in message.paragraphs)


def test_openings_follow_their_phase(world: World, process: Process) -> None:
    verbs = list(PhaseOpening.objects.filter(phase=opening(process)).values_list("verbs", flat=True))
    extend(world, process)
    assert list(PhaseOpening.objects.filter(phase=opening(process)).values_list("verbs", flat=True)) == verbs
