"""The A4 notice: one page whatever its words, tagged, in three languages, leading to the démarche."""

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest
import segno
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.processes.models import Process, Promise
from parvis.processes.notice import notice, public_address, qr
from parvis.territories.models import FunderMention
from tests.client import StrictClient
from tests.personas import World

LONG = "Des mots qui n’en finissent pas, 👍 中 #let x <b> et encore. " * 40


def page_of(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def told(world: World) -> Process:
    """The démarche with everything an animator may fill in."""
    Promise.objects.filter(process=world.process).update(
        decides_on=date(2027, 2, 4),
        contact_phone="04 92 00 00 00",
        contact_name="Olga",
        contact_place={"fr": "Mairie"},
    )
    world.process.other_ways = {"fr": "Boîte à la mairie", "ar": "صندوق في البلدية"}
    world.process.save()
    FunderMention.objects.create(space=world.space, name="Région", sentence="Avec la Région", everywhere=True)
    return Process.objects.get(pk=world.process.pk)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_it_is_one_tagged_page_in_its_language(world: World, language: str) -> None:
    document = page_of(notice(told(world), language))
    assert len(document.pages) == 1
    assert tuple(round(float(side)) for side in document.pages[0].MediaBox[2:]) == (595, 842)
    assert str(document.Root.Lang).startswith(language)
    assert document.Root.MarkInfo.Marked
    assert document.Root.ViewerPreferences.DisplayDocTitle


def test_it_stays_one_page_with_words_without_end(world: World) -> None:
    process = told(world)
    process.title, process.summary, process.other_ways = LONG[:200], LONG, LONG
    process.promise.open = process.promise.decided = "\n".join([LONG] * 12)
    process.promise.who_decides = process.promise.contact_place = LONG
    assert len(page_of(notice(process, "fr")).pages) == 1


def test_it_can_be_drawn_of_a_draft_with_nothing_in_it(world: World) -> None:
    bare = Process.objects.create(space=world.space, territory=world.digne, prefix="NUE", slug="nue", title="")
    assert len(page_of(notice(bare, "fr")).pages) == 1


def test_its_code_leads_to_the_page_in_the_reader_s_language(world: World) -> None:
    assert public_address(world.process, "fr") == "http://testserver/participer/transport/"
    assert public_address(world.process, "ar") == "http://testserver/ar/participer/transport/"
    assert b"<svg" in qr("http://testserver/")
    assert segno.make(public_address(world.process, "fr"), error="m").error == "M"


def test_one_click_from_the_desk_for_colleagues_only(
    world: World, client_of: Callable[[str], StrictClient]
) -> None:
    address = "/bureau/demarches/transport/affiche/fr.pdf"
    olga = client_of("olga")
    assert address in olga.get("/bureau/demarches/transport/").content.decode()
    with CaptureQueriesContext(connection) as asked:
        answer = olga.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert len(asked) == 9
    assert olga.get("/bureau/demarches/transport/affiche/xx.pdf").status_code == 404
    assert client_of("alice").get(address).status_code in {403, 404}
    assert client_of("charlie").get(address).status_code == 404
