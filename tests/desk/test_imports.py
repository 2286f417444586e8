"""Bringing a file from the desk: look, bring, take back; nothing half-imported."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.contributions.models import Contribution, ImportBatch, State
from parvis.core.jobs.worker import run_pending
from parvis.operations.counters import recount
from parvis.processes.models import Process
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]
PAGE = "/bureau/imports/"
GOOD = "N°;Intitulé;Votes pour;Le texte\n1;Un bus;3;Après 19 h\n2;Un banc;0;À l’ombre\n"


def send(client: StrictClient, words: str, **fields: object) -> object:
    file = SimpleUploadedFile("avis.csv", words.encode())
    return client.post(PAGE, {"file": file, **fields})


def text(response: object) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", ["visitor", "alice"])
def test_imports_are_for_the_team(world: World, client_of: Browser, name: str) -> None:
    assert client_of(name).get(PAGE).status_code == 403


@pytest.mark.parametrize(("name", "refusal"), [("mona", 403), ("tariq", 403), ("charlie", 422)])
def test_others_cannot_fill_a_step(world: World, client_of: Browser, name: str, refusal: int) -> None:
    someone = client_of(name)
    assert world.step.code not in text(someone.get(PAGE))
    assert send(someone, GOOD, step=world.step.pk).status_code == refusal
    olga = client_of("olga")
    send(olga, GOOD, step=world.step.pk)
    pk = ImportBatch.objects.get().pk
    for address in ("", "commencer/", "annuler/", "effacer/", "colonnes/"):
        call = someone.post if address else someone.get
        assert call(f"{PAGE}{pk}/{address}").status_code == 404
    assert not Contribution.objects.exists()


def test_from_the_file_to_its_undoing(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    sent = send(olga, GOOD.replace("Le texte", "Texte"), step=world.step.pk)
    page = olga.get(sent.url)
    assert "Un bus" in text(page)
    assert "Après 19 h" in text(page)
    assert not Contribution.objects.exists()
    assert olga.post(f"{sent.url}commencer/").url == sent.url
    assert Contribution.objects.count() == 0
    run_pending()
    assert Contribution.objects.public().filter(step=world.step, imported_for=3).count() == 1
    assert "2" in text(olga.get(sent.url))
    assert Process.objects.get(pk=world.process.pk).contributions_count == 2
    olga.post(f"{sent.url}annuler/")
    assert not Contribution.objects.public().exists()
    run_pending()
    assert not Contribution.objects.exists()
    assert recount() == 0


def test_columns_are_changed_by_hand(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    address = send(olga, GOOD, step=world.step.pk).url
    assert "Après 19 h" not in text(olga.get(address))
    refused = olga.post(f"{address}colonnes/", {"key": "N°"})
    assert refused.status_code == 422
    columns = {"key": "N°", "title": "Intitulé", "body": "Le texte", "votes_for": "Votes pour"}
    assert olga.post(f"{address}colonnes/", columns).url == address
    assert "Après 19 h" in text(olga.get(address))


def test_errors_are_named_and_nothing_comes_in(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    address = send(olga, GOOD.replace(";3;", ";trois;"), step=world.step.pk).url
    assert "trois" in text(olga.get(address))
    olga.post(f"{address}commencer/")
    run_pending()
    page = text(olga.get(address))
    assert "trois" in page
    assert not Contribution.objects.exists()
    assert ImportBatch.objects.get().state == ImportBatch.State.FAILED
    olga.post(f"{address}effacer/")
    run_pending()
    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE


def test_a_new_process_shows_only_once_the_import_is_whole(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    address = send(olga, GOOD, new_process="Plan vélo 2019", space=world.space.pk).url
    made = Process.objects.exclude(pk=world.process.pk).get()
    assert made.state == Process.State.DRAFT
    olga.post(f"{address}commencer/")
    run_pending()
    made.refresh_from_db()
    assert made.state == Process.State.CLOSED
    assert StrictClient().get(f"/participer/{made.slug}/").status_code == 200


def test_giving_up_a_new_process_leaves_nothing(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    address = send(olga, GOOD, new_process="Plan vélo 2019", space=world.space.pk).url
    olga.post(f"{address}effacer/")
    run_pending()
    assert Process.objects.get() == world.process


@pytest.mark.parametrize(
    ("words", "fields"), [("", {"step": True}), (GOOD, {}), (GOOD, {"step": True, "new_process": "Deux à la fois"})]
)
def test_a_wrong_form_says_so(world: World, client_of: Browser, words: str, fields: dict[str, object]) -> None:
    fields = fields | {"step": world.step.pk} if "step" in fields else fields
    assert send(client_of("olga"), words, **fields).status_code == 422
    assert not ImportBatch.objects.exists()


def test_an_import_that_people_reacted_to_stays(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    address = send(olga, GOOD, step=world.step.pk).url
    olga.post(f"{address}commencer/")
    run_pending()
    Contribution.objects.filter(title="Un bus").update(supports_count=1)
    olga.post(f"{address}annuler/")
    assert Contribution.objects.filter(state=State.PUBLISHED).count() == 2


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_costs_the_same(
    world: World, client_of: Browser, items: int, django_assert_max_num_queries: Callable
) -> None:
    olga = client_of("olga")
    for _n in range(items):
        send(olga, GOOD, step=world.step.pk)
    with django_assert_max_num_queries(14):
        olga.get(PAGE)
