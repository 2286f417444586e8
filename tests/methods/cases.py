"""What every method owes: inherit ``MethodCases``, say five things, and these tests are yours.

They look at a method from outside, through the rooms that know no method by name: the public pages, the moderators’
queue, the search, the export.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.contributions.exporters import columns, rows
from parvis.contributions.kinds import words_of
from parvis.contributions.models import Contribution, State
from parvis.core.registry import get_method
from parvis.moderation.models import ModerationPolicy
from parvis.processes.models import Phase, PhaseOpening, Step
from tests.client import StrictClient
from tests.personas import NAMES, World

Become = Callable[[str], StrictClient]


@pytest.mark.django_db
class MethodCases:
    """``method``: its key. ``create``: the address of its form below the step. ``list_queries``: the literal number."""

    method: ClassVar[str]
    create: ClassVar[str]
    list_queries: ClassVar[int]

    def words(self, title: str) -> dict[str, Any]:
        """What a person types in the form, its token included."""
        raise NotImplementedError

    def said(self, world: World, step: Step, title: str) -> Contribution:
        """The verb, called by Alice."""
        raise NotImplementedError

    @pytest.fixture
    def step(self, world: World) -> Step:
        declared = get_method(self.method)
        step, _made = Step.objects.get_or_create(
            process=world.process,
            method=self.method,
            defaults={"code": "TUD-9", "slug": "methode", "title": "Une étape", "settings": {}},
        )
        PhaseOpening.objects.update_or_create(
            phase=world.process.phases.get(), step=step, defaults={"verbs": list(declared.default_verbs)}
        )
        return step

    def address(self, step: Step) -> str:
        return f"/participer/{step.process.slug}/{step.slug}/"

    def test_a_resident_creates_and_everybody_reads(
        self, world: World, step: Step, client_of: Become, client: StrictClient
    ) -> None:
        done = client_of("alice").post(f"{self.address(step)}{self.create}", self.words("Le banc sous le tilleul"))
        assert done.status_code == 302, done.content.decode()[-2000:]
        one = Contribution.objects.get(step=step)
        assert (one.author, one.state) == (world.actor("alice").participant, State.PUBLISHED)
        assert "Le banc sous le tilleul" in client.get(self.address(step)).content.decode()
        assert "Le banc sous le tilleul" in client.get(one.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("name", NAMES)
    def test_every_persona_may_read_the_list(self, step: Step, client_of: Become, name: str) -> None:
        assert client_of(name).get(self.address(step)).status_code == 200

    def test_a_visitor_is_asked_who_she_is(self, step: Step, client: StrictClient) -> None:
        asked = client.post(f"{self.address(step)}{self.create}", self.words("Le banc sous le tilleul"))
        assert (asked.status_code, "mon-suivi" in asked.url) == (302, True)
        assert not Contribution.objects.filter(step=step).exists()

    def test_nothing_is_written_once_the_phase_is_closed(self, step: Step, client_of: Become) -> None:
        past = timezone.now() - timedelta(days=9)
        Phase.objects.update(starts_at=past - timedelta(days=9), ends_at=past)
        client_of("alice").post(f"{self.address(step)}{self.create}", self.words("Le banc sous le tilleul"))
        assert not Contribution.objects.filter(step=step).exists()

    def test_a_blocked_word_waits_for_the_moderators(self, world: World, step: Step, client_of: Become) -> None:
        ModerationPolicy.objects.update_or_create(space=world.space, defaults={"blocked_words": "tilleul"})
        one = self.said(world, step, "Le banc sous le tilleul")
        one.refresh_from_db()
        assert one.state == State.PENDING
        assert "Le banc sous le tilleul" in client_of("mona").get("/bureau/moderation/").content.decode()
        assert "Le banc sous le tilleul" not in client_of("bob").get(self.address(step)).content.decode()

    def test_it_is_found_supported_and_followed_like_any_other(
        self, world: World, step: Step, client_of: Become, client: StrictClient
    ) -> None:
        one = self.said(world, step, "Le banc sous le tilleul")
        assert one.code in client.get("/recherche/?q=tilleuls").content.decode()
        assert client_of("bob").post(f"/avis/{one.code}/soutenir/").status_code == 302
        one.refresh_from_db()
        assert one.supports_count == 1

    def test_it_is_exported_in_one_row(self, world: World, step: Step) -> None:
        one = self.said(world, step, "Le banc sous le tilleul")
        exported = list(rows(Contribution.objects.filter(step=step), for_team=False))
        assert len(exported) == 1
        assert (len(exported[0]), exported[0][0]) == (len(columns(for_team=False)), one.code)
        assert "Le banc sous le tilleul" in exported[0]
        assert exported[0][1:3] == [str(words_of(one).noun), one.kind], "the word people read, then its code"

    @pytest.mark.parametrize("items", [1, 3])
    def test_its_list_costs_the_same_whatever_its_length(
        self, world: World, step: Step, client: StrictClient, items: int
    ) -> None:
        for number in range(items):
            self.said(world, step, f"Le banc numéro {number}")
        with CaptureQueriesContext(connection) as queries:
            page = client.get(self.address(step)).content.decode()
        assert all(f"Le banc numéro {number}" in page for number in range(items))
        assert len(queries) == self.list_queries, "\n".join(query["sql"][:150] for query in queries)
