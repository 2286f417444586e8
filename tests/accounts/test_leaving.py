"""Taking up what was said elsewhere, and leaving: what points to a person moves, or goes, and counters stay right."""

import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from django.core import mail

from parvis.accounts import actions
from parvis.accounts.actors import VISITOR, Actor
from parvis.accounts.models import Address, Consent, Participant, RoleAssignment, User, address_digest
from parvis.contributions import spine
from parvis.contributions.models import Contribution, Participation, State
from parvis.core.rights import Refused
from parvis.methods.proposals.models import Proposal
from parvis.supports.models import Support
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]


def said(
    world: World, person: Participant, title: str = "Un banc à l’ombre", channel: str = "phone"
) -> Contribution:
    contribution = Proposal.objects.create(
        code=spine.next_codes(world.process)[0],
        kind="proposal",
        space=world.space,
        process=world.process,
        step=world.step,
        author=person,
        author_label=person.pseudonym,
        title=title,
        body="Devant la gare.",
        channel=channel,
        state=State.PENDING,
    )
    spine.register_person(world.process, person, channel)
    spine.show(contribution, by=VISITOR)
    return contribution


def noted(world: World) -> tuple[Participant, str]:
    return actions.register_person(
        by=world.actor("olga"),
        origin="phone",
        channel="phone",
        consent_wording="Oui, rappelez-moi.",
        pseudonym="Nadia",
        addresses=[("phone", "06 12 34 56 78")],
    )


class TestSlips:
    def test_a_slip_brings_what_was_noted_to_its_owner(self, world: World, client_of: Browser) -> None:
        person, code = noted(world)
        contribution = said(world, person)
        browser = client_of("alice")
        answer = browser.post("/mon-suivi/reprendre/code/", {"code": code.lower().replace("-", " ")}, follow=True)
        assert contribution.title in answer.content.decode()
        contribution.refresh_from_db()
        assert contribution.author.owner == world.users["alice"]
        assert Address.objects.get(value="06 12 34 56 78").participant == contribution.author

    def test_a_slip_is_taken_up_once(self, world: World, client_of: Browser) -> None:
        person, code = noted(world)
        contribution = said(world, person)
        client_of("alice").post("/mon-suivi/reprendre/code/", {"code": code})
        client_of("bob").post("/mon-suivi/reprendre/code/", {"code": code})
        contribution.refresh_from_db()
        assert contribution.author.owner == world.users["alice"]

    def test_a_wrong_code_brings_nothing_and_ten_are_enough(self, world: World, client_of: Browser) -> None:
        _person, code = noted(world)
        browser = client_of("alice")
        for _try in range(10):
            page = browser.post("/mon-suivi/reprendre/code/", {"code": "AAAA-AAAA"}, follow=True).content.decode()
            assert 'class="message error"' in page
        browser.post("/mon-suivi/reprendre/code/", {"code": code})
        assert Participant.objects.get(pseudonym="Nadia").owner is None

    def test_only_the_team_registers_someone(self, world: World) -> None:
        for name in ("visitor", "alice", "elise"):
            with pytest.raises(Refused):
                actions.register_person(by=world.actor(name), origin="phone", channel="phone", consent_wording="")

    def test_doubles_are_counted_once(self, world: World) -> None:
        alice = world.actor("alice")
        person, _code = noted(world)
        contribution = said(world, world.actor("bob").participant)
        for who in (person, alice.participant):
            Support.objects.create(contribution=contribution, participant=who, step=world.step)
            spine.move(Contribution, contribution.pk, supports_count=1)
            spine.move(type(world.process), world.process.pk, supports_count=1)
            spine.register_person(world.process, who, "web")
        actions.claim_participant(source=person, by=alice)
        contribution.refresh_from_db()
        world.process.refresh_from_db()
        assert (contribution.supports_count, world.process.supports_count) == (1, 1)
        assert world.process.people_count == Participation.objects.count() == 2
        assert Support.objects.get().participant == alice.participant


