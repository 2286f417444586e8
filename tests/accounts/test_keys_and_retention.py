"""The second key, the link for who is locked out, and the nightly sweep."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from parvis.accounts import actions
from parvis.accounts.actions.retention import purge_expired
from parvis.accounts.models import MailedCode, Participant, RetentionRule, User
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]
TEAM = "/bureau/equipe/"


def digits(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_generator(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def only_code(world: World, name: str) -> StrictClient:
    """A browser where she entered with a mailed code, and no more."""
    browser = StrictClient()
    browser.force_login(world.users[name])
    return browser


class TestSecondKey:
    def test_a_refusal_leads_to_install_one(self, world: World) -> None:
        browser = only_code(world, "olga")
        answer = browser.get(TEAM)
        assert answer.status_code == 403
        link = re.search(r'href="(/mon-suivi/seconde-cle/\?next=[^"]+)"', answer.content.decode())[1]
        answer = browser.get(link)
        assert answer.status_code == 200
        answer = browser.post("/mon-suivi/seconde-cle/", {"next": TEAM, "kind": "generator"})
        assert answer.url == reverse("mfa_activate_totp")

    @pytest.mark.django_db(transaction=True)  # allauth tells of it on COMMIT, within the request
    def test_installing_it_is_showing_it_and_she_goes_on(self, world: World) -> None:
        browser = only_code(world, "olga")
        browser.post("/mon-suivi/seconde-cle/", {"next": TEAM, "kind": "generator"})
        browser.post(reverse("mfa_activate_totp"), {"code": "000000"})
        secret = browser.session["mfa.totp.secret"]
        answer = browser.post(reverse("mfa_activate_totp"), {"code": digits(secret)})
        assert answer.url == reverse("mfa_view_recovery_codes")
        reader = Client()  # allauth notes, on this GET, that the codes were seen
        reader.cookies = browser.cookies
        assert reader.get(answer.url).status_code == 200  # not asked again for what was just shown
        assert browser.get("/mon-suivi/seconde-cle/").url == TEAM
        assert browser.get(TEAM).status_code == 200

    def test_one_who_has_it_shows_it_and_comes_back(self, world: World) -> None:
        secret = with_generator(world.users["olga"])
        browser = only_code(world, "olga")
        answer = browser.get(f"/mon-suivi/seconde-cle/?next={TEAM}")
        assert answer.url == f"{reverse('mfa_reauthenticate')}?next=%2Fbureau%2Fequipe%2F"
        assert browser.post(answer.url, {"code": "000000", "next": TEAM}).status_code == 200
        assert browser.get(TEAM).status_code == 403
        assert browser.post(answer.url, {"code": digits(secret), "next": TEAM}).url == TEAM
        assert browser.get(TEAM).status_code == 200

    def test_the_door_asks_for_it_after_the_code(self, world: World) -> None:
        secret = with_generator(world.users["olga"])
        browser = StrictClient()
        browser.post("/mon-suivi/identifier/", {"email": "olga@example.org", "next": TEAM})
        code = re.search(r"^ {4}(\w{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
        answer = browser.post("/mon-suivi/identifier/code/", {"code": code})
        assert answer.url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in browser.session
        assert browser.post(answer.url, {"code": digits(secret)}).url == TEAM
        assert browser.get(TEAM).status_code == 200

    @pytest.mark.parametrize("name", ["mfa_index", "account_set_password", "accounts:sessions", "account_logout"])
    def test_the_pages_wear_our_clothes(self, world: World, name: str) -> None:
        page = only_code(world, "alice").get(reverse(name)).content.decode()
        assert "parvis.css" in page

    def test_the_password_page_too(self, client: StrictClient, world: World) -> None:
        page = client.get(reverse("account_login") + "?next=/bureau/").content.decode()
        assert "passkey-form" in page

    def test_a_device_is_logged_out_by_its_owner_only(self, world: World, client_of: Browser) -> None:
        row = UserSession.objects.create(user=world.users["alice"], ip="127.0.0.1", session_key="k", user_agent="F")
        assert client_of("bob").post(f"/mon-suivi/appareils/{row.pk}/").status_code == 404
        client_of("alice").post(f"/mon-suivi/appareils/{row.pk}/")
        assert not UserSession.objects.filter(pk=row.pk).exists()


class TestLoginLink:
    def test_the_button_spends_it_the_page_does_not(self, world: World) -> None:
        url = actions.make_login_link(email="diane@example.org").removeprefix("http://testserver")
        browser = StrictClient()
        assert browser.get(url).status_code == browser.get(url).status_code == 200
        assert browser.post(url).url == "/mon-suivi/"
        assert browser.session["_auth_user_id"] == str(world.users["diane"].pk)
        assert StrictClient().post(url).status_code == 410

    def test_it_lasts_thirty_minutes(self, world: World) -> None:
        url = actions.make_login_link(email="diane@example.org").removeprefix("http://testserver")
        with time_machine.travel(timezone.now() + timedelta(minutes=31)):
            assert StrictClient().post(url).status_code == 410

    def test_a_lost_key_is_forgotten_only_if_asked(self, world: World) -> None:
        with_generator(world.users["diane"])
        url = actions.make_login_link(email="diane@example.org").removeprefix("http://testserver")
        assert StrictClient().post(url).url == reverse("mfa_authenticate")
        url = actions.make_login_link(email="diane@example.org").removeprefix("http://testserver")
        assert StrictClient().post(url, {"lost": "1"}).url == "/mon-suivi/"
        assert not Authenticator.objects.exists()

    @pytest.mark.django_db
    def test_the_first_administrator(self) -> None:
        user = actions.make_first_administrator(email="chef@example.org")
        assert actions.make_first_administrator(email="Chef@example.org") == user
        assert user.roles.get().on_platform
        with pytest.raises(User.DoesNotExist):
            actions.make_login_link(email="nobody@example.org")


class TestSweep:
    def test_an_account_nobody_uses_is_warned_then_erased_its_words_stay(self, world: World) -> None:
        actions.ensure_default_retention()
        now = timezone.now()
        User.objects.update(seen_on=now.date())
        alice = world.users["alice"]
        User.objects.filter(pk=alice.pk).update(seen_on=(now - timedelta(days=1070)).date())
        assert purge_expired(at=now)["warned"] == 1
        assert purge_expired(at=now) == {"codes": 0, "warned": 0, "accounts": 0, "persons": 0}
        assert purge_expired(at=now + timedelta(days=31))["accounts"] == 1
        alice.refresh_from_db()
        assert (alice.is_active, alice.name) == (False, "")
        assert User.objects.get(pk=world.users["bob"].pk).is_active

    def test_the_team_is_not_swept(self, world: World) -> None:
        now = timezone.now()
        User.objects.update(seen_on=now.date())
        User.objects.filter(pk=world.users["mona"].pk).update(seen_on=(now - timedelta(days=2000)).date())
        assert purge_expired(at=now)["warned"] == 0

    def test_coming_back_saves_the_account(self, world: World) -> None:
        now = timezone.now()
        alice = world.users["alice"]
        User.objects.update(seen_on=now.date())
        User.objects.filter(pk=alice.pk).update(seen_on=(now - timedelta(days=1090)).date())
        purge_expired(at=now)
        actions.note_login(user=alice, email=alice.email)
        assert purge_expired(at=now + timedelta(days=40))["accounts"] == 0

    @pytest.mark.django_db
    def test_persons_without_account_and_old_codes(self) -> None:
        person = actions.welcome_person(email="n@example.org", pseudonym="Nadia", charter="…", language="fr")
        actions.make_code(email="n@example.org", purpose="identify")
        later = timezone.now() + timedelta(days=3 * 365 + 2)
        counts = purge_expired(at=later)
        assert (counts["persons"], counts["codes"]) == (1, 1)
        person.refresh_from_db()
        assert (person.pseudonym, person.addresses.count()) == ("", 0)
        assert not MailedCode.objects.exists()

    @pytest.mark.django_db
    def test_a_shorter_rule_is_kept_from_its_date_on(self) -> None:
        Participant.objects.create(origin="email", pseudonym="Nadia")
        now = timezone.now()
        RetentionRule.objects.create(key="person", days=10, starts_on=now.date() + timedelta(days=20))
        assert purge_expired(at=now + timedelta(days=15))["persons"] == 0
        assert purge_expired(at=now + timedelta(days=21))["persons"] == 1


PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"


@pytest.mark.parametrize(("agent", "words"), [(PHONE, "Chrome sur Android"), ("curl/8", "Un appareil que nous")])
def test_where_an_account_is_open_is_said_in_words_people_know(
    world: World, client_of: Browser, agent: str, words: str
) -> None:
    UserSession.objects.create(user=world.users["alice"], ip="127.0.0.1", session_key="k", user_agent=agent)
    page = client_of("alice").get("/mon-suivi/appareils/").content.decode()
    assert words in page
    assert "Mozilla" not in page
