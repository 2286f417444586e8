"""What goes wrong on any day: a clear sentence, nothing lost, never an error of the server (``open_page`` looks)."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import SUBMIT, identify, receipt_code, say, send, someone, words, write_idea
from tools.browser import Site

pytestmark = pytest.mark.e2e


def refused(page: Page, sentence: str) -> None:
    """The form comes back with what stopped it; nothing was sent."""
    expect(page.locator(".error-summary")).to_contain_text("Rien n’est perdu")
    expect(page.locator(".error-summary")).to_contain_text(re.compile(sentence))
    assert faults(page) == []


def test_an_empty_form(open_page: Callable[..., Page]) -> None:
    page = open_page(SUBMIT)
    send(page, "Continuer")
    refused(page, "En une phrase")
    page.locator(".error-summary a").first.click()
    expect(page.locator(":focus")).to_have_attribute("id", "id_nature")


def test_a_text_of_one_megabyte_comes_back_whole(open_page: Callable[..., Page]) -> None:
    page, long = open_page(SUBMIT), "bus " * 250_000
    write_idea(page, words("Un très long texte"))
    page.locator('textarea[name="body"]').evaluate("(box, text) => { box.value = text }", long)
    send(page, "Continuer")
    refused(page, "caractères")
    assert len(page.locator('textarea[name="body"]').input_value()) >= len(long.strip())


def test_a_character_no_keyboard_writes(open_page: Callable[..., Page]) -> None:
    page = open_page(SUBMIT)
    write_idea(page, words("Un bus"))
    page.locator('textarea[name="body"]').evaluate("box => { box.value = 'avant\\0après' }")
    send(page, "Continuer")
    expect(page.locator("main")).to_contain_text("avantaprès")  # read as nothing
    assert faults(page) == []


def test_a_script_is_only_words(site: Site, open_page: Callable[..., Page]) -> None:
    page, title = open_page(), words("<script>document.title = 'pris'</script> Un bus")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    body = '<img src=x onerror=alert(1)> et "><b>gras</b>'
    code = say(page, site, title, email=someone(), body=body)
    page.goto(f"/avis/{code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".said").first).to_have_text(body)
    expect(page).not_to_have_title("pris")


def test_pressing_twice_publishes_once(site: Site, open_page: Callable[..., Page]) -> None:
    page, title = open_page(f"/mon-suivi/identifier/?next={SUBMIT}"), words("Un abri de plus")
    identify(page, site, someone())
    write_idea(page, title)
    send(page, "Continuer")
    page.get_by_role("button", name="Publier").dblclick()
    receipt_code(page)
    page.goto(f"/recherche/?q={title}")
    expect(page.get_by_role("link", name=title)).to_have_count(1)


def test_an_old_page_does_not_erase_what_came_after(site: Site, open_page: Callable[..., Page]) -> None:
    page, title = open_page(), words("Un arrêt au stade")
    code = say(page, site, title, email=someone())
    other = page.context.new_page()
    for one in (page, other):
        one.goto(f"/avis/{code}/modifier/")
    for one, added in ((page, "le mercredi"), (other, "le samedi")):
        one.locator('input[name="title"]').fill(f"{title}, {added}")
        one.get_by_role("button", name="Enregistrer").click()
        expect(one.locator(".message.success, .error-summary")).to_be_visible()
    expect(other.locator(".error-summary")).to_be_visible()
    expect(other.locator('input[name="title"]')).to_have_value(f"{title}, le samedi")
    page.goto(f"/avis/{code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{title}, le mercredi")


def test_a_wrong_then_an_old_code(site: Site, open_page: Callable[..., Page]) -> None:
    page, title, email = open_page(SUBMIT), words("Plus de vélos"), someone()
    write_idea(page, title)
    send(page, "Continuer")
    page.get_by_role("button", name="Publier").click()
    page.locator('input[name="email"]').fill(email)
    page.locator("main form .btn.accent").click()
    code = site.code(email)
    page.locator('input[name="code"]').fill("222222" if code != "222222" else "333333")
    page.locator("main form .btn.accent").click()
    refused(page, "n’est pas le code envoyé")
    make_codes_old(site)
    page.locator('input[name="code"]').fill(code)
    page.locator("main form .btn.accent").click()
    refused(page, "n’est plus valable")
    page.goto(SUBMIT)
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.get_by_role("button", name="Publier").click()
    identify(page, site, someone())
    page.get_by_role("button", name="Publier").click()
    receipt_code(page)


def make_codes_old(site: Site) -> None:
    """A quarter of an hour goes by."""
    with sqlite3.connect(site.mailbox.parent / "parvis.sqlite3", timeout=30) as database:
        database.execute("UPDATE accounts_mailedcode SET sent_at = datetime(sent_at, '-1 hour')")
    database.close()


def test_somebody_elses_words(site: Site, open_page: Callable[..., Page]) -> None:
    author, stranger = open_page(), open_page()
    code = say(author, site, words("Mes mots à moi"), email=someone())
    say(stranger, site, words("D’autres mots"), email=someone())
    for path in (f"/avis/{code}/modifier/", f"/avis/{code}/retirer/", f"/bureau/contributions/{code}/"):
        answer = stranger.goto(path)
        assert answer is not None
        assert answer.status in {403, 404}
        expect(stranger.get_by_role("heading", level=1)).to_have_text(
            re.compile("n’existe pas|ne vous est pas ouverte|Pas possible ici")
        )
        assert faults(stranger) == []
