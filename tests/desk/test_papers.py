"""Documents at the desk: written, read, approved, downloaded; the log of readers."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.accounts.models import Role, RoleAssignment
from parvis.papers import actions
from parvis.papers.models import Paper, Reading
from tests.client import StrictClient
from tests.papers.conftest import make_final
from tests.personas import World

Browser = Callable[[str], StrictClient]
LIST = "/bureau/documents/"


def begun(world: World, **fields: object) -> Paper:
    return actions.begin_paper(kind="note", space=world.space, by=world.actor("olga"), **fields)


def test_from_a_model_to_a_final_document(world: World, client_of: Browser) -> None:
    olga, elise = client_of("olga"), client_of("elise")
    made = olga.post(f"{LIST}ecrire/note/", {"space": world.space.pk, "title": "Bancs", "language": "fr"})
    paper = Paper.objects.get()
    assert made["Location"] == f"{LIST}{paper.pk}/"
    section = paper.sections.first()
    address = f"{LIST}{paper.pk}/sections/{section.pk}/"
    page = olga.get(address).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    olga.post(address, {"title": "Constat", "body": "Six arrêts.\nDeux bancs. <script>", "seen": seen})
    assert "Six arrêts." in olga.get(f"{LIST}{paper.pk}/").content.decode()
    olga.post(f"{LIST}{paper.pk}/demander/", {"approver": world.users["elise"].pk})
    assert "Bancs" in elise.get("/bureau/elue/").content.decode()
    elise.post(f"{LIST}{paper.pk}/lire/")
    assert "On vous demande de valider" in elise.get(f"{LIST}{paper.pk}/").content.decode()
    elise.post(f"{LIST}{paper.pk}/repondre/", {"text": "", "approve": ""})
    olga.post(f"{LIST}{paper.pk}/finaliser/")
    final = olga.get(f"{LIST}{paper.pk}/").content.decode()
    assert "Vérifié" in final
    assert "Elise" in final


def test_plain_lines_become_paragraphs_and_scripts_vanish(world: World, client_of: Browser) -> None:
    section = begun(world).sections.first()
    address = f"{LIST}{section.paper_id}/sections/{section.pk}/"
    client_of("olga").post(address, {"title": "A", "body": "Un.\n\nDeux."})
    section.refresh_from_db()
    assert section.body == "<p>Un.</p><p>Deux.</p>"
    client_of("olga").post(address, {"title": "A", "body": "<p onclick='x()'>Trois</p><script>y()</script>"})
    section.refresh_from_db()
    assert section.body == "<p>Trois</p>"


def test_a_stale_page_keeps_the_words_and_says_so(world: World, client_of: Browser) -> None:
    section = begun(world).sections.first()
    address = f"{LIST}{section.paper_id}/sections/{section.pk}/"
    stale = actions.section_mark(section)
    actions.write_section(section=section, title="A", body="<p>Avant.</p>", by=world.actor("olga"))
    answer = client_of("olga").post(address, {"title": "A", "body": "<p>Mes mots.</p>", "seen": stale})
    assert answer.status_code == 422
    assert "Mes mots." in answer.content.decode()
    assert "pendant que vous écriviez" in answer.content.decode()


def test_three_readers_are_logged_once_each_and_only_some_see_it(world: World, client_of: Browser) -> None:
    """R3-045: the page of a document that is not public opens by a gesture, which is noted."""
    paper = begun(world)
    RoleAssignment.objects.create(user=world.users["bob"], role=Role.DPO, space=world.space)
    for name in ("mona", "tariq", "elise"):
        browser = client_of(name)
        assert "Votre lecture sera notée" in browser.get(f"{LIST}{paper.pk}/").content.decode()
        assert browser.get(f"{LIST}{paper.pk}/telecharger/pdf/").status_code == 404
        browser.post(f"{LIST}{paper.pk}/lire/")
        browser.post(f"{LIST}{paper.pk}/lire/")
        assert browser.get(f"{LIST}{paper.pk}/telecharger/pdf/").content.startswith(b"%PDF")
    assert Reading.objects.count() == 3
    for name in ("olga", "bob"):
        log = client_of(name).get(f"{LIST}{paper.pk}/lecteurs/").content.decode()
        assert all(reader in log for reader in ("Mona", "Tariq", "Elise"))
    assert client_of("mona").get(f"{LIST}{paper.pk}/lecteurs/").status_code == 404


def test_a_confidential_note_is_invisible_to_others(world: World, client_of: Browser) -> None:
    paper = begun(world, title="Secret")
    actions.frame_paper(
        paper=paper, title="Secret", language="fr", level="confidential",
        readers=[world.users["tariq"]], by=world.actor("olga"),
    )  # fmt: skip
    for name in ("mona", "elise", "diane", "charlie"):
        assert "Secret" not in client_of(name).get(LIST).content.decode()
        assert client_of(name).get(f"{LIST}{paper.pk}/").status_code == 404
    assert "Secret" in client_of("tariq").get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_with_one_or_three(world: World, client_of: Browser, count: int) -> None:
    for _ in range(count):
        begun(world, process=world.process)
    browser = client_of("olga")
    browser.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = browser.get(LIST)
    assert page.content.decode().count("<tr>") == count + 1
    assert len(asked) == 9


@pytest.mark.parametrize("count", [1, 3])
def test_a_document_costs_the_same_with_one_or_three_of_everything(
    world: World, client_of: Browser, count: int
) -> None:
    paper = begun(world)
    for rank in range(count):
        actions.add_section(paper=paper, title=f"Partie {rank}", by=world.actor("olga"))
        actions.say_remark(paper=paper, text="Oui.", by=world.actor("olga"))
    browser = client_of("olga")
    browser.get(f"{LIST}{paper.pk}/")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"{LIST}{paper.pk}/")
    assert len(asked) == 12


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("ecrire/note/", {}),
        ("ecrire/note/", {"space": "x", "process": "99999999999999999999", "language": "xx", "title": "é" * 5000}),
        ("{pk}/demander/", {"approver": "99999999999999999999"}),
        ("{pk}/commenter/", {"remark-text": ""}),
        ("{pk}/cadre/", {"title": "", "level": "x", "readers": ["x", "99999999999999999999"]}),
        ("{pk}/sections/ajouter/", {"title": ""}),
        ("{pk}/sections/{section}/", {"title": "é" * 5000, "body": "x" * 70_000}),
    ],
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(
    world: World, client_of: Browser, path: str, data: dict[str, object]
) -> None:
    paper = begun(world)
    address = LIST + path.format(pk=paper.pk, section=paper.sections.first().pk)
    answer = client_of("olga").post(address, data)
    assert answer.status_code == 422
    assert "error" in answer.content.decode()


def test_everyone_reads_a_final_public_document_and_verifies_it(world: World, client_of: Browser) -> None:
    paper = begun(world, title="Bilan", process=world.process)
    actions.frame_paper(
        paper=paper, title="Bilan", language="fr", level="public", readers=[], by=world.actor("olga")
    )
    visitor = client_of("visitor")
    assert visitor.get(f"/documents/{paper.pk}/").status_code == 404
    paper = make_final(world, paper)
    with CaptureQueriesContext(connection) as asked:
        page = visitor.get(f"/documents/{paper.pk}/")
    assert "Est-ce bien le texte définitif" in page.content.decode()
    assert len(asked) <= 12
    assert visitor.get(f"/documents/{paper.pk}/empreinte.json").json()["root"] == paper.root
    assert visitor.get(f"/documents/{paper.pk}/pdf/").content.startswith(b"%PDF")
    assert visitor.get(f"/documents/{paper.pk}/exe/").status_code == 404
