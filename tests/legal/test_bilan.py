"""The bilan: filled with what the démarche holds, saying what is not proven, adopted and frozen."""

import io
import zipfile
from typing import Any

import pytest
from django.utils import timezone

from parvis.comments.actions import comment
from parvis.contributions.models import Contribution
from parvis.core.documents import FORMATS, pdf
from parvis.legal import actions
from parvis.legal.models import Act, Evidence
from parvis.methods.proposals.actions import submit_proposal
from parvis.papers.actions import (
    adopt_paper,
    answer_approval,
    ask_approval,
    begin_paper,
    publish_paper,
    refresh_paper,
)
from parvis.papers.freezing import verify
from parvis.papers.models import Paper
from parvis.papers.printing import manuscript_of
from parvis.replies.actions import draft_reply, publish_reply, validate_reply
from tests.legal.making import announced, framed, yesterday
from tests.legal.test_register import opened
from tests.personas import World


def furnished(world: World) -> Paper:
    olga = world.actor("olga")
    framed(world)
    opened(world)
    line = announced(world, "Affiches en mairie")
    actions.say_kept(arrangement=line, by=olga, kept_on=yesterday(), kept_note="32 affiches.")
    actions.add_evidence(arrangement=line, title="Photo du panneau", text="Le 3 mars", by=olga)
    said = submit_proposal(
        step=world.step, by=world.actor("alice"), title="Un bus après 19 h", body="Je rentre tard."
    )
    root = Contribution.objects.get(pk=said.pk)
    comment(contribution=root, by=world.actor("bob"), body="Moi aussi, tous les soirs.", stance=1)
    comment(contribution=root, by=world.actor("mona"), body="Cela coûte trop cher.", stance=-1)
    return begin_paper(kind="bilan", by=olga, space=world.space, process=world.process, language="fr")


def words(paper: Paper) -> str:
    content = FORMATS["docx"][0](manuscript_of(Paper.objects.get(pk=paper.pk)))
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


def items(paper: Paper, key: str) -> list[dict[str, Any]]:
    return list(paper.sections.get(key=key).items)


def test_it_is_filled_with_what_the_demarche_holds(world: World) -> None:
    paper = furnished(world)
    document = words(paper)
    for said in (
        "L.103-2 à L.103-6", "Affiches en mairie", "32 affiches.", "Photo du panneau", "Un bus après 19 h",
        "Je rentre tard.", "Moi aussi, tous les soirs.", "Cela coûte trop cher.", "Registre des observations",
    ):  # fmt: skip
        assert said in document, said
    assert pdf(manuscript_of(paper)).startswith(b"%PDF")


def test_removing_one_evidence_makes_it_say_so(world: World) -> None:
    paper = furnished(world)
    assert "sans preuve" not in words(paper)
    actions.remove_evidence(
        evidence=Evidence.objects.get(), by=world.actor("olga"), reason="Visages reconnaissables"
    )
    refresh_paper(paper=paper, by=world.actor("olga"))
    document = words(paper)
    assert "Tenue, sans preuve" in document
    assert "Visages reconnaissables" in document
    assert "Une modalité n’a pas été tenue, ou rien ne la prouve." in document


def test_points_come_from_the_answers(world: World) -> None:
    paper = furnished(world)
    root, olga = Contribution.objects.get(title="Un bus après 19 h"), world.actor("olga")
    assert items(paper, "points")[-1]["type"] in {"note", "paragraph"}
    reply = draft_reply(contributions=[root], by=olga, body="Le budget ne le permet pas.", verdict="declined")
    validate_reply(reply=reply, by=world.actor("elise"))
    publish_reply(reply=reply, by=olga)
    refresh_paper(paper=paper, by=olga)
    table = items(paper, "points")[0]
    assert table["rows"][0][:3] == [
        f"Un bus après 19 h ({root.code})",
        "Pas retenue",
        "Le budget ne le permet pas.",
    ]


def test_small_counts_are_not_shown(world: World) -> None:
    paper = furnished(world)
    communes = [item for item in items(paper, "figures") if item["type"] == "table"][1:]
    assert all(row[1] == "moins de 5" for item in communes for row in item["rows"])


def test_frozen_and_adopted_it_proves_its_steps(world: World) -> None:
    paper, olga = furnished(world), world.actor("olga")
    ask_approval(paper=paper, approver=world.users["elise"], by=olga)
    answer_approval(paper=paper, is_approved=True, by=world.actor("elise"))
    publish_paper(paper=Paper.objects.get(pk=paper.pk), by=olga)
    paper = Paper.objects.get(pk=paper.pk)
    adopt_paper(paper=paper, adopted_on=timezone.localdate(), adopted_as="2026-14", by=olga)
    assert verify(Paper.objects.get(pk=paper.pk)).holds
    assert list(Act.objects.order_by("id").values_list("kind", "number")) == [
        ("bilan", ""),
        ("adoption", "2026-14"),
    ]


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_only_the_team_writes_it(world: World, name: str) -> None:
    from parvis.core.rights import Refused

    with pytest.raises(Refused):
        begin_paper(kind="bilan", by=world.actor(name), space=world.space, process=world.process)
