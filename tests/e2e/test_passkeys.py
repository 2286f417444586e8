"""A passkey from its installation to the door it opens, with Chromium's virtual authenticator and the keyboard."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import someone
from tools.browser import Site

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="session")
def site(site: Site) -> Site:
    """The same by its name: browsers give no passkey to a bare number."""
    return replace(site, url=site.url.replace("127.0.0.1", "localhost"))


def give_device(page: Page) -> None:
    """A computer that knows its owner’s finger."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def open_an_account(page: Page, site: Site, email: str) -> None:
    page.goto("/mon-suivi/identifier/")
    page.locator('input[name="email"]').fill(email)
    page.locator("main form .btn.accent").click()
    page.locator('input[name="code"]').fill(site.code(email))
    page.locator("main form .btn.accent").click()
    expect(page).to_have_url(re.compile("/identifier/bienvenue/"))
    page.get_by_label("Créer aussi un compte").check()
    for box in page.locator('main input[type="checkbox"][required]').all():
        box.check()
    page.locator("main form .btn.accent").click()
    expect(page).not_to_have_url(re.compile("/identifier/"))


def press(page: Page, name: str) -> None:
    """As with the keyboard alone."""
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def test_a_passkey_is_installed_then_opens_the_door(site: Site, open_page: Callable[..., Page]) -> None:
    page, email = open_page("/"), someone()
    give_device(page)
    open_an_account(page, site, email)

    page.goto("/mon-suivi/seconde-cle/")
    assert faults(page) == []
    press(page, "Installer une clé d’accès")
    expect(page.get_by_role("button", name="L’installer maintenant")).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Entrer avec cette clé seule").check()
    press(page, "L’installer maintenant")
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    assert faults(page) == []
    assert len(re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())) == 10

    # The door, with the key alone.
    page.context.clear_cookies()
    page.goto("/compte/connexion/?next=/mon-suivi/profil/")
    assert faults(page) == []
    press(page, "Utiliser ma clé d’accès")
    expect(page).to_have_url(re.compile("/mon-suivi/"))
    expect(page.get_by_role("main")).not_to_contain_text("n’a pas été acceptée")

    # The door by the mailed code, then the key.
    page.context.clear_cookies()
    page.goto("/mon-suivi/identifier/?next=/mon-suivi/profil/")
    page.locator('input[name="email"]').fill(email)
    page.locator("main form .btn.accent").click()
    page.locator('input[name="code"]').fill(site.code(email))
    page.locator("main form .btn.accent").click()
    expect(page.get_by_role("heading", name="Votre seconde clé")).to_be_visible()
    assert faults(page) == []
    press(page, "Utiliser ma clé d’accès")
    expect(page).to_have_url(re.compile("/mon-suivi/profil/"))


@pytest.mark.parametrize(
    ("path", "words"), [("/ar/compte/connexion/", "مفتاح"), ("/en/compte/connexion/", "passkey")]
)
def test_without_a_device_the_refusal_is_said(open_page: Callable[..., Page], path: str, words: str) -> None:
    page = open_page(path, width=390)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")  # and no authenticator: the browser refuses by itself
    page.locator("passkey-form button").focus()
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no key here')) }")
    page.keyboard.press("Enter")
    expect(page.locator("[data-failed]")).to_be_visible()
    expect(page.locator("passkey-form")).to_contain_text(words)
    assert faults(page) == []
