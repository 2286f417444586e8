"""Who may open what: every address × every persona, held in ``url_matrix.txt``.

A new view without a line fails. ``UPDATE_URL_MATRIX=1`` writes the table again: read its difference as you would read
a change of the law, because it is one. Cells: ``ok`` answered, ``who`` asked to say who one is or to show the second key,
``no`` refused or not found. POST-only addresses are tried with an empty POST.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from parvis.accounts.models import RoleAssignment
from parvis.comments.actions import comment
from parvis.contributions.models import Contribution, ImportBatch
from parvis.editorial.models import Article, Gathering, Page
from parvis.incoming.actions import make_link
from parvis.legal import actions as law
from parvis.legal.models import Piece as LegalPiece
from parvis.methods.proposals.actions import submit_proposal
from parvis.moderation.actions import decide, report
from parvis.moderation.models import Decision, Pause
from parvis.organisations.models import Body, Mandate, Membership, Organisation, Sitting
from parvis.papers import actions as papers
from parvis.papers.models import Paper
from parvis.processes.models import Theme
from parvis.replies.actions import assign, draft_reply
from parvis.subjects.actions import propose_subject
from parvis.territories.models import FunderMention
from tests.client import StrictClient
from tests.personas import NAMES, World

TABLE = Path(__file__).parent / "url_matrix.txt"
# allauth's own pages speak of the person in the session alone; tests/accounts walks them.
UNKNOWN_NUMBER = 999999
SKIPPED = ("account_", "mfa_", "usersessions_", "socialaccount_", "memories:")  # memories: the tests’ own method


def all_addresses() -> dict[str, dict[str, bool]]:
    """Every named address of ours, with its parameters: is each a number?"""

    def walk(resolver: Any, prefix: str, above: dict[str, bool]) -> Iterator[tuple[str, dict[str, bool]]]:
        for pattern in resolver.url_patterns:
            converters = getattr(pattern.pattern, "converters", {})
            own = converters or dict.fromkeys(pattern.pattern.regex.groupindex)
            parameters = above | {name: isinstance(found, IntConverter) for name, found in own.items()}
            if hasattr(pattern, "url_patterns"):
                yield from walk(
                    pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""), parameters
                )
            elif pattern.name:
                yield prefix + pattern.name, parameters

    return {name: found for name, found in sorted(walk(get_resolver(), "", {})) if not name.startswith(SKIPPED)}


@pytest.fixture
def addresses(world: World) -> dict[str, str]:
    """One real address for each name: Alice's contribution, its comment, its answer, and so on."""
    alice, olga, mona = (world.actor(name) for name in ("alice", "olga", "mona"))
    said = submit_proposal(step=world.step, by=alice, title="Un bus après 19 h", territory_id=None)
    Contribution.objects.filter(pk=said.pk).update(state="published", published_at=timezone.now())
    root = Contribution.objects.get(pk=said.pk)
    comment(contribution=root, by=world.actor("bob"), body="Moi aussi, tous les soirs.")
    report(
        contribution=root,
        by=world.actor("bob"),
        reason="other",
        explanation="Je ne sais pas",
        contact="",
        good_faith=True,
    )
    decision = Decision.objects.filter(contribution=root).first() or decide(
        contribution=root, verb=Decision.Verb.KEEP, by=mona
    )
    reply = draft_reply(contributions=[root], by=olga, body="Nous étudions.", verdict="studying")
    asked = assign(contributions=[root], service=world.mobility, by=olga)
    link = make_link(asked, "mobilites@example.org")
    values: dict[str, Any] = {
        "mailed_link": link.pk,
        "mailed_token": link.page_token,
        "code": root.code,
        "space": world.space.slug,
        "process": world.process.slug,
        "step": world.step.slug,
        "step_slug": world.step.slug,
        "step_pk": world.step.pk,
        "territory": world.digne.slug,
        "token": "unknown-token",
        "file_format": "csv",
        "decision": decision.pk,
        "reply": reply.pk,
        "funder": FunderMention.objects.create(space=world.space, name="Région", sentence="Avec la Région").pk,
        "theme": Theme.objects.create(space=world.space, name="Mobilités", slug="mobilites").pk,
        "organisation": world.mobility.slug,
        "organisation_pk": world.mobility.pk,
        "mandate": Mandate.objects.create(space=world.space, name="Élise", function="Vice-présidente").pk,
        "sitting": Sitting.objects.create(
            space=world.space, assembly="Conseil", on=timezone.localdate() + timedelta(days=9)
        ).pk,
        "body": Body.objects.create(space=world.space, kind="conseil", name="Conseil", slug="conseil").slug,
        "page": Page.objects.create(space=world.space, slug="charte", title="Charte", is_published=True),
        "article": Article.objects.create(
            space=world.space, slug="nouvelle", title="Nouvelle", published_at=timezone.now() - timedelta(days=1)
        ),
        "gathering": Gathering.objects.create(
            space=world.space, title="Atelier", place="Mairie", starts_at=timezone.now() + timedelta(days=3)
        ),
        "assignment": RoleAssignment.objects.get(user=world.users["mona"]).pk,
        "membership": Membership.objects.create(
            organisation=Organisation.objects.create(
                kind=Organisation.Kind.ASSOCIATION, name="Vélo pour tous", slug="velo", space=world.space
            ),
            user=world.users["alice"],
            is_representative=True,
            accepted_at=timezone.now(),
        ).pk,
        "batch": ImportBatch.objects.create(
            step=world.step,
            filename="a.csv",
            digest="0" * 64,
            options={"stored": "imports/gone.csv", "parents": world.step.pk},
        ).pk,
        "pause": Pause.objects.create(
            contribution=root, until=timezone.now() + timedelta(hours=1), message="Une pause"
        ).pk,
        **_legal(world, olga),
        "subject": propose_subject(space=world.space, by=alice, title="Éteindre la nuit ?").code,
        "digest": "0" * 64,
        "shelf": "00",
        **_papers(world),
        "notice_language": "fr",
        "width": "480",
    }
    return {
        name: reverse(name, kwargs={p: meaning(name, p, is_number, values) for p, is_number in parameters.items()})
        for name, parameters in all_addresses().items()
    }


