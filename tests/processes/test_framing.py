"""Creating a démarche from a blueprint, and saying what it is."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.core.rights import Refused
from parvis.processes import actions
from parvis.processes.blueprints import available_blueprints
from parvis.processes.dates import day_of
from parvis.processes.models import PhaseOpening, Process, Redirect
from parvis.processes.naming import propose_prefix
from parvis.processes.queries import moved, previewable
from tests.personas import World
from tests.processes.making import complete, draft, published


@pytest.mark.parametrize(
    "key", ["single_question", "express", "ideas", "concertation", "budget_ideas", "information"]
)
def test_each_blueprint_gives_a_draft_with_dates_and_openings(world: World, key: str) -> None:
    process = draft(world, blueprint=key, starts_on=date(2027, 3, 1))
    assert process.state == Process.State.DRAFT
    assert day_of(process.phases.first().starts_at) == date(2027, 3, 1)
    assert PhaseOpening.objects.filter(phase__process=process).exists() == (key != "information")
    assert key in {blueprint.key for blueprint in available_blueprints()}


def test_a_phase_lasts_whole_days(world: World) -> None:
    phase = draft(world, starts_on=date(2027, 3, 1)).phases.first()
    assert (day_of(phase.starts_at), day_of(phase.ends_at)) == (date(2027, 3, 1), date(2027, 3, 21))
    evening = timezone.make_aware(timezone.datetime(2027, 3, 21, 23, 30))
    assert phase.is_open(evening)
    assert not phase.is_open(evening + timedelta(hours=1))


def test_the_participatory_budget_promises_a_vote_of_the_council(world: World) -> None:
    promise = draft(world, blueprint="budget_ideas").promise
    assert promise.open["en"].startswith(
        "We undertake to put to the vote of the council, as they are, the projects"
    )


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Transport urbain dignois", "TUD"),
        ("10 000 € pour Volonne", "VOL"),
        ("Concertation sur la concertation", "CCO"),
        ("L’école, le vélo et l’eau", "EVE"),
        ("النقل الحضري", "DIG"),
        ("🚲", "DIG"),
    ],
)
def test_a_code_is_proposed_from_the_title(db: None, title: str, code: str) -> None:
    assert propose_prefix(title, otherwise="Digne") == code


def test_codes_and_addresses_are_never_given_twice(world: World) -> None:
    first, second = draft(world, title="Transport"), draft(world, title="Transport")
    assert (first.prefix, second.prefix) == ("TRA", "TRA2")
    assert (first.slug, second.slug) == ("transport-2", "transport-3"), "the world has one called transport"


def test_an_arabic_title_has_an_address_in_latin_letters(world: World) -> None:
    process = draft(world, title={"ar": "النقل الحضري"})
    assert process.slug == "demarche-dig"


def test_olga_creates_in_her_space_charlie_cannot(world: World) -> None:
    with pytest.raises(Refused):
        actions.create_process(
            blueprint="express", title="Vélo", space=world.space, territory=world.digne, by=world.actor("charlie")
        )
    process = draft(world)
    for gesture in (
        lambda by: actions.update_frame(process=process, by=by, title="À moi"),
        lambda by: actions.update_promise(process=process, by=by, why="…"),
        lambda by: actions.publish_process(process=process, by=by),
        lambda by: actions.set_phases(process=process, rows=[], by=by),
        lambda by: actions.set_openings(process=process, openings={}, by=by),
        lambda by: actions.add_step(process=process, method="proposals", by=by),
        lambda by: actions.review(process=process, verdict="approved", by=by),
    ):
        for name in ("charlie", "alice", "visitor"):
            with pytest.raises(Refused):
                gesture(world.actor(name))


def test_the_animator_of_the_intercommunality_does_not_touch_a_communes_own_space(world: World) -> None:
    from parvis.accounts.models import Role, RoleAssignment
    from parvis.territories.models import Space
    from tests.personas import person

    commune = Space.objects.create(territory=world.digne, slug="digne", name="Digne")
    world.users["secretary"] = person("secretary")
    RoleAssignment.objects.create(user=world.users["secretary"], role=Role.ANIMATOR, space=commune)
    hers = actions.create_process(
        blueprint="ideas", title="La place", space=commune, territory=world.digne, by=world.actor("secretary")
    )
    with pytest.raises(Refused):
        actions.update_frame(process=hers, by=world.actor("olga"), title="La place de l’agglo")
    with pytest.raises(Refused):
        actions.update_frame(process=world.process, by=world.actor("secretary"), title="Le bus de la commune")


def test_a_space_speaks_of_its_own_territories_only(world: World) -> None:
    with pytest.raises(ValidationError, match="outside your space"):
        actions.create_process(
            blueprint="express", title="Vélo", space=world.space, territory=world.sisteron, by=world.actor("olga")
        )


def test_a_new_address_leaves_a_redirect_and_may_come_back(world: World) -> None:
    process, by = published(world), world.actor("olga")
    first = process.slug
    actions.update_frame(process=process, by=by, slug="les-bus")
    assert moved(first) == process
    actions.update_frame(process=process, by=by, slug=first)
    assert Redirect.objects.get().old_slug == "les-bus"


def test_an_address_someone_had_is_not_given_to_another(world: World) -> None:
    process, by = published(world), world.actor("olga")
    first = process.slug
    actions.update_frame(process=process, by=by, slug="les-bus")
    with pytest.raises(ValidationError):
        actions.update_frame(process=draft(world, title="Autre"), by=by, slug=first)


def test_the_code_changes_with_its_steps_until_someone_bears_it(world: World) -> None:
    process, by = draft(world), world.actor("olga")
    process = actions.update_frame(process=process, by=by, prefix="bus")
    assert process.steps.get().code == "BUS-1"
    Process.objects.update(last_number=1)
    with pytest.raises(ValidationError, match="no longer change"):
        actions.update_frame(process=process, by=by, prefix="CAR")


def test_a_stale_form_writes_nothing(world: World) -> None:
    process, by = draft(world), world.actor("olga")
    actions.update_frame(process=process, by=by, summary="Premier")
    with pytest.raises(actions.Stale):
        actions.update_frame(process=process, by=by, expected=process.updated_at, summary="Second")
    assert str(Process.objects.get(pk=process.pk).summary) == "Premier"


def test_inverted_dates_are_refused(world: World) -> None:
    from parvis.processes.actions.calendar import PhaseRow

    row = PhaseRow(title="Avis", starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 1))
    with pytest.raises(ValidationError, match="ends before it starts"):
        actions.set_phases(process=draft(world), rows=[row], by=world.actor("olga"))


def test_a_phase_of_one_day_is_a_phase(world: World) -> None:
    from parvis.processes.actions.calendar import PhaseRow

    row = PhaseRow(title="Atelier", starts_on=date(2027, 3, 2), ends_on=date(2027, 3, 2))
    assert actions.set_phases(process=draft(world), rows=[row], by=world.actor("olga"))[0].pk


def test_only_verbs_of_the_method_can_be_opened(world: World) -> None:
    process = draft(world)
    place = (process.phases.first().pk, process.steps.get().pk)
    with pytest.raises(ValidationError):
        actions.set_openings(process=process, openings={place: ["vote"]}, by=world.actor("olga"))
    assert PhaseOpening.objects.filter(phase__process=process).exists(), "a refusal changes nothing"


def test_openings_are_kept_in_the_methods_order_and_the_rest_is_closed(world: World) -> None:
    process = draft(world)
    place = (process.phases.last().pk, process.steps.get().pk)
    actions.set_openings(process=process, openings={place: ["support", "create"]}, by=world.actor("olga"))
    assert PhaseOpening.objects.get(phase__process=process).verbs == ["create", "support"]


def test_a_duplicate_keeps_the_frame_shifts_the_dates_and_takes_nothing_received(world: World) -> None:
    source = published(world, starts_on=date(2027, 3, 1))
    Process.objects.filter(pk=source.pk).update(contributions_count=7, last_number=7)
    source.refresh_from_db()
    copy = actions.duplicate_process(
        process=source,
        title="Transport à Sisteron",
        space=world.other_space,
        territory=world.sisteron,
        starts_on=date(2027, 9, 6),
        by=world.actor("charlie"),
    )
    assert (copy.state, copy.contributions_count, copy.last_number) == ("draft", 0, 0)
    assert [day_of(p.starts_at) for p in copy.phases.all()] == [
        day_of(p.starts_at) + timedelta(days=189) for p in source.phases.all()
    ]
    assert PhaseOpening.objects.filter(phase__process=copy).count() == 1
    assert str(copy.promise.open) == "Les horaires"
    assert copy.promise.decides_on is None, "a date is promised by who makes the promise"


def test_a_step_that_received_words_is_not_removed(world: World) -> None:
    process, by = draft(world), world.actor("olga")
    step = actions.add_step(process=process, method="proposals", title="Autre", by=by)
    assert step.code == "TUD2-2"
    actions.remove_step(step=step, by=by)
    step = process.steps.get()
    type(step).objects.filter(pk=step.pk).update(contributions_count=1)
    with pytest.raises(Refused):
        actions.remove_step(step=process.steps.get(), by=by)


def test_the_secret_link_shows_a_draft_and_nothing_without_it(world: World) -> None:
    process = draft(world)
    assert previewable(process.preview_token) == process
    assert previewable("") is None
    assert previewable("x" * 24) is None


def test_a_correction_of_the_promise_after_publication_is_told(world: World) -> None:
    process, by = published(world), world.actor("olga")
    actions.update_promise(process=process, by=by, decided="Le tracé et les quais", reason="Un oubli.")
    assert process.log.get(kind="correction_promise").is_public


def test_every_gesture_leaves_a_line_on_the_trail(world: World) -> None:
    from parvis.audit.models import AuditEvent

    process = complete(world, draft(world))
    verbs = list(AuditEvent.objects.filter(process=process).values_list("verb", flat=True))
    assert verbs == ["update_promise", "update_frame", "create_process"]
