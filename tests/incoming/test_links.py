"""A service answers from its mailbox, an élue validates from hers: nobody logs in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.accounts.limits import limit
from parvis.accounts.models import MailedCode, RoleAssignment
from parvis.contributions.models import Contribution, Stage, State
from parvis.core.jobs.worker import run_pending
from parvis.incoming.models import MailedLink
from parvis.organisations.models import Organisation
from parvis.replies import actions
from parvis.replies.cards import signature
from parvis.replies.models import Assignment, Note, Reply
from tests.client import StrictClient
from tests.incoming.conftest import SERVICE, Ask, address_in, last_mail
from tests.moderation.make import fresh, message
from tests.personas import World

ELUE = "elise@example.org"
WORDS = {"verdict": "accepted", "body": "Un bus passera à 19 h 40 dès mars.", "until": "", "forwarded_to": ""}


def text(response: object) -> str:
    return response.content.decode()


def send(client: StrictClient, where: str, gesture: str = "send", **changes: object) -> object:
    seen = re.search(r'name="seen" value="(\w*)"', text(client.get(where)))
    return client.post(where, WORDS | {"gesture": gesture, "seen": seen.group(1) if seen else ""} | changes)


def answered(client: StrictClient, link: MailedLink) -> Reply:
    """The service has sent its answer; the élue's mail has left."""
    assert send(client, address_in(last_mail(SERVICE))).status_code == 302
    run_pending()
    return MailedLink.objects.get(pk=link.pk).reply


# ── The service ───────────────────────────────────────────────────────────────


def test_the_mail_says_the_question_its_day_and_where_to_answer(world: World, ask: Ask) -> None:
    link = ask(question="Le 3 peut-il s’arrêter ?")
    letter = last_mail(SERVICE)
    for words in ("Un bus après 19 h", "Je finis à 19 h 30", "Le 3 peut-il s’arrêter ?", "avant le"):
        assert words in letter.body
    assert address_in(letter) == f"/courrier/repondre/{link.page_token}/"
    assert link.mailed_at is not None
    # The database alone cannot make the address.
    assert link.page_token not in str(MailedLink.objects.filter(pk=link.pk).values())


def test_a_service_answers_without_an_account(world: World, ask: Ask, client: StrictClient) -> None:
    asked = message(world)
    ask(asked)
    where = address_in(last_mail(SERVICE))
    page = text(client.get(where))
    assert "Je finis à 19 h 30 et je rentre à pied." in page
    assert "Est-ce possible ?" in page
    assert send(client, where, "save").status_code == 302
    reply = Reply.objects.get()
    assert (reply.state, reply.service, reply.drafted_by) == (Reply.State.DRAFT, world.mobility, None)
    assert fresh(asked).stage == Stage.READ
    assert "Un bus passera à 19 h 40" in text(client.get(where))
    assert send(client, where, body="Un bus passera à 19 h 45.").status_code == 302
    reply.refresh_from_db()
    assert (reply.state, reply.body) == (Reply.State.TO_VALIDATE, "Un bus passera à 19 h 45.")
    after = text(client.get(where))
    assert "a été envoyée" in after
    assert 'name="body"' not in after
    assert client.post(where, WORDS | {"body": "Non."}).status_code == 200
    reply.refresh_from_db()
    assert reply.body == "Un bus passera à 19 h 45."


def test_what_is_missing_is_said_and_the_draft_is_kept(world: World, ask: Ask, client: StrictClient) -> None:
    ask()
    where = address_in(last_mail(SERVICE))
    response = send(client, where, verdict="declined", body="")
    assert response.status_code == 422
    assert "Dites pourquoi" in text(response)
    assert Reply.objects.get().verdict == "declined"
    again = send(client, where, verdict="declined", body="Le car de 19 h existe.")
    assert again.status_code == 302
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


@pytest.mark.parametrize("hostile", [{"body": "x" * 7000}, {"verdict": "?"}, {"until": "demain"}, {"body": "\0"}])
def test_bad_input_is_refused_in_words(world: World, ask: Ask, client: StrictClient, hostile: dict) -> None:
    ask()
    assert send(client, address_in(last_mail(SERVICE)), **({"verdict": "declined"} | hostile)).status_code == 422


