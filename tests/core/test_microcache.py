"""What people without a cookie read is drawn once for all of them; nobody else ever reads from there."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from parvis.methods.proposals.actions import submit_proposal
from tests.client import StrictClient
from tests.personas import World

KEPT = settings.CACHES | {
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "trial"}
}


@pytest.fixture(autouse=True)
def _pages() -> Iterator[None]:
    with override_settings(CACHES=KEPT):
        caches["pages"].clear()
        yield
        caches["pages"].clear()


@pytest.mark.parametrize("path", ["/", "/participer/", "/ar/", "/en/participer/", "/recherche/?q=bus"])
def test_the_second_passer_by_costs_no_query(world: World, path: str) -> None:
    first = StrictClient().get(path)
    with CaptureQueriesContext(connection) as queries:
        second = StrictClient().get(path)
    assert len(queries) == 0
    assert second.content == first.content
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert StrictClient().get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_what_was_just_written_is_seen_at_once(world: World) -> None:
    assert "Un banc à la gare" not in StrictClient().get("/participer/transport/avis/").content.decode()
    submit_proposal(step=world.step, by=world.actor("alice"), title="Un banc à la gare")
    assert "Un banc à la gare" in StrictClient().get("/participer/transport/avis/").content.decode()


def test_each_address_and_language_is_its_own_page(world: World) -> None:
    pages = [StrictClient().get(path).content for path in ("/", "/ar/", "/en/", "/participer/")]
    assert len(set(pages)) == 4
    assert b'dir="rtl"' in StrictClient().get("/ar/").content


def test_one_who_is_signed_in_neither_reads_nor_leaves_anything_there(
    world: World, client_of: Callable[[str], StrictClient]
) -> None:
    assert 'href="/bureau/"' in client_of("olga").get("/").content.decode()
    assert 'href="/bureau/"' not in StrictClient().get("/").content.decode()
    assert 'href="/bureau/"' in client_of("olga").get("/").content.decode()


def test_a_page_with_a_form_is_drawn_for_each(world: World) -> None:
    address = "/mon-suivi/identifier/"
    first, second = StrictClient().get(address), StrictClient().get(address)
    assert first.cookies["parvis_csrf"].value != second.cookies["parvis_csrf"].value
    assert first.content != second.content


@pytest.mark.parametrize("path", ["/sante/", "/participer/inconnue/"])
def test_what_must_be_fresh_or_is_missing_is_not_kept(world: World, path: str) -> None:
    StrictClient().get(path)
    with CaptureQueriesContext(connection) as queries:
        StrictClient().get(path)
    assert len(queries) > 0
