import pytest
from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.methods.proposals.actions import submit_proposal
from parvis.papers import actions, content, kinds
from parvis.papers.models import Paper
from tests.personas import World


@pytest.fixture
def said(world: World) -> Contribution:
    """Alice's words, public."""
    made = submit_proposal(
        step=world.step,
        by=world.actor("alice"),
        title="Un bus après 19 h",
        body="Je rentre à pied.",
        territory_id=None,
    )
    Contribution.objects.filter(pk=made.pk).update(state="published", published_at=timezone.now())
    return Contribution.objects.get(pk=made.pk)


@pytest.fixture
def report(said: Contribution, monkeypatch: pytest.MonkeyPatch) -> kinds.Kind:
    """A kind as another room registers one: a section begun, a section filled with figures and a quote."""

    def fill(paper: Paper) -> list[content.Item]:
        return [
            content.subheading("Chiffres"),
            content.table(
                ["Canal", "Avis"],
                [["Web", Contribution.objects.filter(state="published").count()]],
                caption="Par canal",
            ),
            content.quote(said, source="Une habitante"),
        ]

    kind = kinds.Kind(
        key="report",
        label="Rapport",
        level="public",
        sections=(
            kinds.Part("object", "Objet", begin=lambda paper: "<p>Ouvert à tous.</p>"),
            kinds.Part("voices", "Paroles", fill=fill),
        ),
    )
    monkeypatch.setitem(kinds._kinds, "report", kind)
    return kind


@pytest.fixture
def final(world: World, report: kinds.Kind) -> Paper:
    """Written by Olga, approved by Élise, final."""
    return make_final(
        world, actions.begin_paper(kind="report", process=world.process, space=world.space, by=world.actor("olga"))
    )


def make_final(world: World, paper: Paper) -> Paper:
    olga, elise = world.actor("olga"), world.actor("elise")
    actions.ask_approval(paper=paper, approver=world.users["elise"], by=olga)
    actions.answer_approval(paper=paper, is_approved=True, by=elise)
    actions.publish_paper(paper=paper, by=olga)
    return Paper.objects.get(pk=paper.pk)