def test_a_page_without_what_is_not_public(world: World, ask: Ask, client: StrictClient) -> None:
    hidden = message(world, shown=False)
    ask(hidden)
    assert "Je finis à 19 h 30" not in last_mail(SERVICE).body
    page = text(client.get(address_in(last_mail(SERVICE))))
    assert hidden.code in page
    assert "Je finis à 19 h 30" not in page
    assert "Alice" not in page


def test_three_requests_one_mail_one_answer(world: World, ask: Ask, client: StrictClient) -> None:
    three = [message(world, title=f"Demande {n}") for n in (1, 2, 3)]
    ask(*three)
    letters = [letter for letter in mail.outbox if letter.to == [SERVICE]]
    assert len(letters) == 1
    where = address_in(letters[0])
    page = text(client.get(where))
    assert all(f"Demande {n}" in page for n in (1, 2, 3))
    send(client, where, codes=[three[0].code, three[2].code])
    reply = Reply.objects.get()
    assert set(reply.contributions.all()) == {Contribution.objects.get(pk=three[n].pk) for n in (0, 2)}
    run_pending()  # what was unticked is asked again, alone
    assert "Demande 2" in last_mail(SERVICE).subject
    other = address_in(last_mail(SERVICE))
    assert other != where
    send(client, other, body="Autre réponse.")
    assert Reply.objects.count() == 2


def test_ticking_nothing_is_told(world: World, ask: Ask, client: StrictClient) -> None:
    ask(message(world, title="A"), message(world, title="B"))
    response = send(client, address_in(last_mail(SERVICE)), codes=[])
    assert response.status_code == 422
    assert "Cochez" in text(response)
    assert not Reply.objects.exists()


def test_two_people_of_the_service_never_erase_one_another(world: World, ask: Ask, client: StrictClient) -> None:
    ask()
    where = address_in(last_mail(SERVICE))
    send(client, where, "save")
    reply = Reply.objects.get()
    stale = reply.fingerprint
    Reply.objects.filter(pk=reply.pk).update(body="Mots d’une collègue.")
    response = client.post(where, WORDS | {"gesture": "save", "seen": stale, "body": "Mes mots."})
    assert response.status_code == 409
    assert "Mots d’une collègue." in text(response)
    assert "Mes mots." in text(response)
    seen = re.search(r'name="seen" value="(\w+)"', text(response)).group(1)
    assert client.post(where, WORDS | {"gesture": "save", "seen": seen, "body": "Mes mots."}).status_code == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, "annulé"),
        ({"expires_at": timezone.now() - timedelta(minutes=1)}, "expiré"),
    ],
)
def test_a_closed_link_says_why(world: World, ask: Ask, client: StrictClient, change: dict, words: str) -> None:
    link = ask()
    where = address_in(last_mail(SERVICE))
    MailedLink.objects.filter(pk=link.pk).update(**change)
    response = client.get(where)
    assert response.status_code == 410
    assert words in text(response)
    assert client.post(where, WORDS).status_code == 410
    assert not Reply.objects.exists()


def test_a_link_for_one_thing_opens_no_other(world: World, ask: Ask, client: StrictClient) -> None:
    link = ask()
    for address in (
        f"/courrier/valider/{link.page_token}/",
        f"/courrier/repondre/{link.mail_token}/",
        "/courrier/repondre/aaaa/",
        f"/courrier/repondre/{link.page_token[:-1]}/",
    ):
        assert client.get(address).status_code == 404, address
        assert client.post(address, WORDS).status_code == 404, address


def test_a_machine_is_slowed_down(world: World, ask: Ask, client: StrictClient) -> None:
    ask()
    where = address_in(last_mail(SERVICE))
    for _n in range(60):
        limit("link-from", "127.0.0.1", most=60, seconds=600)
    assert client.get(where).status_code == 200
    assert client.post(where, WORDS).status_code == 429


def test_once_answered_by_others_the_link_says_so(world: World, ask: Ask, client: StrictClient) -> None:
    ask()
    Assignment.objects.update(done_at=timezone.now())
    assert "Merci" in text(client.get(address_in(last_mail(SERVICE))))


