"""Several people, one voice: founded by residents, verified by the team, spoken for by who represents it."""

import re
from collections.abc import Callable

import pytest
from django.core import mail

from parvis.core.rights import Refused, can
from parvis.organisations import actions
from parvis.organisations.models import Membership, Organisation
from parvis.organisations.queries import speakable_by
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]


def collective(world: World, by: str = "alice") -> Organisation:
    return actions.found_collective(
        name="Les riverains", description="Nous.", space=world.space, by=world.actor(by)
    )


def invitation(browser: StrictClient, organisation: Organisation, email: str) -> str:
    mail.outbox.clear()
    browser.post(f"/organismes/{organisation.slug}/membres/", {"email": email})
    return re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]


class TestCollectives:
    def test_a_resident_founds_one_which_waits(self, world: World, client_of: Browser) -> None:
        answer = client_of("alice").post("/organismes/creer/", {"name": "Les riverains", "description": "Nous."})
        organisation = Organisation.objects.get(kind="collective")
        assert answer.url == f"/organismes/{organisation.slug}/membres/"
        assert client_of("visitor").get(organisation.get_absolute_url()).status_code == 404
        assert client_of("alice").get(organisation.get_absolute_url()).status_code == 200
        assert not speakable_by(world.actor("alice")).exists()

    def test_verified_it_is_public_and_speaks(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        client_of("olga").post(f"/bureau/equipe/organismes/{organisation.pk}/verifier/", {"verified": "yes"})
        assert "Les riverains" in client_of("visitor").get(organisation.get_absolute_url()).content.decode()
        assert list(speakable_by(world.actor("alice"))) == [organisation]
        organisation.refresh_from_db()
        assert can(world.actor("alice"), "speak_for", organisation)
        assert not can(world.actor("bob"), "speak_for", organisation)

    def test_the_team_of_elsewhere_does_not_verify(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        url = f"/bureau/equipe/organismes/{organisation.pk}/verifier/"
        assert client_of("charlie").post(url, {"verified": "yes"}).status_code == 404
        with pytest.raises(Refused):
            actions.verify_organisation(organisation=organisation, verified=True, by=world.actor("alice"))

    def test_a_visitor_is_asked_who_she_is_and_her_words_come_back(self, world: World, client_of: Browser) -> None:
        browser = client_of("visitor")
        answer = browser.post("/organismes/creer/", {"name": "Les riverains", "description": "Nous."})
        assert answer.url.startswith("/mon-suivi/identifier/")
        browser.force_login(world.users["alice"])
        assert "Les riverains" in browser.get("/organismes/creer/").content.decode()

    def test_two_of_the_same_name_have_two_addresses(self, world: World) -> None:
        assert [collective(world).slug, collective(world, "bob").slug] == ["les-riverains", "les-riverains-2"]


class TestMembers:
    def test_an_invitation_is_accepted_by_the_one_invited(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        link = invitation(client_of("alice"), organisation, "bob@example.org")
        assert client_of("mona").post(link).status_code == 403
        assert '<form method="post"' in client_of("bob").get(link).content.decode()
        client_of("bob").post(link)
        client_of("bob").post(link)
        assert Membership.objects.filter(organisation=organisation, user=world.users["bob"]).count() == 1
        assert not speakable_by(world.actor("bob")).exists()

    def test_a_made_up_invitation_is_worth_nothing(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        other = collective(world, "alice")
        link = invitation(client_of("alice"), other, "bob@example.org")
        forged = link.replace(other.slug, organisation.slug)
        assert client_of("bob").post(forged).status_code == 403
        assert client_of("bob").post(f"/organismes/{organisation.slug}/rejoindre/abc/").status_code == 403

    def test_members_are_managed_by_who_represents_it(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        actions.join_organisation(organisation=organisation, by=world.actor("bob"))
        bob = Membership.objects.get(user=world.users["bob"])
        url = f"/organismes/{organisation.slug}/membres/"
        assert client_of("bob").get(url).status_code == 403
        client_of("alice").post(f"{url}{bob.pk}/parole/", {"may": "yes"})
        bob.refresh_from_db()
        assert bob.is_representative
        assert client_of("bob").get(url).status_code == 200

    def test_one_representative_stays(self, world: World, client_of: Browser) -> None:
        organisation = collective(world)
        alice = Membership.objects.get()
        answer = client_of("alice").post(f"/organismes/{organisation.slug}/membres/{alice.pk}/quitter/")
        assert answer.status_code == 403
        assert Membership.objects.exists()

    def test_nobody_removes_a_member_of_another_organisation(self, world: World, client_of: Browser) -> None:
        first, second = collective(world), collective(world, "bob")
        bob = Membership.objects.get(organisation=second)
        answer = client_of("alice").post(f"/organismes/{first.slug}/membres/{bob.pk}/parole/", {"may": "no"})
        assert answer.status_code == 404
        assert client_of("alice").post(f"/organismes/{second.slug}/membres/{bob.pk}/quitter/").status_code == 403