def _legal(world: World, olga: Any) -> dict[str, int]:
    """A démarche with its legal frame: one act, one piece, one arrangement with its evidence."""
    law.choose_frame(process=world.process, frame="association-libre", by=olga)
    line = law.announce(process=world.process, what="Affiches", by=olga)
    today = timezone.localdate()
    return {
        "act": law.record_act(process=world.process, kind="notice", on=today, by=olga).pk,
        "entry": law.open_register(process=world.process, paper_until=today, by=olga).entries.get().pk,
        "piece": LegalPiece.objects.create(process=world.process, title="Plan").pk,
        "arrangement": line.pk,
        "evidence": law.add_evidence(arrangement=line, title="Bulletin", text="Page 4", by=olga).pk,
    }


def _papers(world: World) -> dict[str, Any]:
    """Olga's draft, that whoever has a role there may open once noted; and one that everyone reads."""
    olga, elise = world.actor("olga"), world.actor("elise")
    draft, final, spare = (papers.begin_paper(kind="note", space=world.space, by=olga) for _ in range(3))
    final.level = "public"
    final.save(update_fields=["level"])
    papers.ask_approval(paper=final, approver=world.users["elise"], by=olga)
    papers.answer_approval(paper=final, is_approved=True, by=elise)
    papers.publish_paper(paper=Paper.objects.get(pk=final.pk), by=olga)
    for name in ("mona", "tariq", "elise", "diane"):
        papers.open_paper(paper=draft, by=world.actor(name))
    return {
        "paper": draft.pk,
        "final": final.pk,
        "spare": spare.pk,
        "section": draft.sections.first().pk,
        "paper_format": "docx",
        "paper_kind": "note",
    }