def test_asked_again_the_same_link_stays_good(world: World, ask: Ask) -> None:
    one = message(world)
    first, second = ask(one), ask(one, question="Et le samedi ?")
    assert first.pk == second.pk
    letters = [letter for letter in mail.outbox if letter.to == [SERVICE]]
    assert len(letters) == 2
    assert "Et le samedi ?" in letters[1].body


def test_a_service_without_address_is_said(world: World, client_of: Callable[[str], StrictClient]) -> None:
    Organisation.objects.filter(pk=world.mobility.pk).update(email="")
    one = message(world)
    words = {"code": [one.code], "service": world.mobility.pk, "question": "?", "due_on": ""}
    page = client_of("olga").post("/bureau/reponses/confier/", words, follow=True)
    assert "n’a pas d’adresse" in text(page)
    assert not MailedLink.objects.exists()


def test_a_mail_the_server_refuses_shows_on_the_desk(
    world: World, ask: Ask, client_of: Callable[[str], StrictClient]
) -> None:
    link = ask()
    MailedLink.objects.filter(pk=link.pk).update(refused="550 unknown user", mailed_at=None)
    olga = client_of("olga")
    assert "550 unknown user" in text(olga.get("/bureau/courrier/envoye/"))
    mail.outbox.clear()
    olga.post(f"/bureau/courrier/envoye/{link.pk}/renvoyer/")
    run_pending()
    assert last_mail(SERVICE)
    olga.post(f"/bureau/courrier/envoye/{link.pk}/annuler/")
    assert MailedLink.objects.get(pk=link.pk).revoked_at
    assert client_of("charlie").post(f"/bureau/courrier/envoye/{link.pk}/annuler/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_links_asks_as_much_for_three(
    world: World, ask: Ask, client_of: Callable[[str], StrictClient], count: int
) -> None:
    for n in range(count):
        ask(message(world, title=f"Demande {n}"))
    olga = client_of("olga")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert text(olga.get("/bureau/courrier/envoye/")).count('class="tag') == count
    assert len(captured) == 10


@pytest.mark.parametrize("count", [1, 3])
def test_the_service_page_asks_as_much_for_three(world: World, ask: Ask, client: StrictClient, count: int) -> None:
    ask(*(message(world, title=f"Demande {n}") for n in range(count)))
    where = address_in(last_mail(SERVICE))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(where).status_code == 200
    assert len(captured) == 6


# ── The élue ──────────────────────────────────────────────────────────────────


def code_in(letter: mail.EmailMultiAlternatives) -> str:
    return re.search(r"^    (\w{6})$", letter.body, re.MULTILINE).group(1)


def press(client: StrictClient, where: str, gesture: str = "validate", why: str = "") -> object:
    seen = re.search(r'name="seen" value="(\w+)"', text(client.get(where))).group(1)
    return client.post(where, {"gesture": gesture, "seen": seen, "why": why})


def test_the_elue_validates_in_two_gestures(world: World, ask: Ask, client: StrictClient) -> None:
    RoleAssignment.objects.filter(user=world.users["elise"]).update(title="vice-présidente aux mobilités")
    reply = answered(client, ask())
    phone, where = StrictClient(), address_in(last_mail(ELUE))
    assert where.startswith("/courrier/valider/")
    page = text(phone.get(where))
    assert "Un bus passera à 19 h 40 dès mars." in page
    assert "Je finis à 19 h 30" in page
    response = press(phone, where)  # the first gesture
    assert response.status_code == 302
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE
    assert ELUE not in text(phone.get(response["Location"]))
    done = phone.post(response["Location"], {"code": code_in(last_mail(ELUE))})  # the second
    assert "vice-présidente aux mobilités" in text(done)
    reply.refresh_from_db()
    assert (reply.state, reply.validated_by) == (Reply.State.VALIDATED, world.users["elise"])
    assert signature(reply) == "Réponse\xa0: Mobilités. Validée par\xa0: Elise, vice-présidente aux mobilités."
    assert "n’attend plus" in text(phone.get(where))


