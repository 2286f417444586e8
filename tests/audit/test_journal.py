"""The trail: read by whoever answers for it, filtered, taken away with a reason, without residents' names."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import parvis
from parvis.accounts import actions
from parvis.accounts.models import Role, RoleAssignment
from parvis.audit.models import AuditEvent
from parvis.audit.words import GESTURES
from parvis.core.models import AppendOnlyError
from tests.client import StrictClient
from tests.personas import World

Browser = Callable[[str], StrictClient]
JOURNAL = "/bureau/journal/"


def grant(world: World, name: str = "Nour", by: str = "olga") -> None:
    actions.grant_role(
        by=world.actor(by), email=f"{name}@example.org", name=name, role="moderator", space=world.space
    )


class TestJournal:
    def test_who_did_what_is_there(self, world: World, client_of: Browser) -> None:
        grant(world)
        page = client_of("diane").get(JOURNAL).content.decode()
        assert "Olga" in page
        assert "personne: Nour" in page

    def test_what_was_done_is_said_in_the_reader_s_words_and_found_by_them(
        self, world: World, client_of: Browser
    ) -> None:
        grant(world)
        diane = client_of("diane")
        assert "Rôle donné" in diane.get(JOURNAL + "?quoi=role+donne").content.decode()
        assert "Nour" not in diane.get(JOURNAL + "?quoi=publiée").content.decode()
        assert "Nour" not in diane.get(JOURNAL + "?quoi=xyz").content.decode()

    def test_it_is_filtered(self, world: World, client_of: Browser) -> None:
        grant(world)
        grant(world, "Karim", by="diane")
        page = client_of("diane").get(JOURNAL + "?qui=olga").content.decode()
        assert "personne: Nour" in page
        assert "personne: Karim" not in page
        assert "personne: Nour" not in client_of("diane").get(JOURNAL + "?au=2001-01-01").content.decode()
        assert client_of("diane").get(JOURNAL + "?du=never").status_code == 200

    @pytest.mark.parametrize("name", ["visitor", "alice", "mona", "olga", "tariq", "elise", "charlie"])
    def test_nobody_else_reads_it(self, world: World, client_of: Browser, name: str) -> None:
        assert client_of(name).get(JOURNAL).status_code == 403
        assert client_of(name).post(JOURNAL + "fichier/", {"reason": "x"}).status_code == 403

    def test_the_dpo_of_a_space_reads_her_space_only(self, world: World, client_of: Browser) -> None:
        grant(world)
        RoleAssignment.objects.create(user=world.users["bob"], role=Role.DPO, space=world.other_space)
        assert "personne: Nour" not in client_of("bob").get(JOURNAL).content.decode()

    def test_it_leaves_with_a_reason_only_and_this_is_written(self, world: World, client_of: Browser) -> None:
        grant(world)
        browser = client_of("diane")
        assert browser.post(JOURNAL + "fichier/", {"reason": " "}).status_code == 302
        answer = browser.post(JOURNAL + "fichier/", {"reason": "Contrôle CNIL"})
        assert "Nour" in b"".join(answer.streaming_content).decode()
        assert AuditEvent.objects.get(verb="export").reason == "Contrôle CNIL"

    def test_a_resident_is_a_number(self, world: World) -> None:
        actions.edit_profile(person=world.actor("alice").participant, by=world.actor("alice"), pseudonym="Ali")
        line = AuditEvent.objects.get(verb="edit_profile")
        assert (line.actor_label, line.target_label, line.actor) == ("", "", world.users["alice"])

    def test_nothing_in_it_changes(self, world: World) -> None:
        grant(world)
        line = AuditEvent.objects.first()
        line.reason = "autre"
        for forbidden in (line.save, line.delete):
            with pytest.raises(AppendOnlyError):
                forbidden()

    @pytest.mark.parametrize("many", [1, 3])
    def test_it_costs_the_same_for_one_and_three(
        self, world: World, client_of: Browser, many: int, django_assert_num_queries: Callable
    ) -> None:
        for number in range(many):
            grant(world, f"n{number}")
        browser = client_of("diane")
        with django_assert_num_queries(9):
            page = browser.get(JOURNAL).content.decode()
        assert page.count('data-label="') == 5 * many


def verbs_recorded() -> set[str]:
    """Every verb that the code writes in the trail under a literal name."""
    calls = (
        call
        for path in Path(parvis.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record"
    )
    return {
        str(word.value)
        for call in calls
        for word in ast.walk(call.args[0])
        if isinstance(word, ast.Constant) and len(call.args) == 1
    }


def test_every_verb_of_the_trail_has_a_name() -> None:
    nameless = verbs_recorded() - {"moderation_"} - GESTURES.keys()
    assert not nameless, "Name them in audit/words.py, and translate."
