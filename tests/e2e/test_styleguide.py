"""The components in a real browser: axe finds nothing, nothing overflows, drafts are kept and forgotten."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import faults

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["index", "home", "process", "contribution", "answer", "desk"]


@pytest.fixture(scope="module")
def guide(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("guide")
    subprocess.run([sys.executable, ROOT / "tools/styleguide.py", folder], check=True)
    return folder


@pytest.fixture
def open_page(browser, guide):
    contexts = []

    def open_(name: str, language: str = "fr", **options):
        context = browser.new_context(viewport={"width": options.pop("width", 390), "height": 844}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((guide / language / f"{name}.html").as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(open_page, name, language):
    page = open_page(name, language, reduced_motion="reduce")
    page.evaluate("document.querySelectorAll('details').forEach((box) => { box.open = true })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert (scheme, faults(page)) == (scheme, [])


@pytest.mark.parametrize("name", ["home", "process", "contribution", "answer"])
def test_a_page_stays_light(open_page, name):
    assert open_page(name).evaluate("document.querySelectorAll('*').length") <= 350


def test_the_phone_menu_opens_without_javascript(open_page):
    page = open_page("home", java_script_enabled=False)
    assert not page.get_by_role("link", name="Agenda", exact=True).is_visible()
    page.locator(".menu summary").click()
    assert page.get_by_role("link", name="Agenda", exact=True).is_visible()


def test_escape_closes_the_phone_menu_and_gives_the_focus_back(open_page):
    page = open_page("home")
    page.locator(".menu summary").click()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Agenda", exact=True).is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_form_asks_before_it_is_sent(open_page):
    page = open_page("index")
    page.get_by_role("button", name="Déposer mon idée").click()
    asked = page.get_by_role("dialog", name="Envoyer votre idée ?")
    assert asked.is_visible()
    asked.get_by_role("button", name="Pas encore").click()
    assert page.locator("dialog[open]").count() == 0


DRAFT = """<keep-draft key="t" data-kept="Gardé ici" data-erase="Effacer d’ici"><form method="get" action="{action}">
<label>Mot <input name="word"></label><button>Envoyer</button></form></keep-draft>
<script type="module" src="../static/parvis/js/parvis.js"></script>"""


def test_a_draft_is_kept_told_and_erased(open_page, guide):
    (guide / "fr/draft.html").write_text("<!doctype html>" + DRAFT.format(action="home.html"))
    page = open_page("draft")
    page.get_by_label("Mot").fill("Un bus")
    page.reload()
    assert page.get_by_label("Mot").input_value() == "Un bus"
    assert page.get_by_role("status").inner_text() == "Gardé ici"
    page.get_by_role("button", name="Effacer d’ici").click()
    page.reload()
    assert page.get_by_label("Mot").input_value() == ""


def test_a_draft_is_forgotten_once_taken(open_page, guide):
    (guide / "fr/draft.html").write_text("<!doctype html>" + DRAFT.format(action="home.html"))
    page = open_page("draft")
    page.get_by_label("Mot").fill("Un bus")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/home.html*")
    page.goto((guide / "fr/draft.html").as_uri())
    assert page.get_by_label("Mot").input_value() == ""


def test_a_draft_refused_by_the_server_is_what_the_server_sent_back(open_page, guide):
    refused = DRAFT.format(action="draft.html").replace(
        "<label>Mot <input", '<div class="error-summary" tabindex="-1"></div><label>Mot <input value="Un"'
    )
    (guide / "fr/draft.html").write_text("<!doctype html>" + refused)
    page = open_page("draft")
    page.get_by_label("Mot").fill("Un bus")
    page.get_by_role("button", name="Envoyer").click()
    page.wait_for_url("**/draft.html?*")
    assert page.get_by_label("Mot").input_value() == "Un"
