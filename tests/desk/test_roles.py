"""What each role finds at the desk: what it may open is offered, what it may not is neither shown nor open."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from parvis.accounts.models import Role, RoleAssignment
from parvis.contributions.models import Contribution, Stage
from parvis.desk.waiting import waiting_counts
from parvis.moderation.actions import report
from parvis.replies import actions
from tests.client import StrictClient
from tests.moderation.make import message
from tests.personas import World

Browser = Callable[[str], StrictClient]


def text(response: object) -> str:
    return response.content.decode()


def hold_role(world: World, name: str, role: Role) -> None:
    RoleAssignment.objects.create(user=world.users[name], role=role, space=world.space)


@pytest.mark.parametrize("role", [Role.CIVIC, Role.EVALUATOR, Role.DPO, Role.CLERK])
def test_the_menu_offers_what_the_role_opens_and_nothing_else(world: World, client_of: Browser, role: Role) -> None:
    hold_role(world, "bob", role)
    bob = client_of("bob")
    menu = re.findall(r'<li><a href="([^"]+)"', text(bob.get("/bureau/")).partition("</nav>")[0])
    assert "/bureau/contributions/" in menu
    for address in menu:
        assert bob.get(address).status_code == 200, address
    for address in (
        "imports/",
        "publications/",
        "espaces/",
        "suites/",
        "demarches/",
        "territoires/",
        "territoires/ajouter/",
    ):
        assert bob.get(f"/bureau/{address}").status_code == 403, address


def test_only_those_who_meet_people_are_offered_to_note(world: World, client_of: Browser) -> None:
    hold_role(world, "bob", Role.CIVIC)
    for name, may in (("bob", True), ("tariq", True), ("elise", False)):
        someone = client_of(name)
        assert ("/bureau/noter/" in text(someone.get("/bureau/contributions/"))) is may
        assert someone.get("/bureau/noter/").status_code == (200 if may else 403)


def test_an_evaluator_reads_what_everyone_reads(world: World, client_of: Browser) -> None:
    hold_role(world, "bob", Role.EVALUATOR)
    one, bob = message(world), client_of("bob")
    page = text(bob.get("/bureau/contributions/"))
    assert one.get_absolute_url() in page
    assert f"/bureau/contributions/{one.code}/" not in page
    assert 'name="gesture"' not in page
    assert bob.get(one.get_absolute_url()).status_code == 200


def test_nothing_to_do_is_said_in_words_never_as_one(world: World, client_of: Browser) -> None:
    with translation.override("fr"):
        assert "Rien à valider" in text(client_of("elise").get("/bureau/elue/"))
        assert "Rien à étudier" in text(client_of("tariq").get("/bureau/service/"))


def test_an_address_that_only_takes_a_form_says_so(world: World, client_of: Browser) -> None:
    one = message(world)
    page = client_of("olga").get(f"/bureau/contributions/{one.code}/lue/")
    assert page.status_code == 405
    assert "ne reçoit qu’un formulaire" in text(page)


@pytest.mark.parametrize("name", ["tariq", "elise"])
def test_those_who_only_answer_are_not_shown_the_gestures_of_the_animator(
    world: World, client_of: Browser, name: str
) -> None:
    one = message(world)
    actions.assign(contributions=[one], service=world.mobility, by=world.actor("olga"))
    Contribution.objects.filter(pk=one.pk).update(answer_due=timezone.localdate())
    someone = client_of(name)
    page = text(someone.get("/bureau/reponses/"))
    assert "/bureau/reponses/ecrire/" in page
    for address in ("/bureau/suites/", "/bureau/reponses/attente/", "/bureau/reponses/confier/"):
        assert address not in page
    assert "dupliquer" not in text(someone.get("/bureau/demarches/transport/"))


# ── What waits, in the menu ───────────────────────────────────────────────────


def counts(response: object) -> dict[str, int]:
    menu = re.findall(r'<li><a href="([^"]+)"[^>]*>.*?</a>', text(response).partition("</nav>")[0])
    shown = re.findall(
        r'<li><a href="([^"]+)"[^>]*>.*?<span class="n">(\d+)', text(response).partition("</nav>")[0]
    )
    assert menu
    return {address: int(n) for address, n in shown}


def test_the_menu_says_what_waits_for_whom(world: World, client_of: Browser) -> None:
    message(world, shown=False)
    reported, answerable, decided = (message(world) for _n in range(3))
    for name in ("bob", "charlie"):
        report(
            contribution=reported, by=world.actor(name), reason="spam", explanation="", good_faith=True, contact=""
        )
    due = timezone.localdate() - timedelta(days=2)
    Contribution.objects.filter(pk__in=[answerable.pk, decided.pk]).update(answer_due=due)
    Contribution.objects.filter(pk=decided.pk).update(stage=Stage.DECIDED)
    both = {"/bureau/moderation/": 2, "/bureau/reponses/": 2}
    assert counts(client_of("olga").get("/bureau/demarches/")) == both
    assert counts(client_of("mona").get("/bureau/contributions/")) == {"/bureau/moderation/": 2}
    assert counts(client_of("elise").get("/bureau/elue/")) == {"/bureau/reponses/": 2}
    assert counts(client_of("charlie").get("/bureau/demarches/")) == {}


def test_what_waits_is_counted_in_one_query_however_much_waits(
    world: World, django_assert_num_queries: Callable
) -> None:
    for _n in range(3):
        message(world, shown=False)
    olga = world.actor("olga")
    assert olga.roles
    with django_assert_num_queries(1):
        assert waiting_counts(olga)["desk:moderation"] == 3
