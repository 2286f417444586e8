"""Gestures that several journeys share."""

import re
import uuid

from playwright.sync_api import Page, expect

from tools.browser import TRANSPORT, Site

SUBMIT = f"/participer/{TRANSPORT}/vos-avis-et-propositions/deposer/"
LEAST_MILLISECONDS = 2_100
# A form comes with its page, or later into it.
SHOWN_FOR = """performance.now() - Math.max(...performance.getEntries()
  .filter(e => e.entryType === "navigation" || e.initiatorType === "fetch").map(e => e.responseStart))"""


def someone() -> str:
    return f"h{uuid.uuid4().hex[:10]}@example.org"


def words(text: str) -> str:
    """Words nobody has said before, so that a test finds its own."""
    return f"{text} {uuid.uuid4().hex[:6]}"


def send(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button of a form that refuses whoever answers faster than one reads."""
    page.wait_for_timeout(max(0, LEAST_MILLISECONDS - page.evaluate(SHOWN_FOR)))
    page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def identify(page: Page, site: Site, email: str) -> None:
    """Give an address, copy the code from the mail, accept the charter; no account."""
    expect(page).to_have_url(re.compile("/identifier/"))
    page.locator('input[name="email"]').fill(email)
    page.locator("main form .btn.accent").click()
    expect(page).to_have_url(re.compile("/identifier/code/"))
    page.locator('input[name="code"]').fill(site.code(email))
    page.locator("main form .btn.accent").click()
    expect(page).to_have_url(re.compile("/identifier/bienvenue/"))
    for box in page.locator('main input[type="checkbox"][required]').all():
        box.check()
    page.locator("main form .btn.accent").click()
    expect(page).not_to_have_url(re.compile("/identifier/"))


def write_idea(page: Page, title: str, body: str = "On attend sous la pluie, sans banc.") -> None:
    """Fill in the form of an idea; the caller sends it."""
    if page.locator('input[name="nature"]').count():
        page.locator('input[name="nature"][value="proposal"]').check()
    page.locator('input[name="title"]').fill(title)
    page.locator('textarea[name="body"]').fill(body)


def say(
    page: Page, site: Site, title: str, *, email: str = "", body: str = "On attend sous la pluie, sans banc."
) -> str:
    """From the form to the receipt; an address for who is not known yet. The code of the contribution."""
    page.goto(SUBMIT)
    write_idea(page, title, body)
    send(page, "Continuer")
    page.get_by_role("button", name="Publier").click()
    if email:
        identify(page, site, email)
        page.get_by_role("button", name="Publier").click()
    return receipt_code(page)


def receipt_code(page: Page) -> str:
    expect(page).to_have_url(re.compile("/recu/"))
    found = re.search(r"[A-Z]{3}-\d{4,}", page.locator(".receipt").inner_text())
    assert found
    return found[0]
