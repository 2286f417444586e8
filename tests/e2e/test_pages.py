"""Every main page, in three languages, at two widths: axe finds nothing, nothing overflows."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import TRANSPORT, WIDTHS, faults

pytestmark = pytest.mark.e2e

PUBLIC = (
    "/",
    "/participer/",
    f"/participer/{TRANSPORT}/",
    f"/participer/{TRANSPORT}/journal/",
    "/participer/eteindre-la-nuit/",
    "/avis/TUD-0001/",
    "/avis/TUD-0001/soutenir/",
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


def check(page: Page, width: int) -> None:
    page.evaluate("document.querySelectorAll('main details, .menu').forEach((box) => { box.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page is wider than the screen"
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["", "/en", "/ar"])
@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(open_page: Callable[..., Page], path: str, language: str, width: int) -> None:
    page = open_page(f"{language}{path}", width=width)
    assert page.locator("h1").count() == 1
    check(page, width)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", DESK)
def test_desk_pages(open_page: Callable[..., Page], path: str, width: int) -> None:
    page = open_page(path, width=width, persona="olga")
    assert page.url.endswith(path), f"sent to {page.url}"
    assert page.locator("h1").count() == 1
    check(page, width)
