"""A whole journey with Tab, Enter, Space and the arrows; where one stands is always seen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.people import LEAST_MILLISECONDS, SHOWN_FOR, identify, receipt_code, someone, words
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
    page.wait_for_timeout(max(0, LEAST_MILLISECONDS - page.evaluate(SHOWN_FOR)))
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


def test_a_point_is_put_on_the_map_with_the_arrows(open_page: Callable[..., Page]) -> None:
    page = open_page("/participer/10-000-euros-pour-volonne/")
    page.locator("a[href$='/deposer/']").first.click()
    field, said = page.locator("#id_point"), page.locator("point-map [role=status]")
    expect(said).to_have_text("Aucun point.")
    page.locator("point-map .pad").focus()
    assert page.evaluate(IS_SEEN)
    page.keyboard.press("ArrowRight")  # the first one puts it in the middle
    expect(said).to_have_text("Le point est à Volonne.")
    expect(page.locator("#id_commune option:checked")).to_have_text("Volonne")
    west = float(field.input_value().split(", ")[1])
    page.keyboard.press("ArrowRight")
    assert float(field.input_value().split(", ")[1]) > west
    whole = page.locator("point-map .map").get_attribute("viewBox")
    page.keyboard.press("+")
    assert page.locator("point-map .map").get_attribute("viewBox") != whole
    page.get_by_role("button", name="Retirer le point").click()
    expect(field).to_have_value("")


def test_without_script_the_point_is_a_text(open_page: Callable[..., Page]) -> None:
    page = open_page("/participer/10-000-euros-pour-volonne/", javascript=False)
    page.locator("a[href$='/deposer/']").first.click()
    expect(page.locator("#id_point")).to_be_visible()
    expect(page.locator("point-map")).to_be_hidden()


def test_support_comment_follow_report_and_withdraw(site: Site, open_page: Callable[..., Page]) -> None:
    page, said = open_page("/mon-suivi/identifier/?next=/avis/TUD-0008/"), words("Oui, et le dimanche aussi")
    identify(page, site, someone())
    tab_to(page, ".card.support form button")
    page.keyboard.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("Votre soutien est compté")
    tab_to(page, "a[href$='/repondre/']")
    page.keyboard.press("Enter")
    expect(page.locator("[id^=write-] textarea")).to_be_focused()
    page.keyboard.type(said)
    page.wait_for_timeout(LEAST_MILLISECONDS)
    tab_to(page, "[id^=write-] button.accent")
    page.keyboard.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("Votre commentaire est publié")
    tab_to(page, ".card.support a[href*='/suivre/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/suivre/avis/"))
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    expect(page.locator(".message.success")).to_be_visible()
    tab_to(page, "a[href='/signaler/TUD-0008/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/signaler/"))
    tab_to(page, "input[name='reason']")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name='explanation']")
    page.keyboard.type("À relire.")
    tab_to(page, "input[name='good_faith']")
    page.keyboard.press("Space")
    page.wait_for_timeout(LEAST_MILLISECONDS)
    tab_to(page, "main form button.accent")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/merci/"))
    page.goto("/mon-suivi/")
    page.get_by_role("region", name="Ce que j’ai dit").get_by_role("link", name=said).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/avis/"))
    tab_to(page, "a[href$='/retirer/']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/retirer/"))
    tab_to(page, "main form button.danger")
    page.keyboard.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("C’est retiré")
