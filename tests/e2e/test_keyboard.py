"""A whole journey with Tab, Enter, Space and the arrows; where one stands is always seen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import LEAST_MILLISECONDS, receipt_code, someone, words
from tools.browser import Site

pytestmark = pytest.mark.e2e

IS_SEEN = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect()
  const ring = (element, part) => {
    const style = getComputedStyle(element, part)
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  }
  const around = one.closest('label, .field')  // a choice and a search box wear their ring outside
  const ringed = ring(one) || ring(one, '::after') || (around && ring(around))
  return ringed && box.bottom > 0 && box.top < innerHeight && box.width > 0
}"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is wanted has the focus; every stop on the way is seen."""
    for _stop in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_SEEN), (
            f"the focus is not seen on {page.evaluate('document.activeElement.outerHTML')}"
        )
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} was never reached with Tab")


def test_from_the_home_page_to_the_receipt(site: Site, open_page: Callable[..., Page]) -> None:
    page, title, email = open_page("/"), words("Un banc à l’arrêt du lycée"), someone()
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, "a[href='/participer/transport-urbain-dignois/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/participer/transport-urbain-dignois/"))
    tab_to(page, "a[href$='/deposer/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/deposer/"))
    tab_to(page, "input[name='nature']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator("input[name='nature']:checked")).to_be_focused()
    tab_to(page, "input[name='title']")
    page.keyboard.type(title)
    tab_to(page, "textarea[name='body']")
    page.keyboard.type("Beaucoup attendent debout.")
    page.wait_for_timeout(max(0, LEAST_MILLISECONDS - page.evaluate("performance.now()")))
    tab_to(page, "button[name='preview']")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    tab_to(page, "button[name='publish']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/identifier/"))
    tab_to(page, "input[name='email']")
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/code/"))
    tab_to(page, "input[name='code']")
    page.keyboard.type(site.code(email))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/bienvenue/"))
    tab_to(page, "input[type='checkbox'][required]")
    page.keyboard.press("Space")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    tab_to(page, "button[name='publish']")
    page.keyboard.press("Enter")
    assert receipt_code(page).startswith("TUD-")


def test_the_phone_menu_and_the_filters(open_page: Callable[..., Page]) -> None:
    page = open_page("/participer/", width=390)
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Menu principal")).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()
    tab_to(page, ".filters summary")
    page.keyboard.press("Space")
    tab_to(page, "select[name='etat']")
    page.keyboard.press("ArrowDown")
    tab_to(page, ".filters button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("etat=open"))