# What a parameter stands for, where its own name does not say it.
MEANINGS = {
    "site:space": {"slug": "space"},
    "site:": {"slug": "process"},
    "territories:": {"slug": "territory"},
    "follows:contribution": {"key": "code"},
    "follows:": {"key": "{}"},
    "desk:space": {"slug": "space", "pk": "funder", "place": "territory"},
    "desk:process": {"slug": "process"},
    "desk:process_notice": {"slug": "process", "language": "notice_language"},
    "desk:process_step_": {"slug": "process", "pk": "step_pk"},
    "desk:process_step": {"slug": "process", "pk": "step_pk"},
    "desk:step_categories": {"slug": "process", "pk": "step_pk"},
    "desk:process_legal_act": {"slug": "process", "pk": "act"},
    "desk:process_legal_piece": {"slug": "process", "pk": "piece"},
    "desk:process_legal_arrangement": {"slug": "process", "pk": "arrangement"},
    "desk:process_legal_evidence": {"slug": "process", "pk": "evidence"},
    "desk:process_legal_register": {"slug": "process", "pk": "entry"},
    "legal:": {"slug": "process"},
    "desk:status": {"slug": "process"},
    "process_feed": {"slug": "process"},
    "desk:theme": {"pk": "theme", "slug": "space"},
    "desk:moderation": {"pk": "decision"},
    "desk:moderation_lift": {"pk": "pause"},
    "desk:reply": {"pk": "reply"},
    "desk:mail_link": {"pk": "mailed_link"},
    "incoming:answer": {"token": "mailed_token"},
    "desk:replies": {"pk": "reply"},
    "desk:team": {"pk": "assignment"},
    "desk:organisation": {"pk": "organisation_pk", "slug": "organisation"},
    "desk:import": {"pk": "batch"},
    "desk:mandate": {"pk": "mandate"},
    "desk:sitting": {"pk": "sitting"},
    "desk:subject": {"code": "subject"},
    "subjects:receipt": {"code": "subject"},
    "desk:paper": {"pk": "paper", "file_format": "paper_format", "kind": "paper_kind"},
    "desk:paper_discard": {"pk": "spare"},
    "papers:": {"pk": "final", "file_format": "paper_format"},
    "organisations:": {"slug": "organisation", "pk": "membership"},
}


def meaning(name: str, parameter: str, is_number: bool, values: dict[str, Any]) -> Any:
    """What a parameter stands for in this address; an unknown object when we made none."""
    if name.startswith(("editorial:", "desk:")):
        row = next((values[k] for k in ("page", "article", "gathering") if k in name and "paper" not in name), None)
        if row is not None and parameter in {"pk", "slug"}:
            return getattr(row, parameter, "atelier")
    best = max((key for key in MEANINGS if name.startswith(key)), key=len, default="")
    key = MEANINGS.get(best, {}).get(parameter, parameter).format(name.partition(":")[2])
    found = values.get(key)
    if isinstance(found, int if is_number else str):
        return found
    return UNKNOWN_NUMBER if is_number else "inconnu"


def outcome(browser: StrictClient, address: str) -> str:
    response = browser.get(address)
    if response.status_code == 405:
        response = browser.post(address)
    if response.status_code in {301, 302}:
        where = response["Location"]
        return "who" if "identifier" in where or "seconde-cle" in where or "/compte/" in where else "ok"
    if response.status_code in {403, 404, 410}:
        return "no"
    assert response.status_code < 500, f"{address}: {response.status_code}"
    return "ok"


def test_every_address_has_its_line_and_keeps_it(world: World, addresses: dict[str, str], client_of: Any) -> None:
    lines = [f"{'':34}" + "".join(f"{name:>8}" for name in NAMES)]
    for name, address in addresses.items():
        # A fresh login each time: a page that logs out must not decide for the next one.
        cells = [outcome(client_of(persona), address) for persona in NAMES]
        lines.append(f"{name:34}" + "".join(f"{cell:>8}" for cell in cells))
    found = "\n".join(line.rstrip() for line in lines) + "\n"
    if os.environ.get("UPDATE_URL_MATRIX"):
        TABLE.write_text(found, encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8")
