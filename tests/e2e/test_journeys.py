"""What residents come to do, from the first page to the last, with and without JavaScript, in French and in Arabic."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import SUBMIT, identify, receipt_code, say, send, someone, words, write_idea
from tools.browser import TRANSPORT, Site

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])


@BOTH
def test_a_resident_says_what_she_thinks_from_the_home_page(
    site: Site, open_page: Callable[..., Page], javascript: bool
) -> None:
    page, title = open_page("/", width=390, javascript=javascript), words("Un abri pour le bus")
    page.get_by_role("link", name=re.compile("Transport urbain dignois")).click()
    page.get_by_role("link", name=re.compile("Donner mon avis")).locator("visible=true").first.click()
    write_idea(page, title)
    send(page, "Continuer")
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    identify(page, site, someone())
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    code = receipt_code(page)
    assert not javascript or faults(page) == []
    page.get_by_role("link", name="Voir").first.click()
    expect(page).to_have_url(re.compile(f"/avis/{code}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@BOTH
def test_she_supports_comments_and_follows(site: Site, open_page: Callable[..., Page], javascript: bool) -> None:
    page, said = open_page("/avis/TUD-0009/", javascript=javascript), words("D’accord, surtout l’hiver")
    page.locator(".card.support .btn:not(.quiet)").click()
    identify(page, site, someone())
    page.locator("main form .btn.accent").click()
    expect(page.locator(".message.success")).to_contain_text("Votre soutien est compté")
    page.get_by_role("link", name="Commenter").click()
    page.locator('textarea[name="body"]').fill(said)
    if page.locator('input[name="stance"]').count():
        page.locator('input[name="stance"]').first.check()
    assert not javascript or faults(page) == []
    send(page, "Publier mon commentaire")
    expect(page.locator("main")).to_contain_text(said)
    page.get_by_role("link", name="Suivre", exact=True).locator("visible=true").first.click()
    page.get_by_role("button", name="Suivre").click()
    page.goto("/mon-suivi/")
    expect(page.get_by_role("region", name="Ce que je suis")).to_contain_text("Un vélo peut-il monter dans le bus")


@BOTH
def test_anyone_reports_without_an_account(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/avis/TUD-0003/", javascript=javascript)
    page.get_by_role("link", name="Signaler").first.click()
    send(page, "Envoyer mon signalement")
    expect(page.locator(".error-summary")).to_contain_text("Rien n’est perdu")
    assert not javascript or faults(page) == []
    page.locator('input[name="reason"][value="off_topic"]').check()
    page.locator('textarea[name="explanation"]').fill("Cela parle d’autre chose.")
    page.locator('input[name="good_faith"]').check()
    send(page, "Envoyer mon signalement")
    expect(page.get_by_role("heading", level=1)).to_contain_text("nous avons reçu votre signalement")


@BOTH
def test_she_changes_then_withdraws_her_words(site: Site, open_page: Callable[..., Page], javascript: bool) -> None:
    page, title = open_page(javascript=javascript), words("Une ligne jusqu’à Champtercier")
    code = say(page, site, title, email=someone())
    page.goto(f"/avis/{code}/")
    page.get_by_role("link", name="Modifier mon texte").click()
    page.locator('input[name="title"]').fill(f"{title}, le samedi")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{title}, le samedi")
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("button", name="Retirer").click()
    visitor = open_page(f"/avis/{code}/", javascript=javascript)
    expect(visitor.locator("main")).to_contain_text("La personne qui a écrit cet avis l’a retiré")
    expect(visitor.locator("main")).not_to_contain_text(title)


@BOTH
def test_anyone_searches_and_finds_her_commune(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/recherche/", width=390, javascript=javascript)
    page.locator('input[name="q"]').last.fill("abris hivers gaubert")
    page.locator("main form .btn").first.click()
    page.get_by_role("link", name="Des abris pour l’hiver à Gaubert").click()
    expect(page).to_have_url(re.compile("/avis/TUD-0004/"))
    page.goto("/")
    page.get_by_label("Près de chez vous").fill("04000")
    page.get_by_role("search").get_by_role("button").click()
    expect(page).to_have_url(re.compile("digne-les-bains|pres-de-chez-moi"))
    expect(page.locator("main")).to_contain_text("Digne-les-Bains")


def test_she_says_it_in_arabic_and_reads_it_back(site: Site, open_page: Callable[..., Page]) -> None:
    page, title = open_page(f"/ar{SUBMIT}", width=390), words("مأوى في محطة الحافلات")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    write_idea(page, title, "ننتظر تحت المطر بلا مقعد.")
    send(page, "مواصلة")
    page.get_by_role("button", name="نشر", exact=True).click()
    identify(page, site, someone())
    page.get_by_role("button", name="نشر", exact=True).click()
    code = receipt_code(page)
    assert faults(page) == []
    page.goto(f"/ar/avis/{code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".said").first).to_have_text("ننتظر تحت المطر بلا مقعد.")
    page.goto(f"/ar/recherche/?q={title}")
    expect(page.get_by_role("link", name=title)).to_be_visible()


def test_what_opens_on_the_page_stays_accessible(open_page: Callable[..., Page]) -> None:
    """The phone's menu, the filters, a comment form drawn in place, errors: axe after each."""
    page = open_page("/", width=390)
    page.locator(".menu summary").click()
    assert faults(page) == []
    page.goto("/participer/")
    page.locator(".filters summary").click()
    assert faults(page) == []
    page.goto("/avis/TUD-0001/")
    page.get_by_role("link", name="Commenter").click()
    expect(page.locator("[id^=write-] textarea")).to_be_visible()
    assert faults(page) == []
    page.goto(SUBMIT)
    write_idea(page, "Bus", "")
    send(page, "Continuer")
    expect(page.locator(".error-summary")).to_be_focused()
    assert faults(page) == []
    page.goto(f"/suivre/demarche/{TRANSPORT}/")
    assert faults(page) == []
