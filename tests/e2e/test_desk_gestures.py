"""The desk after each gesture: what unfolds stays accessible, in both directions of reading; and without a script or a mouse."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import words
from tests.e2e.test_keyboard import tab_to
from tools.browser import TRANSPORT

pytestmark = pytest.mark.e2e

DIRECTIONS = pytest.mark.parametrize(("language", "width"), [("", 390), ("/ar", 1280)], ids=["fr", "ar"])
MOST_SUPPORTED = f"?demarche={TRANSPORT}&etat=published&tri=supported"  # others came and went since: these stay
FORMS = (
    ("/bureau/reponses/ecrire/?code=TUD-0009", 'button[value="submit"]'),
    ("/bureau/suites/nouvelle/", "main .btn.accent"),
    ("/bureau/publications/rencontres/ecrire/", "main form .btn.accent"),
    (f"/bureau/demarches/{TRANSPORT}/journal/", "main form .btn.accent"),
    ("/bureau/imports/", "main form .btn"),
)


@DIRECTIONS
def test_a_list_with_its_filters_open_and_lines_ticked(
    open_page: Callable[..., Page], language: str, width: int
) -> None:
    page = open_page(f"{language}/bureau/contributions/{MOST_SUPPORTED}", width=width, persona="olga")
    page.locator(".filters summary").first.click()
    for line in range(2):
        page.locator(".pick").nth(line).check()
    expect(page.locator(".bulk")).to_be_visible()
    assert faults(page) == []
    page.locator('.bulk button[value="gather"]').click()
    expect(page.locator('main input[type="radio"]')).to_have_count(2)
    assert faults(page) == []


@DIRECTIONS
def test_forms_sent_empty_say_what_is_missing(open_page: Callable[..., Page], language: str, width: int) -> None:
    page = open_page(width=width, persona="olga")
    for path, button in FORMS:
        page.goto(language + path)
        page.locator(button).first.click()
        expect(page.locator(".error-summary")).to_have_count(1)
        assert faults(page) == [], path


@DIRECTIONS
def test_every_block_of_the_editor(open_page: Callable[..., Page], language: str, width: int) -> None:
    page = open_page(f"{language}/bureau/demarches/{TRANSPORT}/contenu/", width=width, persona="olga")
    menu = page.locator("main form select").last
    kinds = [option.get_attribute("value") or "" for option in menu.locator("option").all()]
    assert len(kinds) > 10
    for rank, kind in enumerate(kinds):
        page.locator("main form select").last.select_option(kind)
        page.locator("main form select").last.locator("xpath=following::button[1]").click()
        expect(page.locator(".edited-block")).to_have_count(rank + 1)
    assert faults(page) == []


def test_a_call_is_noted_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page, title = open_page("/bureau/", persona="olga"), words("Un banc au stade")
    tab_to(page, "a[href='/bureau/noter/']")
    page.keyboard.press("Enter")
    expect(page.locator('textarea[name="body"]')).to_be_focused()
    page.keyboard.type("Il manque un banc au stade.")
    tab_to(page, 'input[name="title"]')
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté")


def test_the_desk_without_a_script(open_page: Callable[..., Page]) -> None:
    page = open_page(f"/bureau/contributions/?demarche={TRANSPORT}", persona="olga", javascript=False)
    for line in range(2):
        page.locator(".pick").nth(line).check()
    page.locator('.bulk button[value="read"]').click()
    expect(page.locator(".message")).to_be_visible()
    page.goto("/bureau/noter/")
    page.locator('textarea[name="body"]').fill("Le bus de midi est plein.")
    page.locator('input[name="title"]').fill(words("Un bus de plus à midi"))
    page.get_by_role("button", name="Noter", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté")
    page.goto(f"/bureau/demarches/{TRANSPORT}/contenu/")
    page.locator("main form select").last.select_option("quote")
    page.locator("main form select").last.locator("xpath=following::button[1]").click()
    expect(page.locator(".edited-block")).to_have_count(1)
    page.goto(f"/bureau/demarches/{TRANSPORT}/cadre/")
    page.get_by_role("link", name=re.compile("^Calendrier")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Calendrier")
