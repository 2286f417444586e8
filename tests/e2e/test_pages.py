"""Every main page, in three languages, at two widths: axe finds nothing, nothing overflows."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.conftest import faults, watch
from tools.browser import TRANSPORT, WIDTHS, Site, enter, open_context

pytestmark = pytest.mark.e2e

PUBLIC = (
    "/",
    "/participer/",
    f"/participer/{TRANSPORT}/",
    f"/participer/{TRANSPORT}/journal/",
    "/participer/eteindre-la-nuit/",
    "/avis/TUD-0001/",
    "/avis/TUD-0001/repondre/",
    "/participer/10-000-euros-pour-volonne/vos-idees/deposer/",
    "/participer/10-000-euros-pour-volonne/vos-idees/?view=map",
    "/avis/VOL-0002/",
    "/signaler/TUD-0002/",
    "/signaler/charte/",
    f"/suivre/demarche/{TRANSPORT}/",
    "/ce-qui-a-change/",
    "/agenda/",
    "/actualites/",
    "/comprendre/",
    "/comprendre/les-cinq-niveaux/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/plan-du-site/",
    "/contact/",
    "/recherche/?q=bus",
    "/territoires/",
    "/territoires/digne-les-bains/",
    "/territoires/pres-de-chez-moi/?q=04000",
    "/espaces/volonne/",
    "/mon-suivi/identifier/",
    "/introuvable/",
)
DESK = (
    "/bureau/",
    "/bureau/contributions/",
    "/bureau/contributions/TUD-0001/",
    "/bureau/noter/",
    "/bureau/moderation/",
    "/bureau/reponses/",
    "/bureau/demarches/",
    "/bureau/demarches/nouvelle/",
    f"/bureau/demarches/{TRANSPORT}/",
    f"/bureau/demarches/{TRANSPORT}/cadre/",
    f"/bureau/demarches/{TRANSPORT}/engagements/",
    f"/bureau/demarches/{TRANSPORT}/calendrier/",
    f"/bureau/demarches/{TRANSPORT}/etapes/",
    f"/bureau/demarches/{TRANSPORT}/contenu/",
    f"/bureau/demarches/{TRANSPORT}/publication/",
    "/bureau/espaces/",
    "/bureau/equipe/",
    "/bureau/publications/",
    "/bureau/imports/",
)


OPEN_ALL = "document.querySelectorAll('details').forEach((box) => { box.open = true })"
WIDER = """[...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
  .slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""


def problems(page: Page, path: str) -> list[object]:
    """What is wrong with one page at each width: folded, then with every menu and fold of it open."""
    page.goto(path)
    found: list[object] = []
    if not page.url.endswith(path):
        found.append(f"sent to {page.url}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} titles")
    for is_open in (False, True):
        if is_open:
            page.evaluate(OPEN_ALL)
        for width in WIDTHS:
            page.set_viewport_size(ViewportSize(width=width, height=900))
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"wider than {width} px: {page.evaluate(WIDER)}")
            if is_open:
                found += [f"at {width} px, {fault}" for fault in faults(page)]
    return found


def walk(page: Page, paths: list[str]) -> None:
    """Look at each page; everything wrong is told at once."""
    wrong: list[str] = []
    watch(page, wrong)
    told = [f"{path}: {one}" for path in paths for one in problems(page, path)]
    if told + wrong:
        pytest.fail("\n".join(told + wrong), pytrace=False)


@pytest.mark.parametrize("half", [0, 1], ids=["odd", "even"])
@pytest.mark.parametrize("language", ["", "/en", "/ar"], ids=["fr", "en", "ar"])
def test_public_pages(site: Site, browser: Browser, language: str, half: int) -> None:
    with open_context(browser, site) as context:
        walk(context.new_page(), [language + path for path in PUBLIC[half::2]])


@pytest.mark.parametrize("half", [0, 1], ids=["odd", "even"])
@pytest.mark.parametrize("language", ["", "/ar"], ids=["fr", "ar"])
def test_desk_pages(site: Site, browser: Browser, language: str, half: int) -> None:
    with open_context(browser, site) as context:
        page = context.new_page()
        enter(page, "olga")
        walk(page, [language + path for path in DESK[half::2]])


@pytest.mark.parametrize("language", ["", "/ar"], ids=["fr", "ar"])
def test_the_narrowest_screen(site: Site, browser: Browser, language: str) -> None:
    """320 px: a small phone, or any screen at four times the size. Nothing scrolls sideways, nothing overlaps."""
    with open_context(browser, site, width=320) as context:
        page = context.new_page()
        for path in ("/", "/participer/", f"/participer/{TRANSPORT}/", "/contributions/TUD-0001/"):
            page.goto(language + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            name, mine = (page.locator(one).bounding_box() for one in (".top .brand span", ".top .mine"))
            assert name
            assert mine
            assert name["x"] + name["width"] <= mine["x"] or mine["x"] + mine["width"] <= name["x"], path
            assert page.locator(".top .brand span").evaluate("box => box.scrollWidth <= box.offsetWidth"), path
