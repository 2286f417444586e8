"""Every main page, in three languages, at two widths: axe finds nothing, nothing overflows."""

import pytest
from playwright.sync_api import Browser, Page

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


def problems(page: Page, path: str, width: int) -> list[object]:
    """What is wrong with one page, every menu and fold of it open."""
    page.goto(path)
    found: list[object] = []
    if not page.url.endswith(path):
        found.append(f"sent to {page.url}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} titles")
    for _closed_then_open in range(2):
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(("wider than the screen", page.evaluate(WIDER)))
            break
        page.evaluate(OPEN_ALL)
    return found + faults(page)


def walk(page: Page, paths: list[str], width: int) -> None:
    """Look at each page; everything wrong is told at once."""
    wrong: list[str] = []
    watch(page, wrong)
    told = [f"{path}: {one}" for path in paths for one in problems(page, path, width)]
    if told + wrong:
        pytest.fail("\n".join(told + wrong), pytrace=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/en", "/ar"], ids=["fr", "en", "ar"])
def test_public_pages(site: Site, browser: Browser, language: str, width: int) -> None:
    with open_context(browser, site, width=width) as context:
        walk(context.new_page(), [language + path for path in PUBLIC], width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/ar"], ids=["fr", "ar"])
def test_desk_pages(site: Site, browser: Browser, language: str, width: int) -> None:
    with open_context(browser, site, width=width) as context:
        page = context.new_page()
        enter(page, "olga")
        walk(page, [language + path for path in DESK], width)
