"""« Cadre juridique », at the desk and for everyone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.legal import actions
from parvis.legal.models import Act, Arrangement, Evidence, Piece, Regulation
from tests.client import StrictClient
from tests.legal.making import PDF, announced, framed, pdf, yesterday
from tests.personas import World
from tests.processes.making import draft

Become = Callable[[str], StrictClient]
DESK, PUBLIC = "/en/bureau/demarches/transport/cadre-juridique/", "/en/participer/transport/cadre-juridique/"


def upload(name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def furnish(world: World, items: int) -> None:
    olga = world.actor("olga")
    framed(world)
    for n in range(items):
        line = announced(world, f"Affiche {n}")
        actions.say_kept(arrangement=line, by=olga, kept_on=yesterday())
        actions.add_evidence(arrangement=line, title=f"Photo {n}", by=olga, upload=pdf(f"photo{n}.pdf"))
        actions.record_act(
            process=world.process, kind="notice", number=str(n), on=yesterday(), by=olga, upload=pdf()
        )
        actions.add_piece(process=world.process, title=f"Plan {n}", upload=pdf(), by=olga)


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(("name", "path", "queries"), [("visitor", PUBLIC, 11), ("olga", DESK, 18)])
def test_the_pages_cost_the_same_however_long(
    world: World,
    client_of: Become,
    django_assert_num_queries: Any,
    items: int,
    name: str,
    path: str,
    queries: int,
) -> None:
    furnish(world, items)
    browser = client_of(name)
    with django_assert_num_queries(queries):
        assert browser.get(path).status_code == 200


def test_everyone_reads_what_was_announced_and_kept(world: World, client: StrictClient) -> None:
    assert client.get(PUBLIC).status_code == 404  # no text: no page
    furnish(world, 1)
    page = client.get(PUBLIC).content.decode()
    for words in ("L.103-2 à L.103-6", "An opinion", "Affiche 0", "Kept on", "Photo 0", "Plan 0", "Version 1"):
        assert words in page, words
    assert PUBLIC in client.get("/en/participer/transport/").content.decode()


def test_removing_an_evidence_makes_the_table_say_so(world: World, client_of: Become) -> None:
    furnish(world, 1)
    proof = Evidence.objects.get()
    gone = f"{DESK}preuves/{proof.pk}/retirer/"
    olga = client_of("olga")
    refused = olga.post(gone, {"reason": " "})
    assert refused.status_code == 422
    assert olga.post(gone, {"reason": "Visages reconnaissables"}).status_code == 302
    page = client_of("visitor").get(PUBLIC).content.decode()
    assert "without evidence" in page
    assert "Photo 0. Reason: Visages reconnaissables" in page
    assert olga.post(gone, {"reason": "Encore"}).status_code == 404


def test_olga_chooses_a_text_and_reads_what_lacks(world: World, client_of: Become) -> None:
    process, olga = draft(world), client_of("olga")
    there = f"/en/bureau/demarches/{process.slug}/cadre-juridique/"
    assert "Choose the text" in olga.get(there).content.decode()
    assert olga.post(f"{there}texte/", {"frame": "petition-epci"}).status_code == 422  # a commune
    assert olga.post(f"{there}texte/", {"frame": "concertation-urbanisme"})["Location"] == there
    page = olga.get(there).content.decode()
    assert "Deliberation: objectives and arrangements" in page
    assert "at the latest" in page
    assert "the text asks for: Deliberation" in olga.get(f"/en/bureau/demarches/{process.slug}/").content.decode()
    assert olga.post(f"{there}texte/retirer/").status_code == 302
    assert not Regulation.objects.exists()


def test_olga_records_corrects_and_takes_back_an_act(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    sent = {"kind": "deliberation", "number": "2026-12", "on": yesterday().isoformat(), "upload": upload()}
    assert olga.post(f"{DESK}actes/", sent | {"on": ""}).status_code == 422
    assert olga.post(f"{DESK}actes/", sent | {"until": "1990-01-01", "upload": upload()}).status_code == 422
    assert olga.post(f"{DESK}actes/", sent | {"upload": upload()})["Location"] == f"{DESK}#acts"
    act = Act.objects.get()
    assert act.document
    del sent["upload"]
    there = f"{DESK}actes/{act.pk}/"
    assert olga.post(there, sent | {"number": "2026-13"}).status_code == 422  # public: a reason is asked
    assert olga.post(there, sent | {"number": "2026-13", "reason": "Erreur"}).status_code == 302
    assert olga.post(there, {"withdraw": "1", "back-reason": ""}).status_code == 422
    assert olga.post(there, {"withdraw": "1", "back-reason": "Doublon"}).status_code == 302
    page = olga.get(DESK).content.decode()
    for words in ("2026-13", "2026-12", "Erreur", "Doublon"):
        assert words in page


def test_olga_announces_keeps_and_proves(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    assert olga.post(f"{DESK}modalites/", {"what_fr": ""}).status_code == 422
    assert olga.post(f"{DESK}modalites/", {"what_fr": "Réunion", "where": "Mairie"}).status_code == 302
    there = f"{DESK}modalites/{Arrangement.objects.get().pk}/"
    assert olga.post(f"{there}tenue/", {"kept_on": yesterday().isoformat()}).status_code == 302
    assert olga.post(f"{there}preuves/", {"title": "Feuille"}).status_code == 422
    wrong = SimpleUploadedFile("virus.pdf", b"\x00\x01nothing")
    assert olga.post(f"{there}preuves/", {"title": "Feuille", "upload": wrong}).status_code == 422
    assert olga.post(f"{there}preuves/", {"title": "Feuille", "upload": upload()}).status_code == 302
    assert "Feuille" in olga.get(f"{there}preuves/").content.decode()


def test_the_file_is_renewed(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    assert olga.post(f"{DESK}dossier/", {"title_fr": "Plan", "upload": upload()}).status_code == 302
    there = f"{DESK}dossier/{Piece.objects.get().pk}/"
    assert olga.post(there, {"upload": upload()}).status_code == 422
    assert olga.post(there, {"what_changed": "Arrêt déplacé", "upload": upload()}).status_code == 302
    assert "Arrêt déplacé" in olga.get(DESK).content.decode()


@pytest.mark.parametrize("what", ["actes", "modalites", "dossier"])
def test_another_demarche_s_rows_are_not_found(world: World, client_of: Become, what: str) -> None:
    furnish(world, 1)
    other = draft(world, title="Autre")
    pk = {"actes": Act, "modalites": Arrangement, "dossier": Piece}[what].objects.get().pk
    elsewhere = f"/en/bureau/demarches/{other.slug}/cadre-juridique/{what}/{pk}/"
    assert client_of("olga").get(elsewhere).status_code == 404
    assert client_of("charlie").get(f"{DESK}{what}/{pk}/").status_code == 404


def test_a_draft_shows_its_frame_to_the_team_alone(world: World, client_of: Become) -> None:
    process = framed(world, draft(world))
    there = f"/en/participer/{process.slug}/cadre-juridique/"
    assert client_of("visitor").get(there).status_code == 404
    assert client_of("olga").get(there).status_code == 200