class TestAnotherAddress:
    def test_a_code_proves_the_other_address(self, world: World, client_of: Browser) -> None:
        former = actions.welcome_person(email="avant@example.org", pseudonym="Avant", charter="…", language="fr")
        contribution = said(world, former)
        browser = client_of("alice")
        browser.post("/mon-suivi/reprendre/adresse/", {"email": "avant@example.org"})
        code = re.search(r"^ {4}(\w{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
        answer = browser.post("/mon-suivi/identifier/code/", {"code": code})
        assert answer.url == "/mon-suivi/reprendre/"
        browser.post(answer.url, {"people": [str(former.pk)]})
        contribution.refresh_from_db()
        assert contribution.author.owner == world.users["alice"]

    def test_nobody_takes_up_a_person_of_an_unproved_address(self, world: World, client_of: Browser) -> None:
        other = actions.welcome_person(email="avant@example.org", pseudonym="Avant", charter="…", language="fr")
        client_of("alice").post("/mon-suivi/reprendre/", {"people": [str(other.pk)]})
        other.refresh_from_db()
        assert other.owner is None

    def test_an_account_changes_its_address(self, world: World, client_of: Browser) -> None:
        browser = client_of("alice")
        browser.post("/mon-suivi/adresse/", {"email": "nouvelle@example.org"})
        code = re.search(r"^ {4}(\w{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
        browser.post("/mon-suivi/identifier/code/", {"code": code})
        assert User.objects.get(pk=world.users["alice"].pk).email == "nouvelle@example.org"

    def test_but_not_for_one_that_opens_another_account(self, world: World, client_of: Browser) -> None:
        browser = client_of("alice")
        browser.post("/mon-suivi/adresse/", {"email": "bob@example.org"})
        code = re.search(r"^ {4}(\w{6})$", mail.outbox[-1].body, re.MULTILINE)[1]
        browser.post("/mon-suivi/identifier/code/", {"code": code})
        assert User.objects.get(pk=world.users["alice"].pk).email == "alice@example.org"


class TestMyData:
    def test_the_file_holds_what_she_said_and_no_secret(self, world: World, client_of: Browser) -> None:
        alice = world.actor("alice").participant
        said(world, alice)
        said(world, world.actor("bob").participant, title="Celle de Bob")
        answer = client_of("alice").get("/mon-suivi/mes-donnees/fichier/")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        data = json.loads(archive.read("donnees.json"))
        assert data["contributions.contribution"][0]["title"] == "Un banc à l’ombre"
        assert data["accounts.user"][0]["email"] == "alice@example.org"
        everything = archive.read("donnees.json") + archive.read("donnees.html")
        for secret in (b"Celle de Bob", b"digest", b"password", b"token"):
            assert secret not in everything

    def test_an_agreement_is_taken_back_and_its_proof_stays(self, world: World, client_of: Browser) -> None:
        consent = Consent.objects.create(
            participant=world.actor("alice").participant, purpose="news", wording="Oui"
        )
        answer = client_of("bob").post(f"/mon-suivi/mes-donnees/accord/{consent.pk}/")
        assert answer.status_code == 404
        client_of("alice").post(f"/mon-suivi/mes-donnees/accord/{consent.pk}/")
        consent.refresh_from_db()
        assert consent.withdrawn_at

    def test_she_corrects_her_profile(self, world: World, client_of: Browser) -> None:
        browser = client_of("alice")
        browser.post("/mon-suivi/profil/", {"pseudonym": "Ali", "territory": world.digne.pk, "language": "ar"})
        assert str(world.actor("alice").participant) == "Ali"
        assert User.objects.get(pk=world.users["alice"].pk).language == "ar"

    def test_a_commune_of_elsewhere_is_refused(self, world: World, client_of: Browser) -> None:
        answer = client_of("alice").post(
            "/mon-suivi/profil/", {"pseudonym": "Ali", "territory": world.sisteron.pk, "language": "fr"}
        )
        assert "id_territory_error" in answer.content.decode()


class TestLeaving:
    @pytest.mark.parametrize("keeps", [True, False])
    def test_two_ways_to_leave(self, world: World, client_of: Browser, keeps: bool) -> None:
        alice = world.actor("alice").participant
        contribution = said(world, alice)
        browser = client_of("alice")
        browser.post("/mon-suivi/partir/", {"texts": "keep" if keeps else "remove", "sure": "on"})
        contribution.refresh_from_db()
        world.process.refresh_from_db()
        user = User.objects.get(pk=world.users["alice"].pk)
        assert (contribution.title, contribution.state) == (
            ("Un banc à l’ombre", "published") if keeps else ("", "withdrawn")
        )
        assert world.process.contributions_count == int(keeps)
        assert contribution.author_label == ""
        assert str(contribution.author) in {"Deleted account", "Compte supprimé"}
        assert (user.name, user.is_active, "alice" in user.email) == ("", False, False)
        assert not Address.objects.filter(participant=alice).exists()
        assert browser.get("/mon-suivi/").status_code == 302

    def test_it_must_be_meant(self, world: World, client_of: Browser) -> None:
        client_of("alice").post("/mon-suivi/partir/", {"texts": "keep"})
        assert User.objects.get(pk=world.users["alice"].pk).is_active

    def test_the_last_administrator_names_another_first(self, world: World, client_of: Browser) -> None:
        browser = client_of("diane")
        browser.post("/mon-suivi/partir/", {"texts": "keep", "sure": "on"})
        assert User.objects.get(pk=world.users["diane"].pk).is_active
        with pytest.raises(Refused):
            actions.erase_person(person=world.actor("diane").participant, keeps_texts=True, by=world.actor("diane"))
        RoleAssignment.objects.create(user=world.users["olga"], role="admin", on_platform=True)
        browser.post("/mon-suivi/partir/", {"texts": "keep", "sure": "on"})
        assert not User.objects.get(pk=world.users["diane"].pk).is_active

    def test_nobody_erases_another(self, world: World) -> None:
        with pytest.raises(Refused):
            actions.erase_person(person=world.actor("bob").participant, keeps_texts=False, by=world.actor("alice"))

    def test_without_account_too(self, world: World) -> None:
        person = actions.welcome_person(email="n@example.org", pseudonym="Nadia", charter="…", language="fr")
        actions.erase_person(person=person, keeps_texts=True, by=Actor(participant=person))
        assert not Address.objects.filter(digest=address_digest("email", "n@example.org")).exists()


class TestMine:
    @pytest.mark.parametrize("many", [1, 3])
    def test_my_threads_cost_the_same_for_one_and_three(
        self, world: World, client_of: Browser, many: int, django_assert_num_queries: Callable
    ) -> None:
        for number in range(many):
            said(world, world.actor("alice").participant, title=f"Idée {number}")
        browser = client_of("alice")
        browser.get("/mon-suivi/")
        with django_assert_num_queries(13):
            page = browser.get("/mon-suivi/").content.decode()
        assert page.count('class="thread"') == many

    def test_nobody_sees_another_ones_page(self, world: World, client_of: Browser) -> None:
        said(world, world.actor("alice").participant)
        assert "Un banc" not in client_of("bob").get("/mon-suivi/").content.decode()

    def test_a_visitor_is_asked_who_she_is(self, client: StrictClient, world: World) -> None:
        assert client.get("/mon-suivi/").url.startswith("/mon-suivi/identifier/?next=")


def test_my_data_says_what_each_thing_is_in_her_language(world: World, client_of: Browser) -> None:
    """No name of a column of ours, no empty line."""
    said(world, world.actor("alice").participant)
    page = client_of("alice").get("/ar/mon-suivi/mes-donnees/").content.decode()
    shown = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]*)</dd>", page)
    assert len(shown) > 10
    assert [pair for pair in shown if not re.search(r"[\u0600-\u06ff]", pair[0]) or not pair[1].strip()] == []