def test_a_wrong_code_validates_nothing(world: World, ask: Ask, client: StrictClient) -> None:
    answered(client, ask())
    phone, where = StrictClient(), address_in(last_mail(ELUE))
    code_page = press(phone, where)["Location"]
    for _n in range(MailedCode.MOST_TRIES):
        assert phone.post(code_page, {"code": "AAAAAA"}).status_code == 422
    assert phone.post(code_page, {"code": code_in(last_mail(ELUE))}).status_code == 422
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE
    assert phone.post(f"{code_page}nouveau/").status_code == 302
    assert "Validée" in text(phone.post(code_page, {"code": code_in(last_mail(ELUE))}))


def test_a_forwarded_link_does_not_validate(world: World, ask: Ask, client: StrictClient) -> None:
    """Another device holds no gesture: the code page sends it back, the code goes to the élue’s own mailbox."""
    answered(client, ask())
    phone, other, where = StrictClient(), StrictClient(), address_in(last_mail(ELUE))
    code_page = press(phone, where)["Location"]
    response = other.post(code_page, {"code": code_in(last_mail(ELUE))})
    assert (response.status_code, response["Location"]) == (302, where)
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


def test_words_changed_meanwhile_are_not_validated_unread(world: World, ask: Ask, client: StrictClient) -> None:
    reply = answered(client, ask())
    phone, where = StrictClient(), address_in(last_mail(ELUE))
    code_page = press(phone, where)["Location"]
    Reply.objects.filter(pk=reply.pk).update(body="Tout autre chose.")
    assert "a changé" in text(phone.post(code_page, {"code": code_in(last_mail(ELUE))}))
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


def test_whose_role_ended_validates_no_more(world: World, ask: Ask, client: StrictClient) -> None:
    answered(client, ask())
    phone, where = StrictClient(), address_in(last_mail(ELUE))
    code_page = press(phone, where)["Location"]
    RoleAssignment.objects.filter(user=world.users["elise"]).delete()
    phone.post(code_page, {"code": code_in(last_mail(ELUE))})
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


def test_to_look_at_again_goes_back_to_the_service(world: World, ask: Ask, client: StrictClient) -> None:
    reply = answered(client, ask())
    phone, where = StrictClient(), address_in(last_mail(ELUE))
    assert press(phone, where, "send_back").status_code == 422
    code_page = press(phone, where, "send_back", "Donnez aussi le prix.")["Location"]
    phone.post(code_page, {"code": code_in(last_mail(ELUE))})
    reply.refresh_from_db()
    assert reply.state == Reply.State.DRAFT
    assert (Note.objects.get().text, Note.objects.get().by) == ("Donnez aussi le prix.", world.users["elise"])
    run_pending()
    letter = last_mail(SERVICE)
    assert "Donnez aussi le prix." in letter.body
    again = address_in(letter)
    assert "Un bus passera à 19 h 40" in text(client.get(again))
    send(client, again, body="Un bus passera à 19 h 40 dès mars, pour 40 000 €.")
    run_pending()
    new = address_in(last_mail(ELUE))
    assert new != where
    assert "40 000" in text(StrictClient().get(new))
    assert StrictClient().get(where).status_code == 200  # the former mail says that it no longer opens
    assert "remplacé" in text(StrictClient().get(where))


def test_a_colleague_with_an_account_is_told_too(world: World) -> None:
    olga = world.actor("olga")
    reply = actions.draft_reply(contributions=[message(world)], by=olga, verdict="accepted", body="Oui.")
    actions.submit_reply(reply=reply, by=olga)
    actions.send_back(reply=reply, by=world.actor("elise"), why="Quand ?")
    run_pending()
    letter = last_mail("olga@example.org")
    assert "Quand ?" in letter.body
    assert f"/bureau/reponses/{reply.pk}/" in letter.body


def test_a_withdrawn_draft_leaves_the_link_usable(world: World, ask: Ask, client: StrictClient) -> None:
    ask()
    where = address_in(last_mail(SERVICE))
    send(client, where, "save")
    actions.discard_reply(reply=Reply.objects.get(), by=world.actor("olga"))
    assert send(client, where).status_code == 302
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


def test_a_withdrawn_request_is_not_shown(world: World, ask: Ask, client: StrictClient) -> None:
    one = message(world)
    ask(one)
    Contribution.objects.filter(pk=one.pk).update(state=State.WITHDRAWN)
    assert "Je finis" not in text(client.get(address_in(last_mail(SERVICE))))
