"""The life of a démarche at the desk — copied, planned, published, closed, archived — without a mouse, then without a script."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import words
from tests.e2e.test_keyboard import tab_to
from tools.browser import TRANSPORT

pytestmark = pytest.mark.e2e

COPY = f"/bureau/demarches/{TRANSPORT}/dupliquer/"


def moment(days: int) -> str:
    return (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


class Hands:
    """Someone at the desk: with Tab, Enter and axe at each step; or with no script at all."""

    def __init__(self, page: Page, javascript: bool) -> None:
        self.page, self.javascript = page, javascript

    def press(self, selector: str) -> None:
        if self.javascript:
            tab_to(self.page, selector)
            self.page.keyboard.press("Enter")
        else:
            self.page.locator(selector).first.click()

    def unfold(self, words_of_it: str) -> None:
        folded = self.page.locator("details:not([open])", has_text=words_of_it)
        if folded.count():
            folded.locator("summary").first.focus()
            self.page.keyboard.press("Enter")

    def look(self) -> None:
        if self.javascript:
            assert faults(self.page) == [], self.page.url


@pytest.fixture(params=[True, False], ids=["by keyboard", "without a script"])
def hands(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Hands:
    return Hands(open_page(COPY, persona="olga", javascript=request.param), request.param)


def copied(hands: Hands, title: str) -> str:
    """The address of a draft copied from a model, after its name and its day were refused."""
    page = hands.page
    hands.press("main form .btn.accent")  # still the model's name
    expect(page.locator(".error-summary")).to_be_visible()
    hands.look()
    page.locator('input[name="title_fr"]').fill(title)
    page.locator('input[name="starts_on"]').fill((date.today() - timedelta(days=1)).isoformat())
    hands.press("main form .btn.accent")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator('input[name="title_fr"]')).to_have_value(title)
    page.locator('input[name="starts_on"]').fill((date.today() + timedelta(days=2)).isoformat())
    hands.press("main form .btn.accent")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    hands.look()
    return page.url


def test_from_the_copy_to_the_archive(hands: Hands) -> None:
    page, hub = hands.page, copied(hands, words("Le bus de la vallée"))
    page.goto(f"{hub}engagements/")
    page.locator('input[name="decides_on"]').fill((date.today() + timedelta(days=200)).isoformat())
    hands.press("main form .btn.accent")
    expect(page.locator(".message.success")).to_be_visible()
    page.goto(f"{hub}publication/")
    for days, is_kept in ((-3, False), (9, True)):
        hands.unfold("Publier plus tard")
        page.locator('input[name="publish_at"]').fill(moment(days))
        hands.press('form[action$="/programmer/"] .btn')
        expect(page.locator("#planned")).to_have_count(int(is_kept))
        hands.look()
    hands.press('form[action$="/retirer/"] .btn')
    expect(page.locator("#planned")).to_have_count(0)
    hands.press('form[action$="/publier/"] .btn.accent')
    expect(page.locator(".message.success")).to_contain_text("publié")
    hands.look()

    page.goto(f"{hub}publication/")
    hands.press('form[action$="/clore/"] .btn')  # without a word
    expect(page.locator(".error-summary")).to_be_visible()
    hands.look()
    page.locator('input[name="ending"][value="outcomes"]').check()
    page.locator('textarea[name="ending_text_fr"]').fill("Deux courses de plus le soir, dès septembre.")
    hands.press('form[action$="/clore/"] .btn')
    expect(page.locator("#ending")).to_be_visible()
    hands.look()
    hands.press('form[action$="/archiver/"] .btn')
    if hands.javascript:
        hands.look()
        page.get_by_role("dialog").get_by_role("button", name="Archiver").press("Enter")
    expect(page.locator("#sealed")).to_be_visible()
    hands.look()

    page.goto(f"{hub}cadre/")
    expect(page.locator("main form .btn.accent:enabled")).to_have_count(0)
    hands.look()
    page.goto(hub.replace("/bureau/demarches/", "/participer/"))
    expect(page.locator("main")).to_contain_text("Deux courses de plus le soir")
    expect(page.locator("main")).to_contain_text(re.compile("[0-9a-f]{12}"))
    hands.look()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_quartier_is_added_renamed_and_retired(open_page: Callable[..., Page], javascript: bool) -> None:
    name = words("Les Sièyes")
    page = open_page("/bureau/territoires/ajouter/", persona="diane", javascript=javascript)
    page.locator(".form-foot .btn").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator('select[name="commune"]').select_option(index=1)
    page.locator('input[name="name"]').fill(name)
    page.locator(".form-foot .btn").first.click()
    expect(page.locator(".message.success")).to_contain_text(name)
    page.goto(f"/bureau/territoires/?q={name.split()[-1]}")
    page.get_by_role("link", name=name).click()
    page.locator('input[name="name"]').fill(f"{name} ouest")
    page.locator(".form-foot .btn").first.click()
    expect(page.locator(".message.success")).to_be_visible()
    page.goto(f"/bureau/territoires/?q={name.split()[-1]}")
    page.get_by_role("link", name=f"{name} ouest").click()
    assert not javascript or faults(page) == []  # axe is a script
    page.locator('form[action$="/retirer/"] .btn').click()
    if page.get_by_role("dialog").count():
        page.get_by_role("dialog").locator(".btn").first.click()
    expect(page.locator(".message.success")).to_contain_text(f"{name} ouest")


def test_a_duration_refused_is_said_to_whoever_has_no_mouse(open_page: Callable[..., Page]) -> None:
    page = open_page("/bureau/equipe/conservation/", persona="diane")
    assert faults(page) == []
    number = page.locator('#change input[type="number"]').first
    number.fill("0")
    tab_to(page, "#change .btn.accent")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    expect(number).to_have_value("0")
    assert faults(page) == []
