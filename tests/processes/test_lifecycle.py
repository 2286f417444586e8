"""From draft to archive; what the clock tells, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.contributions import spine
from parvis.contributions.models import Contribution, State
from parvis.core import events
from parvis.core.rights import Refused
from parvis.processes import actions
from parvis.processes.archive import verify_archive
from parvis.processes.events import PhaseClosed, PhaseOpened, ProcessPublished
from parvis.processes.models import LogEntry, Phase, Process
from parvis.replies.models import Outcome
from tests.personas import World
from tests.processes.making import complete, draft, published


@pytest.fixture
def told(world: World) -> Iterator[list[events.Event]]:
    """What the clock and the animator tell, of the démarches these tests make."""
    world.process.phases.all().delete()
    heard: list[events.Event] = []
    for kind in (ProcessPublished, PhaseOpened, PhaseClosed):
        events._handlers[kind].append(heard.append)
    yield heard
    for kind in (ProcessPublished, PhaseOpened, PhaseClosed):
        events._handlers[kind].remove(heard.append)


def speak(world: World, process: Process, text: str = "Un bus après 19 h") -> Contribution:
    [code] = spine.next_codes(process)
    one = Contribution.objects.create(
        code=code, kind="proposal", space=process.space, process=process, step=process.steps.get(), title=text,
        state=State.PENDING,
    )  # fmt: skip
    spine.show(one, by=world.actor("olga"))
    return one


def test_publication_is_told_and_seen(world: World, told: list) -> None:
    process = published(world)
    assert process in Process.objects.public()
    assert [type(event) for event in told] == [ProcessPublished]
    assert process.log.get().kind == "published"


def test_a_planned_publication_comes_with_its_hour(world: World, told: list) -> None:
    process, by = complete(world, draft(world)), world.actor("olga")
    with pytest.raises(ValidationError):
        actions.schedule_publication(process=process, at=timezone.now(), by=by)
    at = timezone.now() + timedelta(days=2)
    actions.schedule_publication(process=process, at=at, by=by)
    assert process not in Process.objects.public()
    actions.tick(at=at - timedelta(minutes=1))
    assert told == []
    actions.tick(at=at + timedelta(hours=5))
    process.refresh_from_db()
    assert (process.state, process.published_at) == ("published", at)


def test_a_planned_publication_that_lost_its_promise_goes_back_to_draft(world: World, told: list) -> None:
    process, by = complete(world, draft(world)), world.actor("olga")
    at = timezone.now() + timedelta(days=2)
    actions.schedule_publication(process=process, at=at, by=by)
    actions.update_promise(process=process, by=by, decided="")
    actions.tick(at=at)
    process.refresh_from_db()
    assert (process.state, told) == ("draft", [])
    assert not process.log.get(kind="not_published").is_public


def test_phases_open_and_close_by_themselves_and_are_told_once(world: World, told: list) -> None:
    process = published(world)
    phase = process.phases.first()
    told.clear()
    for _again in range(3):
        actions.tick(at=phase.starts_at)
    assert [type(event) for event in told] == [PhaseOpened]
    for _again in range(3):
        actions.tick(at=phase.ends_at)
    assert [type(event) for event in told] == [PhaseOpened, PhaseClosed]
    entries = LogEntry.objects.filter(process=process, kind__startswith="phase").order_by("at")
    assert [(entry.kind, entry.at) for entry in entries] == [
        ("phase_opened", phase.starts_at),
        ("phase_closed", phase.ends_at),
    ]


def test_a_date_that_moves_is_told_again(world: World, told: list) -> None:
    process = published(world)
    phase = process.phases.first()
    actions.tick(at=phase.starts_at)
    told.clear()
    Phase.objects.filter(pk=phase.pk).update(starts_at=phase.starts_at + timedelta(days=1))
    actions.tick(at=phase.starts_at + timedelta(days=1))
    assert [type(event) for event in told] == [PhaseOpened]


def test_a_phase_that_ended_before_publication_is_not_told(world: World, told: list) -> None:
    process = published(world)
    first = process.phases.first()
    Process.objects.filter(pk=process.pk).update(published_at=first.ends_at + timedelta(hours=1))
    told.clear()
    actions.tick(at=first.ends_at + timedelta(days=2))
    assert [event.phase.order for event in told] == [1], "only the phase that runs"


def test_a_draft_tells_nothing(world: World, told: list) -> None:
    process = complete(world, draft(world))
    actions.tick(at=process.phases.last().starts_at)
    assert [event for event in told if event.process == process] == []


def test_back_to_draft_only_while_nothing_was_received(world: World) -> None:
    process, by = published(world), world.actor("olga")
    process = actions.unpublish_process(process=process, by=by)
    assert process.state == "draft"
    process = actions.publish_process(process=process, by=by)
    speak(world, process)
    with pytest.raises(Refused):
        actions.unpublish_process(process=process, by=by)


@pytest.mark.parametrize("ending", ["outcomes", "none"])
def test_it_closes_with_words(world: World, ending: str) -> None:
    process, by = published(world), world.actor("olga")
    with pytest.raises(ValidationError):
        actions.close_process(process=process, ending=ending, text="", by=by)
    with pytest.raises(ValidationError):
        actions.close_process(process=process, ending="", text="Voilà.", by=by)
    process = actions.close_process(process=process, ending=ending, text="Deux lignes changent.", by=by)
    assert process.state == "closed"


def test_only_a_closed_one_is_archived_and_then_nothing_changes(world: World) -> None:
    process, by = published(world), world.actor("olga")
    with pytest.raises(Refused):
        actions.archive_process(process=process, by=by)
    process = actions.close_process(process=process, ending="none", text="Pas de budget.", by=by)
    actions.archive_process(process=process, by=by)
    process.refresh_from_db()
    for gesture in (
        lambda: actions.update_frame(process=process, by=by, title="Autre"),
        lambda: actions.update_promise(process=process, by=by, why="Autre"),
        lambda: actions.set_phases(process=process, rows=[], by=by),
        lambda: actions.write_log_entry(process=process, title="Autre", by=by),
        lambda: actions.close_process(process=process, ending="none", text="Autre", by=by),
        lambda: actions.publish_process(process=process, by=by),
    ):
        with pytest.raises(Refused):
            gesture()


def frozen(world: World) -> tuple[Process, Contribution, Contribution]:
    by, process = world.actor("olga"), published(world)
    one, two = speak(world, process, "Un bus"), speak(world, process, "Un banc")
    Outcome.objects.create(space=process.space, process=process, title="Un bus de plus")
    process = actions.close_process(process=process, ending="outcomes", text="Un bus.", by=by)
    actions.archive_process(process=process, by=by)
    return Process.objects.get(pk=process.pk), one, two


def test_an_archive_holds(world: World) -> None:
    process, _one, _two = frozen(world)
    found = verify_archive(process.archive)
    assert found.holds
    assert (found.altered, found.removed, found.added) == ((), (), ())
    kinds = {kind for kind, _key, _hash in process.archive.manifest["items"]}
    assert kinds == {"process", "promise", "phase", "log", "contribution", "outcome"}


def test_an_erased_text_leaves_its_hash_and_the_rest_is_still_verified(world: World) -> None:
    process, one, two = frozen(world)
    Contribution.objects.filter(pk=one.pk).update(title="", body="", state=State.WITHDRAWN)
    found = verify_archive(process.archive)
    assert found.holds
    assert found.removed == (f"contribution {one.code}",)
    Contribution.objects.filter(pk=two.pk).update(title="Deux bancs")
    found = verify_archive(process.archive)
    assert not found.holds
    assert found.altered == (f"contribution {two.code}",)


def test_a_manifest_that_was_touched_is_seen(world: World) -> None:
    process, _one, two = frozen(world)
    archive = process.archive
    archive.manifest["items"] = [item for item in archive.manifest["items"] if item[1] != two.code]
    found = verify_archive(archive)
    assert not found.root_holds
    assert found.added == (f"contribution {two.code}",)


def test_colleagues_say_a_word_before_publication(world: World) -> None:
    process = draft(world)
    actions.review(process=process, verdict="approved", by=world.actor("elise"))
    with pytest.raises(ValidationError):
        actions.review(process=process, verdict="changes", by=world.actor("tariq"))
    actions.review(process=process, verdict="changes", text="La date est un dimanche.", by=world.actor("tariq"))
    assert [(said.by.name, said.verdict) for said in process.reviews.all()] == [
        ("Elise", "approved"),
        ("Tariq", "changes"),
    ]


def test_the_machines_entries_are_not_rewritten(world: World) -> None:
    process, by = published(world), world.actor("olga")
    with pytest.raises(ValidationError):
        actions.write_log_entry(process=process, title="Autre", by=by, entry=process.log.get())
    entry = actions.write_log_entry(process=process, title="Réunion à Digne", by=by, is_public=False)
    entry = actions.write_log_entry(process=process, title="Réunion à Thoard", by=by, entry=entry)
    assert process.log.filter(kind="written").get().title == {"fr": "Réunion à Thoard"}


def test_the_team_of_a_demarche_works_on_it_alone(world: World) -> None:
    process, by = draft(world), world.actor("olga")
    with pytest.raises(ValidationError, match="account"):
        actions.add_to_team(process=process, email="nobody@example.org", role="technician", by=by)
    with pytest.raises(ValidationError, match="administrator"):
        actions.add_to_team(process=process, email="bob@example.org", role="admin", by=by)
    held = actions.add_to_team(process=process, email="BOB@example.org", role="animator", by=by)
    actions.update_frame(process=process, by=world.actor("bob"), summary="Par Bob")
    with pytest.raises(Refused):
        actions.update_frame(process=world.process, by=world.actor("bob"), summary="Par Bob")
    actions.remove_from_team(assignment=held, by=by)
    with pytest.raises(Refused):
        actions.update_frame(process=process, by=world.actor("bob"), summary="Encore")


def test_a_merged_theme_takes_its_contents_with_it(world: World) -> None:
    by = world.actor("olga")
    bike = actions.create_theme(space=world.space, name="Vélo", by=by)
    mobility = actions.create_theme(space=world.space, name="Mobilités", by=by)
    process = draft(world)
    actions.update_frame(process=process, by=by, theme=bike)
    one = speak(world, process)
    Contribution.objects.filter(pk=one.pk).update(theme=bike)
    actions.merge_themes(theme=bike, into=mobility, by=by)
    assert Process.objects.get(pk=process.pk).theme == mobility
    assert Contribution.objects.get(pk=one.pk).theme == mobility
    with pytest.raises(Refused):
        actions.merge_themes(theme=mobility, into=bike, by=by)
