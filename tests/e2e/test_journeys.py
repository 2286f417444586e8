"""What residents and the team come to do, with and without JavaScript."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import TRANSPORT, Site, faults

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])


def someone() -> str:
    return f"h{uuid.uuid4().hex[:10]}@example.org"


def identify(page: Page, site: Site, email: str) -> None:
    """Give an address, copy the code from the mail, accept the charter; no account."""
    page.get_by_label("Votre adresse e-mail").fill(email)
    page.locator("main form button").last.click()
    page.locator('input[name="code"]').fill(site.last_code(email))
    page.locator("main form button").first.click()
    if "bienvenue" in page.url:
        for box in page.locator('main input[type="checkbox"][required]').all():
            box.check()
        page.locator("main form button").last.click()


@BOTH
def test_a_resident_says_what_she_thinks_from_the_home_page(
    site: Site, open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page("/", width=390, javascript=javascript)
    page.get_by_role("link", name=re.compile("Transport urbain dignois")).first.click()
    page.get_by_role("link", name=re.compile("Donner mon avis|Dire ce que je pense")).first.click()
    title = f"Un abri à l’arrêt {uuid.uuid4().hex[:6]}"
    page.get_by_label(re.compile("En une phrase")).fill(title)
    page.get_by_label(re.compile("Dites-en plus")).fill("On attend sous la pluie, sans banc.")
    page.locator("main form button").last.click()
    for _step in range(4):
        if "recu" in page.url:
            break
        if "identifier" in page.url:
            identify(page, site, someone())
        else:
            page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile("/recu/"))
    expect(page.locator("main")).to_contain_text(re.compile(r"TUD-\d{4}"))
    if javascript:
        assert faults(page) == []


@BOTH
def test_a_resident_supports_and_comments(site: Site, open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/avis/TUD-0009/soutenir/", javascript=javascript)
    if "identifier" not in page.url:
        page.locator("main form button").last.click()
    identify(page, site, someone())
    page.goto("/avis/TUD-0009/soutenir/")
    if page.locator("main form button").count():
        page.locator("main form button").last.click()
    page.goto("/avis/TUD-0009/repondre/")
    words = f"D’accord, surtout l’hiver {uuid.uuid4().hex[:6]}"
    page.locator("main textarea").fill(words)
    page.locator("main form button").last.click()
    page.goto("/avis/TUD-0009/")
    expect(page.locator("main")).to_contain_text(re.compile(words + "|1 commentaire|commentaire"))


@BOTH
def test_anyone_reports_without_an_account(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/avis/TUD-0003/", javascript=javascript)
    page.get_by_role("link", name="Signaler").first.click()
    page.locator('input[name="reason"][value="off_topic"]').check()
    page.locator("main textarea").first.fill("Cela parle d’autre chose.")
    page.locator('input[name="good_faith"]').check()
    page.wait_for_timeout(2500)  # the time trap refuses whoever answers faster than one reads
    page.locator("main form button").last.click()
    expect(page).to_have_url(re.compile("merci"))


def test_the_desk_notes_a_call_in_one_screen(open_page: Callable[..., Page]) -> None:
    page = open_page("/bureau/", width=390, persona="olga")
    page.get_by_role("link", name="Noter").first.click()
    page.locator('textarea[name="body"]').fill("Il manque un banc devant la pharmacie.")
    page.locator('input[name="title"]').fill("Un banc devant la pharmacie")
    page.get_by_role("button", name="Noter").click()
    expect(page.locator(".receipt")).to_contain_text(re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}"))


def test_a_whole_journey_by_keyboard(open_page: Callable[..., Page]) -> None:
    """From the home page to the form, with Tab and Enter alone; the focus is always seen."""
    page = open_page("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _stop in range(40):
        page.keyboard.press("Tab")
        if "Transport urbain dignois" in (page.evaluate("document.activeElement.textContent") or ""):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(TRANSPORT))
    for _stop in range(60):
        page.keyboard.press("Tab")
        if "deposer" in (page.evaluate("document.activeElement.href") or ""):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("deposer"))
