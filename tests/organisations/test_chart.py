"""« Qui décide ici »: mandates and sittings, as the team writes them and as everyone reads them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.core.rights import Refused
from parvis.organisations import actions
from parvis.organisations.models import Mandate, Organisation, Sitting
from parvis.processes.models import Promise
from tests.client import StrictClient
from tests.personas import World

Become = Callable[[str], StrictClient]
PAGE = "/organismes/qui-decide-ici/"
DESK = "/bureau/equipe/qui-decide/"


def elected(world: World, name: str = "Élise", **more: object) -> Mandate:
    fields = {"kind": "elected", "name": name, "function": "Vice-présidente", "delegation": "Mobilités", **more}
    return actions.write_mandate(mandate=Mandate(space=world.space), by=world.actor("olga"), **fields)


def sitting(world: World, days: int = 30, assembly: str = "Conseil communautaire") -> Sitting:
    on = timezone.localdate() + timedelta(days=days)
    return actions.write_sitting(
        sitting=Sitting(space=world.space), by=world.actor("olga"), assembly=assembly, on=on, place="Digne"
    )


def test_everyone_reads_who_decides_nested_as_it_is(world: World, client_of: Become) -> None:
    elected(world)
    direction = Organisation.objects.create(kind="service", name="Direction", slug="direction", space=world.space)
    Organisation.objects.filter(pk=world.mobility.pk).update(parent=direction)
    actions.write_mandate(
        mandate=Mandate(space=world.space), by=world.actor("olga"), kind="head", name="Tariq", function="Chef",
        service=world.mobility,
    )  # fmt: skip
    sitting(world)
    page = client_of("visitor").get(PAGE).content.decode()
    order = [
        page.index(words)
        for words in ("Conseil communautaire", "Élise", "Direction", "Mobilités</bdi></a>", "Tariq")
    ]
    assert order == sorted(order)


def test_an_ended_term_leaves_the_chart_and_stays_in_the_history(world: World, client_of: Become) -> None:
    today = timezone.localdate()
    elected(world, "Ancienne", starts_on=today - timedelta(days=900), ends_on=today - timedelta(days=1))
    elected(world, "Future", starts_on=today + timedelta(days=3))
    page = client_of("visitor").get(PAGE).content.decode()
    assert "Ancienne" not in page
    assert "Future" not in page
    assert "Ancienne" in client_of("olga").get(DESK).content.decode()


def test_a_circle_of_services_hangs_nothing(world: World, client_of: Become) -> None:
    other = Organisation.objects.create(
        kind="service", name="Autre", slug="autre", space=world.space, parent=world.mobility
    )
    Organisation.objects.filter(pk=world.mobility.pk).update(parent=other)
    assert client_of("visitor").get(PAGE).status_code == 200


def test_the_desk_writes_ends_and_removes(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    assert olga.get(f"{DESK}mandat/").status_code == 200
    data = {"kind": "elected", "name": "Élise", "function": "Vice-présidente", "delegation": "Mobilités"}
    assert olga.post(f"{DESK}mandat/", data).status_code == 302
    mandate = Mandate.objects.get()
    assert (mandate.space, mandate.order) == (world.space, 10)
    assert olga.post(f"{DESK}mandat/{mandate.pk}/", data | {"delegation": "Eau"}).status_code == 302
    assert olga.post(f"{DESK}mandat/{mandate.pk}/finir/").status_code == 302
    mandate.refresh_from_db()
    assert (mandate.delegation, mandate.ends_on) == ("Eau", timezone.localdate())
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    assert olga.post(f"{DESK}seance/", {"assembly": "Bureau", "on": day}).status_code == 302
    twice = olga.post(f"{DESK}seance/", {"assembly": "Bureau", "on": day})
    assert twice.status_code == 422
    assert Sitting.objects.count() == 1
    assert olga.post(f"{DESK}seance/{Sitting.objects.get().pk}/retirer/").status_code == 302
    assert not Sitting.objects.exists()


def test_what_charlie_writes_is_of_his_own_space(world: World, client_of: Become) -> None:
    charlie = client_of("charlie")
    data = {"kind": "elected", "name": "Jean", "function": "Maire"}
    assert charlie.post(f"{DESK}mandat/", data).status_code == 302
    assert Mandate.objects.get().space == world.other_space
    assert "Jean" not in client_of("visitor").get(PAGE).content.decode()
    assert "Jean" in client_of("visitor").get(f"{PAGE}?espace=sisteronais").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "head", "name": "Tariq", "function": "Chef"},
        {"kind": "king", "name": "Tariq", "function": "Chef"},
        {"kind": "elected", "name": "\x00", "function": "x" * 500},
        {"kind": "elected", "name": "A", "function": "B", "starts_on": "2026-02-02", "ends_on": "2026-02-01"},
        {"kind": "elected", "name": "A", "function": "B", "service": "99999999999999999999", "order": "-4"},
    ],
)
def test_what_cannot_be_is_refused_in_words(world: World, client_of: Become, data: dict[str, str]) -> None:
    assert client_of("olga").post(f"{DESK}mandat/", data).status_code == 422
    assert not Mandate.objects.exists()


def test_a_sitting_held_stays(world: World) -> None:
    past = Sitting.objects.create(
        space=world.space, assembly="Conseil", on=timezone.localdate() - timedelta(days=1)
    )
    with pytest.raises(Refused):
        actions.remove_sitting(sitting=past, by=world.actor("olga"))
    mandate = elected(world, starts_on=timezone.localdate() + timedelta(days=9))
    with pytest.raises(ValidationError):
        actions.end_mandate(mandate=mandate, on=timezone.localdate(), by=world.actor("olga"))


@pytest.mark.parametrize("who", ["visitor", "alice", "mona", "tariq", "elise", "charlie"])
def test_only_the_team_of_the_space_writes_it(world: World, client_of: Become, who: str) -> None:
    mandate, next_one = elected(world), sitting(world)
    for gesture in (
        lambda by: actions.write_mandate(mandate=mandate, by=by, name="Moi"),
        lambda by: actions.end_mandate(mandate=mandate, on=timezone.localdate(), by=by),
        lambda by: actions.write_sitting(sitting=next_one, by=by, place="Chez moi"),
        lambda by: actions.remove_sitting(sitting=next_one, by=by),
    ):
        with pytest.raises(Refused):
            gesture(world.actor(who))
    assert client_of(who).post(f"{DESK}mandat/{mandate.pk}/finir/").status_code in (302, 403, 404)
    mandate.refresh_from_db()
    assert mandate.ends_on is None


def test_a_sitting_chosen_fills_in_who_decides_and_when(world: World, client_of: Become) -> None:
    elected(world)
    next_one, olga = sitting(world), client_of("olga")
    Promise.objects.filter(process=world.process).update(decides_on=None)
    url = f"/bureau/demarches/{world.process.slug}/engagements/"
    page = olga.get(url)
    assert '<option value="Élise, Vice-présidente (Mobilités)">' in page.content.decode()
    values: dict[str, str] = {}
    for bound in page.context["form"]:
        value = bound.value()
        if isinstance(value, dict):
            values |= {f"{bound.html_name}_{code}": text for code, text in value.items()}
        elif value:
            values[bound.html_name] = str(value)
    sent = values | {"sitting": str(next_one.pk), "reason_fr": "La date est connue."}
    assert olga.post(url, sent).status_code == 302
    promise = Promise.objects.get(process=world.process)
    assert (promise.who_decides["fr"], promise.decides_on) == ("Conseil communautaire", next_one.on)


def test_the_chart_and_its_desk_cost_the_same_however_long(world: World, client_of: Become) -> None:
    counted = []
    for number in range(3):
        elected(world, f"Élue {number}")
        sitting(world, days=10 + number)
        if number != 1:
            for who, url in (("visitor", f"{PAGE}?n={number}"), ("olga", DESK)):
                client = client_of(who)
                with CaptureQueriesContext(connection) as caught:
                    assert client.get(url).status_code == 200
                counted.append(len(caught))
    assert counted[:2] == counted[2:]
    assert counted[0] <= 12
    assert counted[1] <= 20
