"""Saying who one is, as a resident meets it: one address, one code, and back to what she was doing."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from parvis.accounts import actions
from parvis.accounts.actors import PARTICIPANT_KEY
from parvis.accounts.identification import recall_post, remember_post
from parvis.accounts.models import Address, Consent, MailedCode, Participant, User, address_digest
from tests.client import StrictClient
from tests.moderation.make import message
from tests.personas import World, open_process

IDENTIFY = "/mon-suivi/identifier/"
CODE = IDENTIFY + "code/"
BACK = "/participer/transport/"


def ask(browser: StrictClient, email: str, **extra: str) -> str:
    """Type an address; the code that arrived."""
    mail.outbox.clear()
    browser.post(IDENTIFY, {"email": email, "next": BACK, **extra})
    return re.search(r"^ {4}([0-9A-Z]{6})$", mail.outbox[-1].body, re.MULTILINE)[1]


def enter(browser: StrictClient, email: str, **extra: str) -> HttpResponse:
    return browser.post(CODE, {"code": ask(browser, email, **extra)})


def newcomer(email: str = "nadia@example.org", **answers: str) -> StrictClient:
    browser = StrictClient()
    enter(browser, email)
    browser.post(IDENTIFY + "bienvenue/", {"charter": "on", "pseudonym": "Nadia"} | answers)
    return browser


def person_at(email: str) -> Participant:
    return Participant.objects.get(addresses__digest=address_digest(Address.Kind.EMAIL, email))


@pytest.mark.django_db
class TestWithoutAccount:
    def test_a_newcomer_types_a_code_and_comes_back_where_she_was(self) -> None:
        browser = StrictClient()
        answer = enter(browser, "Nadia@Example.org")
        assert answer.url == IDENTIFY + "bienvenue/"
        answer = browser.post(answer.url, {"charter": "on", "pseudonym": "Nadia"})
        assert answer.url == BACK
        person = person_at("nadia@example.org")
        assert (str(person), person.owner, browser.session[PARTICIPANT_KEY]) == ("Nadia", None, person.pk)
        assert person.addresses.get().verified_at
        assert person.consents.get().purpose == "charter"
        assert not User.objects.exists()

    def test_without_the_charter_nothing_is_made(self) -> None:
        browser = StrictClient()
        enter(browser, "nadia@example.org")
        answer = browser.post(IDENTIFY + "bienvenue/", {"pseudonym": "Nadia"})
        assert "id_charter_error" in answer.content.decode()
        assert not Participant.objects.exists()

    def test_coming_back_asks_for_nothing_more_than_the_code(self) -> None:
        newcomer()
        browser = StrictClient()
        assert enter(browser, "nadia@example.org").url == BACK
        assert browser.session[PARTICIPANT_KEY] == person_at("nadia@example.org").pk
        assert Consent.objects.count() == 1

    def test_sending_the_welcome_twice_makes_one_person(self) -> None:
        browser = newcomer()
        answer = browser.post(IDENTIFY + "bienvenue/", {"charter": "on", "pseudonym": "Nadia"})
        assert answer.url == IDENTIFY
        assert Participant.objects.count() == 1

    def test_leaving_a_shared_device(self) -> None:
        browser = newcomer()
        browser.post("/mon-suivi/quitter/", {"next": "/"})
        assert PARTICIPANT_KEY not in browser.session

    def test_a_household_shares_a_mailbox(self) -> None:
        newcomer(email="maison@example.org")
        browser = StrictClient()
        answer = enter(browser, "maison@example.org", household="1")
        assert answer.url == IDENTIFY + "qui/"
        assert "Nadia" in browser.get(answer.url).content.decode()
        answer = browser.post(answer.url, {"who": "else"})
        browser.post(answer.url, {"charter": "on", "pseudonym": "Karim"})
        assert Participant.objects.filter(addresses__value="maison@example.org").count() == 2
        third = StrictClient()
        assert enter(third, "maison@example.org").url == IDENTIFY + "qui/"
        nadia = Participant.objects.get(pseudonym="Nadia")
        assert third.post(IDENTIFY + "qui/", {"who": str(nadia.pk)}).url == BACK
        assert third.session[PARTICIPANT_KEY] == nadia.pk

    def test_nobody_chooses_a_person_of_another_mailbox(self) -> None:
        newcomer(email="maison@example.org")
        stranger = Participant.objects.create(pseudonym="Zoé")
        browser = StrictClient()
        enter(browser, "maison@example.org", household="1")
        answer = browser.post(IDENTIFY + "qui/", {"who": str(stranger.pk)})
        assert answer.status_code == 200
        assert PARTICIPANT_KEY not in browser.session

    def test_what_the_team_noted_for_this_address_is_hers_to_take(self) -> None:
        noted = Participant.objects.create(origin="phone", pseudonym="Mme de la place")
        email = "nadia@example.org"
        Address.objects.create(participant=noted, kind="email", value=email, digest=address_digest("email", email))
        browser = StrictClient()
        assert enter(browser, email).url == IDENTIFY + "qui/"
        assert browser.post(IDENTIFY + "qui/", {"who": str(noted.pk)}).url == IDENTIFY + "bienvenue/"
        assert browser.post(IDENTIFY + "bienvenue/", {"charter": "on"}).url == BACK
        assert browser.session[PARTICIPANT_KEY] == noted.pk
        assert noted.addresses.get().verified_at


@pytest.mark.django_db
class TestAccounts:
    def test_the_same_code_logs_an_account_in(self, world: World) -> None:
        browser = StrictClient()
        assert enter(browser, "alice@example.org").url == BACK
        assert browser.session["_auth_user_id"] == str(world.users["alice"].pk)

    def test_the_page_is_the_same_for_a_known_and_an_unknown_address(self, world: World) -> None:
        pages = []
        for email in ("alice@example.org", "nobody@example.org"):
            browser = StrictClient()
            answer = browser.post(IDENTIFY, {"email": email, "next": BACK})
            page = browser.get(answer.url).content.decode().replace(email, "…")
            pages.append((answer.url, re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"', "", page)))
        assert pages[0] == pages[1]
        assert len(mail.outbox) == 2
        known, unknown = (re.sub(r"[0-9A-Z]{6}", "", message.body) for message in mail.outbox)
        assert known == unknown

    def test_a_newcomer_may_open_an_account_at_once(self) -> None:
        browser = newcomer(account="on")
        user = User.objects.get()
        assert (user.email, browser.session["_auth_user_id"]) == ("nadia@example.org", str(user.pk))
        assert user.participants.get().is_primary
        assert not user.has_usable_password()

    def test_under_15_an_account_needs_a_parents_code(self) -> None:
        browser = newcomer(account="on", under_15="on")
        assert not User.objects.exists()
        answer = browser.post(IDENTIFY + "parent/", {"email": "nadia@example.org"})
        assert "error" in answer.content.decode()
        mail.outbox.clear()
        browser.post(IDENTIFY + "parent/", {"email": "maman@example.org"})
        assert mail.outbox[0].to == ["maman@example.org"]
        code = re.search(r"^ {4}(\w{6})$", mail.outbox[0].body, re.MULTILINE)[1]
        assert browser.post(CODE, {"code": code}).url == BACK
        consent = User.objects.get().participants.get().consents.get(purpose="parental")
        assert "maman@example.org" in consent.wording


@pytest.mark.django_db
class TestCodes:
    def test_a_wrong_code_says_so_and_five_close_it(self) -> None:
        browser = StrictClient()
        code = ask(browser, "nadia@example.org")
        for _try in range(5):
            answer = browser.post(CODE, {"code": "WRONG9"})
            assert "id_code_error" in answer.content.decode()
        answer = browser.post(CODE, {"code": code})
        assert answer.status_code == 200
        assert not browser.session["identification"].get("proved")

    def test_guesses_are_all_counted(self) -> None:
        mailed, _code = actions.make_code(email="nadia@example.org", purpose="identify")
        for _try in range(7):
            actions.check_code(token=mailed.token, code="WRONG9")
        mailed.refresh_from_db()
        assert mailed.tries == 5

    def test_a_code_is_good_once_and_for_fifteen_minutes(self) -> None:
        browser = StrictClient()
        code = ask(browser, "nadia@example.org")
        token = browser.session["identification"]["token"]
        with time_machine.travel(timezone.now() + timedelta(minutes=16)):
            assert actions.check_code(token=token, code=code) is actions.Check.EXPIRED
        assert actions.check_code(token=token, code=f" {code[:3].lower()}-{code[3:]} ") is actions.Check.RIGHT
        assert actions.check_code(token=token, code=code) is actions.Check.EXPIRED

    def test_neither_code_nor_address_stands_in_the_database(self) -> None:
        browser = StrictClient()
        code = ask(browser, "nadia@example.org")
        row = MailedCode.objects.values().get()
        assert code not in str(row)
        assert "nadia" not in str(row)

    def test_another_code_may_be_asked_five_times_then_no_more(self) -> None:
        browser = StrictClient()
        for _n in range(7):
            mail_count = len(mail.outbox)
            answer = browser.post(IDENTIFY, {"email": "nadia@example.org"})
        assert mail_count == len(mail.outbox) == 5
        assert answer.status_code == 429
        assert 0 < int(answer["Retry-After"]) <= 900
        assert "Vous pourrez continuer" in (page := answer.content.decode())
        assert "nadia@example.org</textarea>" in page
        with time_machine.travel(timezone.now() + timedelta(seconds=int(answer["Retry-After"]) + 1)):
            assert browser.post(IDENTIFY, {"email": "nadia@example.org"}).status_code == 302

    def test_looking_at_the_pages_asks_for_nothing(self) -> None:
        browser = StrictClient()
        for _n in range(20):
            assert browser.get(IDENTIFY).status_code == 200
        browser.post(IDENTIFY, {"email": "nadia@example.org"})
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_one_is_never_sent_to_another_site(self, where: str) -> None:
        browser = StrictClient()
        mail.outbox.clear()
        browser.post(IDENTIFY, {"email": "nadia@example.org", "next": where})
        assert browser.session["identification"]["next"] == "/mon-suivi/"

    @pytest.mark.parametrize("page", ["code/", "qui/", "bienvenue/", "parent/"])
    def test_a_page_out_of_turn_leads_back_to_the_door(self, page: str) -> None:
        assert StrictClient().get(IDENTIFY + page).url == IDENTIFY


@pytest.mark.django_db
class TestRememberedWords:
    def request(self, browser: StrictClient, method: str, path: str, **data: str) -> HttpRequest:
        request = getattr(RequestFactory(), method)(path, data)
        request.session = browser.session
        return request

    def test_words_come_back_on_the_same_page_only(self) -> None:
        browser = StrictClient()
        posted = self.request(browser, "post", "/a/?x=1", title="Un banc", csrfmiddlewaretoken="t")
        remember_post(posted)
        again = self.request(browser, "get", "/a/")
        again.session = posted.session
        assert recall_post(again).dict() == {"title": "Un banc"}
        elsewhere = self.request(browser, "get", "/b/")
        elsewhere.session = posted.session
        assert recall_post(elsewhere) is None

    def test_words_are_kept_an_hour(self) -> None:
        request = self.request(StrictClient(), "post", "/a/", title="Un banc")
        remember_post(request)
        with time_machine.travel(timezone.now() + timedelta(minutes=61)):
            assert recall_post(request) is None


def test_the_way_in_keeps_the_colours_of_the_demarche_one_comes_from(world, client):
    process, step = open_process(world.other_space, world.sisteron, prefix="SIS", slug="place")
    said = message(world, space=world.other_space, process=process, step=step, territory=world.sisteron)
    asked = client.post(f"/avis/{said.code}/soutenir/")
    assert "espace=sisteronais" in asked["Location"]
    page = client.get(asked["Location"]).content.decode()
    assert "Sisteronais-Buëch" in page
    client.post("/mon-suivi/identifier/", {"email": "zoe@example.org", "next": "/", "espace": "sisteronais"})
    assert "Sisteronais-Buëch" in client.get("/mon-suivi/identifier/code/").content.decode()
    assert client.get("/mon-suivi/identifier/?espace=nulle-part").status_code == 200


def test_at_home_the_address_of_the_way_in_says_nothing_of_the_space(world, client):
    assert "espace" not in client.post(f"/avis/{message(world).code}/soutenir/")["Location"]
