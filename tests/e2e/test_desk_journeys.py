"""What the team comes to do: frame, publish, note, moderate, answer; and what a neighbour may not."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import faults
from tests.e2e.people import say, send, someone, words
from tools.browser import TRANSPORT, Site, enter

pytestmark = pytest.mark.e2e


def test_the_animator_publishes_a_question_from_a_blueprint(open_page: Callable[..., Page]) -> None:
    page, title = open_page("/bureau/demarches/", persona="olga"), words("Où mettre la boîte à livres")
    page.get_by_role("link", name="Nouvelle démarche").first.click()
    page.locator('a[href$="/nouvelle/single_question/"]').click()
    page.locator('input[name="title_fr"]').fill(title)
    page.locator('input[name="starts_on"]').fill(date.today().isoformat())
    page.get_by_role("button", name="Créer le brouillon").click()
    expect(page.locator(".message.success")).to_contain_text("Rien n’est public")
    assert faults(page) == []
    hub = page.url
    page.goto(f"{hub}publication/")
    expect(page.get_by_role("button", name="Publier maintenant")).to_have_count(0)
    page.goto(f"{hub}cadre/")
    page.locator('textarea[name="summary_fr"]').fill("Une boîte à livres arrive. Dites où elle servira le plus.")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{hub}engagements/")
    page.locator('textarea[name="why_fr"]').fill("La boîte est achetée, l’endroit reste à choisir.")
    page.locator('input[name="who_reads_fr"], textarea[name="who_reads_fr"]').fill(
        "Olga, puis l’élue à la culture."
    )
    page.locator('input[name="results_on"]').fill((date.today() + timedelta(days=40)).isoformat())
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{hub}publication/")
    page.get_by_role("button", name="Publier maintenant").click()
    expect(page.locator(".message.success")).to_contain_text("C’est publié")
    visitor = open_page("/participer/")
    visitor.get_by_role("link", name=title).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    expect(visitor.locator("main")).to_contain_text("La boîte est achetée")


def test_the_animator_notes_a_call_on_her_phone(open_page: Callable[..., Page]) -> None:
    page, title = open_page("/bureau/", width=390, persona="olga"), words("Un banc devant la pharmacie")
    page.get_by_role("link", name="Noter").first.click()
    page.get_by_role("button", name="Noter").click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert faults(page) == []
    page.locator('textarea[name="body"]').fill("Il manque un banc devant la pharmacie.")
    page.locator('input[name="title"]').fill(title)
    page.get_by_role("button", name="Noter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté")
    slip = page.locator(".receipt .code").inner_text()
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", slip)
    assert faults(page) == []
    page.get_by_role("link", name="Voir", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def test_a_hidden_message_its_reasons_and_a_second_reading(site: Site, open_page: Callable[..., Page]) -> None:
    resident, title = open_page(), words("Fermez la gare")
    code = say(resident, site, title, email=someone())
    reporter = open_page(f"/signaler/{code}/")
    reporter.locator('input[name="reason"][value="off_topic"]').check()
    reporter.locator('textarea[name="explanation"]').fill("La gare n’est pas le sujet.")
    reporter.locator('input[name="good_faith"]').check()
    send(reporter, "Envoyer mon signalement")
    expect(reporter).to_have_url(re.compile("/merci/"))
    moderator = open_page("/bureau/moderation/", persona="mona")
    moderator.locator(".lines").get_by_role("link", name=title).or_(
        moderator.get_by_role("heading", name=title)
    ).first.click()
    expect(moderator.get_by_role("heading", name=title)).to_be_visible()
    moderator.locator("#card summary", has_text="Masquer").click()
    assert faults(moderator) == []
    moderator.locator('input[name="reason"][value="off_topic"]').check()
    moderator.get_by_role("button", name="Masquer et prévenir la personne").click()
    expect(moderator.locator(".message.success")).to_contain_text(title)
    visitor = open_page(f"/avis/{code}/")
    expect(visitor.locator("main")).not_to_contain_text("sans banc")
    resident.goto(f"/avis/{code}/")
    expect(resident.locator("main")).to_contain_text("Votre message est masqué depuis")
    resident.get_by_role("link", name=re.compile("demander une seconde lecture")).click()
    resident.locator('textarea[name="text"]').fill("La gare est le terminus du bus : c’est le sujet.")
    resident.get_by_role("button", name="Demander une seconde lecture").click()
    expect(resident.locator("main")).to_contain_text("Une personne qui n’a pas pris la première décision")
    other = open_page(f"/bureau/moderation/?code={code}", persona="olga")
    other.goto("/bureau/moderation/?quoi=appeal")
    other.locator('input[name="changed"][value="yes"]').check()
    other.locator('textarea[name="answer"]').fill("Vous avez raison, nous le remettons.")
    assert faults(other) == []
    other.locator("#card .form button").last.click()
    expect(other.locator(".message.success")).to_contain_text("C’est répondu")
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)


def test_an_answer_from_the_service_to_the_mailbox(site: Site, open_page: Callable[..., Page]) -> None:
    resident, title, email = open_page(), words("Un bus le dimanche matin"), someone()
    code = say(resident, site, title, email=email)
    service = open_page(f"/bureau/reponses/ecrire/?code={code}", persona="tariq")
    service.get_by_role("button", name="Envoyer pour validation").click()
    expect(service.locator(".error-summary")).to_be_visible()
    assert faults(service) == []
    service.locator('input[name="verdict"][value="partly"]').check()
    service.locator('textarea[name="body"]').fill("Un bus passera le dimanche à 10 h, d’avril à octobre.")
    service.get_by_role("button", name="Envoyer pour validation").click()
    expect(service.locator(".message.success")).to_be_visible()
    elected = open_page("/bureau/elue/", width=390, persona="elise")
    waiting = elected.locator("article.panel", has_text=title)
    expect(waiting).to_contain_text("Un bus passera le dimanche")
    waiting.get_by_role("button", name=re.compile("^Valider")).click()
    expect(elected.locator(".message.success")).to_contain_text("Validé")
    assert faults(elected) == []
    animator = open_page("/bureau/reponses/?quoi=drafts", persona="olga")
    animator.get_by_role("link", name=title).first.click()
    animator.get_by_role("button", name="Publier").click()
    expect(animator.locator(".message.success")).to_contain_text("Publié")
    resident.goto(f"/avis/{code}/")
    expect(resident.locator(".verdict")).to_contain_text("Retenue en partie")
    expect(resident.locator("main")).to_contain_text("Un bus passera le dimanche")
    assert faults(resident) == []
    letter = site.letter(email, f"/avis/{code}/")
    assert "Subject:" in letter


def test_a_village_secretary_stays_at_home(open_page: Callable[..., Page]) -> None:
    page = open_page("/bureau/demarches/", persona="vera")
    expect(page.locator("main")).to_contain_text("10 000 € pour Volonne")
    expect(page.locator("main")).not_to_contain_text("République à Sisteron")
    answer = page.goto("/bureau/demarches/place-de-la-republique-sisteron/")
    assert answer is not None
    assert answer.status in {403, 404}
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("n’existe pas|ne vous est pas ouverte"))
    answer = page.goto(f"/bureau/demarches/{TRANSPORT}/cadre/")
    assert answer is not None
    assert answer.status in {403, 404}
    enter(page, "charlie")
    page.goto("/bureau/demarches/place-de-la-republique-sisteron/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("République à Sisteron")
