"""« Mon suivi » and what leads to it: her supports, her mails, her data, her slip; with and without JavaScript."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import SUBMIT, identify, receipt_code, say, send, someone, words, write_idea
from tools.browser import TRANSPORT, Site

pytestmark = pytest.mark.e2e

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])


@BOTH
def test_she_takes_back_her_support_and_stops_following(
    site: Site, open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page("/avis/TUD-0005/soutenir/", width=390, javascript=javascript)
    identify(page, site, someone())
    page.locator("main form .btn.accent").click()
    expect(page.locator(".message.success")).to_contain_text("Votre soutien est compté")
    assert not javascript or faults(page) == []
    page.goto("/avis/TUD-0005/soutenir/")
    page.get_by_role("button", name="Retirer mon soutien").click()
    expect(page.locator(".message.success")).to_contain_text("retiré")
    page.goto("/suivre/avis/TUD-0005/")
    page.get_by_role("button", name="Suivre").click()
    page.goto("/suivre/")
    page.get_by_role("link", name=re.compile("^Arrêter")).click()
    page.get_by_role("button", name=re.compile("Ne plus suivre")).click()
    page.goto("/suivre/")
    expect(page.locator("main")).to_contain_text("Vous ne suivez rien")
    assert not javascript or faults(page) == []


@BOTH
def test_she_reads_takes_away_then_erases_her_data(
    site: Site, open_page: Callable[..., Page], javascript: bool
) -> None:
    page, title = open_page(javascript=javascript), words("Une navette le dimanche")
    code = say(page, site, title, email=someone())
    page.goto("/mon-suivi/")
    page.get_by_role("link", name="Mes données").click()
    page.locator("summary", has_text="Ce que j’ai dit").click()
    expect(page.locator("details[open] dd", has_text=title)).to_be_visible()
    assert not javascript or faults(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tout télécharger").click()
    assert taken.value.suggested_filename.endswith(".zip")
    page.get_by_role("link", name="Partir et effacer").click()
    page.get_by_role("button", name="Effacer").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator('input[name="texts"][value="remove"]').check()
    page.locator('input[name="sure"]').check()
    page.get_by_role("button", name="Effacer").click()
    expect(page.locator(".message.success")).to_be_visible()
    page.goto(f"/avis/{code}/")
    expect(page.locator("main")).not_to_contain_text(title)
    page.goto("/mon-suivi/")
    expect(page).to_have_url(re.compile("/identifier/"))


@BOTH
def test_a_link_in_a_mail_stops_them_without_logging_in(
    site: Site, open_page: Callable[..., Page], javascript: bool
) -> None:
    page, email = open_page(javascript=javascript), someone()
    say(page, site, words("Un arrêt de plus"), email=email)
    found = re.search(r"/nouvelles/desabonnement/[^\s>]+", site.letter(email, "/nouvelles/desabonnement/"))
    assert found
    reader = open_page(found[0], width=390, javascript=javascript)
    assert not javascript or faults(reader) == []
    reader.get_by_role("button", name="Ne plus m’écrire").click()
    expect(reader.locator("main")).to_contain_text("Nous ne vous écrirons plus")
    page.goto("/nouvelles/preferences/")
    expect(page.locator('input[name="rhythm"][value="never"]')).to_be_checked()


def test_a_slip_from_the_team_comes_to_her_page(site: Site, open_page: Callable[..., Page]) -> None:
    animator, title = open_page("/bureau/noter/", persona="olga"), words("Un banc au cimetière")
    animator.locator('textarea[name="body"]').fill("Il manque un banc.")
    animator.locator('input[name="title"]').fill(title)
    animator.get_by_role("button", name="Noter").click()
    slip = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", animator.locator(".receipt .code").inner_text())
    assert slip
    page = open_page("/mon-suivi/identifier/", width=390)
    identify(page, site, someone())
    page.goto("/mon-suivi/")
    page.locator('input[name="code"]').fill("ABCD-EFGH")
    page.get_by_role("button", name="Reprendre").click()
    expect(page.locator(".message.error, .message.late, .message")).to_contain_text("Aucun")
    page.locator('input[name="code"]').fill(slip[0].lower())
    page.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_role("region", name="Ce que j’ai dit")).to_contain_text(title)
    assert faults(page) == []


def test_a_step_that_closes_while_one_writes_keeps_the_words(site: Site, open_page: Callable[..., Page]) -> None:
    page, title = open_page(f"/mon-suivi/identifier/?next={SUBMIT}"), words("Un bus de nuit")
    identify(page, site, someone())
    write_idea(page, title)
    send(page, "Continuer")
    opened = close_the_step(site)
    try:
        page.get_by_role("button", name="Publier").click()
        expect(page.locator(".error-summary")).to_be_visible()
        expect(page.locator('input[name="title"]')).to_have_value(title)
        assert faults(page) == []
    finally:
        reopen_the_step(site, opened)
    send(page, "Continuer")
    page.get_by_role("button", name="Publier").click()
    receipt_code(page)


def close_the_step(site: Site) -> list[tuple[str, int]]:
    """The phase in which one may write ends; what it ended on, to be put back."""
    wanted = """SELECT ends_at, id FROM processes_phase WHERE ends_at > datetime('now')
        AND process_id = (SELECT id FROM processes_process WHERE slug = ?) AND starts_at < datetime('now')"""
    with sqlite3.connect(site.mailbox.parent / "parvis.sqlite3", timeout=30) as database:
        found = database.execute(wanted, [TRANSPORT]).fetchall()
        for _end, phase in found:
            database.execute(
                "UPDATE processes_phase SET ends_at = datetime('now', '-1 minute') WHERE id = ?", [phase]
            )
    database.close()
    return found


def reopen_the_step(site: Site, ends: list[tuple[str, int]]) -> None:
    with sqlite3.connect(site.mailbox.parent / "parvis.sqlite3", timeout=30) as database:
        database.executemany("UPDATE processes_phase SET ends_at = ? WHERE id = ?", ends)
    database.close()


@pytest.mark.parametrize("language", ["", "/en", "/ar"], ids=["fr", "en", "ar"])
def test_what_she_just_did_is_accessible_in_her_language(
    site: Site, open_page: Callable[..., Page], language: str
) -> None:
    """After a support, a refused comment, a comment, a refused report, a report, and on each page of her own.

    Both forms are opened first: what they ask of a reader’s time passes once. A form sent back keeps its hour.
    """
    page = open_page(f"{language}/mon-suivi/identifier/?next={language}/avis/TUD-0006/", width=390)
    identify(page, site, someone())
    report = page.context.new_page()
    report.goto(f"{language}/signaler/TUD-0006/")
    comment = page.context.new_page()
    comment.goto(f"{language}/avis/TUD-0006/repondre/")
    page.goto(f"{language}/avis/TUD-0006/")
    page.locator(".act-bar form button").click()
    expect(page.locator(".message.success")).to_be_visible()
    assert faults(page) == []
    send_first(comment)
    expect(comment.locator(".error-summary")).to_be_visible()
    assert faults(comment) == []
    comment.locator('textarea[name="body"]').fill(words("Oui"))
    comment.locator("main form .btn.accent").first.click()
    expect(comment.locator(".message.success")).to_be_visible()
    assert faults(comment) == []
    send_first(report)
    expect(report.locator(".error-summary")).to_be_visible()
    assert faults(report) == []
    report.locator('input[name="reason"][value="off_topic"]').check()
    report.locator('textarea[name="explanation"]').fill("…")
    report.locator('input[name="good_faith"]').check()
    report.locator("main form .btn.accent").first.click()
    expect(report).to_have_url(re.compile("/merci/"))
    assert faults(report) == []
    for path in ("", "profil/", "mes-donnees/", "partir/", "reprendre/adresse/"):
        page.goto(f"{language}/mon-suivi/{path}")
        assert (path, faults(page)) == (path, [])
    for path in ("/nouvelles/", "/nouvelles/preferences/", "/suivre/"):
        page.goto(language + path)
        assert (path, faults(page)) == (path, [])


def send_first(page: Page) -> None:
    send(page, re.compile(re.escape(page.locator("main form .btn.accent").inner_text().strip())))
