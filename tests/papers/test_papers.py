"""A paper from its first word to its fingerprint: written, approved, final, verified after words were withdrawn."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from parvis.accounts.models import Role, RoleAssignment
from parvis.contributions.actions import withdraw
from parvis.core.rights import Refused, can
from parvis.core.verbs import Overtaken
from parvis.notifications.fanning import spread
from parvis.notifications.messages import Subjects, message_of
from parvis.notifications.models import Notification
from parvis.papers import actions
from parvis.papers.freezing import verify
from parvis.papers.models import Paper, Section
from parvis.papers.printing import as_file, manuscript_of
from parvis.papers.queries import desk_tasks, readable_by
from parvis.processes.archive import items_of
from tests.papers.conftest import make_final
from tests.personas import World, person


def volunteer(world: World) -> None:
    """A civic volunteer on the space of the tests."""
    world.users["zoe"] = person("zoe")
    RoleAssignment.objects.create(user=world.users["zoe"], role=Role.CIVIC, space=world.space)


def text_of(paper: Paper) -> str:
    return str(manuscript_of(Paper.objects.get(pk=paper.pk)).blocks)


def test_a_volunteer_submits_a_note_and_the_colleague_named_approves_it(world: World) -> None:
    """R0-003: sign-off before publication; the history says who and when."""
    volunteer(world)
    zoe, olga, tariq = world.actor("zoe"), world.actor("olga"), world.actor("tariq")
    note = actions.begin_paper(kind="note", space=world.space, by=zoe, title="Arrêts sans banc")
    actions.write_section(section=note.sections.first(), title="Constat", body="<p>Six arrêts.</p>", by=zoe)
    with pytest.raises(Refused):
        actions.publish_paper(paper=note, by=olga)
    actions.ask_approval(paper=note, approver=world.users["tariq"], by=zoe)
    assert [task.title for task in desk_tasks(tariq)] == ["Arrêts sans banc"]
    assert desk_tasks(olga) == []
    with pytest.raises(Refused):
        actions.answer_approval(paper=note, is_approved=True, by=olga)
    actions.answer_approval(paper=note, is_approved=True, by=tariq, text="Clair.")
    note.refresh_from_db()
    assert (note.state, note.approved_as) == (Paper.State.APPROVED, "Tariq")
    assert [(r.verdict, r.by.name, bool(r.at)) for r in note.remarks.all()] == [
        ("asked", "Zoe", True),
        ("approved", "Tariq", True),
    ]
    assert desk_tasks(tariq) == []
    with pytest.raises(Refused):
        actions.publish_paper(paper=note, by=zoe)
    actions.publish_paper(paper=note, by=olga)
    assert Paper.objects.get(pk=note.pk).is_frozen


def test_nobody_approves_her_own_words_nor_words_that_changed(world: World) -> None:
    olga = world.actor("olga")
    note = actions.begin_paper(kind="note", space=world.space, by=olga)
    with pytest.raises(ValidationError):
        actions.ask_approval(paper=note, approver=world.users["olga"], by=olga)
    with pytest.raises(ValidationError):
        actions.ask_approval(paper=note, approver=world.users["alice"], by=olga)
    actions.ask_approval(paper=note, approver=world.users["elise"], by=olga)
    actions.write_section(section=note.sections.first(), title="A", body="<p>Autre.</p>", by=olga)
    with pytest.raises(Refused):
        actions.answer_approval(paper=note, is_approved=True, by=world.actor("elise"))


def test_asking_for_changes_says_which(world: World) -> None:
    note = actions.begin_paper(kind="note", space=world.space, by=world.actor("olga"))
    actions.ask_approval(paper=note, approver=world.users["elise"], by=world.actor("olga"))
    with pytest.raises(ValidationError):
        actions.answer_approval(paper=note, is_approved=False, by=world.actor("elise"), text=" ")
    actions.answer_approval(paper=note, is_approved=False, by=world.actor("elise"), text="Datez les chiffres.")
    assert Paper.objects.get(pk=note.pk).state == Paper.State.DRAFT


def test_approver_then_author_are_told_without_the_name_of_a_secret(world: World) -> None:
    note = actions.begin_paper(kind="note", space=world.space, by=world.actor("olga"), title="Tensions au club")
    actions.frame_paper(
        paper=note, title=note.title, language="fr", level="confidential", readers=[], by=world.actor("olga")
    )
    actions.ask_approval(paper=note, approver=world.users["elise"], by=world.actor("olga"))
    assert spread("paper_to_approve", note.pk, "1") == 1
    told = Notification.objects.get(kind="paper_to_approve")
    message = message_of(told, Subjects.of([told]))
    assert told.participant.owner.name == "Elise"
    assert "Tensions" not in message.title
    assert message.path == f"/bureau/documents/{note.pk}/"


def test_refreshing_never_writes_over_what_the_team_wrote(world: World, report: object, said: object) -> None:
    olga = world.actor("olga")
    paper = actions.begin_paper(kind="report", process=world.process, space=world.space, by=olga)
    begun, filled = paper.sections.all()
    assert begun.body == "<p>Ouvert à tous.</p>"
    actions.write_section(section=begun, title="Objet", body="<p>À nous.</p>", by=olga)
    actions.write_section(section=filled, title="Paroles", body="<p>Lire avec soin.</p>", by=olga)
    type(said).objects.filter(pk=said.pk).update(state="pending")
    actions.refresh_paper(paper=paper, by=olga)
    begun.refresh_from_db()
    filled.refresh_from_db()
    assert (begun.body, filled.body) == ("<p>À nous.</p>", "<p>Lire avec soin.</p>")
    assert filled.items[1]["rows"] == [["Web", 0]]


def test_two_people_writing_the_same_section_do_not_erase_each_other(world: World) -> None:
    olga = world.actor("olga")
    section = actions.begin_paper(kind="note", space=world.space, by=olga).sections.first()
    seen = actions.section_mark(section)
    actions.write_section(section=section, title="A", body="<p>Premier.</p>", by=olga, seen=seen)
    with pytest.raises(Overtaken):
        actions.write_section(section=section, title="A", body="<p>Second.</p>", by=olga, seen=seen)
    assert Section.objects.get(pk=section.pk).body == "<p>Premier.</p>"


def test_what_is_final_no_longer_changes(world: World, final: Paper) -> None:
    olga = world.actor("olga")
    section = final.sections.first()
    for gesture in (
        lambda: actions.write_section(section=section, title="x", body="y", by=olga),
        lambda: actions.refresh_paper(paper=final, by=olga),
        lambda: actions.remove_section(section=section, by=olga),
        lambda: actions.remove_paper(paper=final, by=olga),
        lambda: actions.publish_paper(paper=final, by=olga),
    ):
        with pytest.raises(Refused):
            gesture()
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=final.pk).update(root="")


def test_the_fingerprint_holds_and_sees_one_letter_changed(final: Paper) -> None:
    assert verify(final).holds
    assert verify(final).count == 6
    Section.objects.filter(paper=final, key="object").update(body="<p>Ouvert à toutes.</p>")
    found = verify(Paper.objects.get(pk=final.pk))
    assert not found.holds
    assert found.altered == ("section object",)


def test_words_withdrawn_leave_a_final_paper_and_its_fingerprint_stays_true(
    world: World, said: object, final: Paper
) -> None:
    before = final.root
    assert "Je rentre à pied." in text_of(final)
    withdraw(contribution=said, by=world.actor("alice"))
    final = Paper.objects.get(pk=final.pk)
    assert "Je rentre à pied." not in str(list(final.sections.values("items", "body"))) + text_of(final)
    assert "retirés" in text_of(final)
    found = verify(final)
    assert found.holds
    assert found.removed == (said.code,)
    assert final.root == found.root == before


def test_adoption_is_written_beside_the_words(world: World, final: Paper) -> None:
    from datetime import date

    actions.adopt_paper(paper=final, adopted_on=date(2026, 12, 3), adopted_as="n° 2026-112", by=world.actor("olga"))
    final = Paper.objects.get(pk=final.pk)
    assert verify(final).holds
    assert "n° 2026-112" in manuscript_of(final).dated_label


@pytest.mark.parametrize(
    ("level", "readers"),
    [
        ("public", {"olga", "mona", "tariq", "elise", "diane"}),
        ("members", {"olga", "mona", "tariq", "elise", "diane"}),
        ("restricted", {"olga", "elise", "diane"}),
        ("confidential", {"olga", "elise"}),
    ],
)
def test_each_level_opens_to_its_readers_only(world: World, level: str, readers: set[str]) -> None:
    """R3-045. Élise is named by her approval; the list and the right say the same."""
    paper = make_final(world, actions.begin_paper(kind="note", space=world.space, by=world.actor("olga")))
    Paper.objects.filter(pk=paper.pk).update(level=level)
    paper.refresh_from_db()
    names = ("alice", "bob", "mona", "olga", "tariq", "elise", "charlie", "diane")
    assert {name for name in names if readable_by(world.actor(name)).exists()} == readers
    allowed = {name for name in names if can(world.actor(name), "read", paper)}
    assert allowed == (set(names) if level == "public" else readers)


def test_a_paper_on_a_demarche_that_asks_for_one(
    world: World, report: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    object.__setattr__(report, "needs_process", True)
    with pytest.raises(ValidationError):
        actions.begin_paper(kind="report", space=world.space, by=world.actor("olga"))
    object.__setattr__(report, "why_not_yet", lambda paper: ["Il manque une preuve."])
    paper = actions.begin_paper(kind="report", process=world.process, space=world.space, by=world.actor("olga"))
    with pytest.raises(ValidationError, match="preuve"):
        actions.ask_approval(paper=paper, approver=world.users["elise"], by=world.actor("olga"))


@pytest.mark.parametrize("file_format", ["pdf", "docx", "odt"])
def test_the_three_files_are_named_and_typed(final: Paper, file_format: str) -> None:
    content, media_type, name = as_file(final, file_format)
    assert content[:2] in {b"%P", b"PK"}
    assert media_type.startswith("application/")
    assert name == f"rapport-transport-urbain-quels-arrets-{final.pk}.{file_format}"


def test_a_demarche_archives_the_fingerprints_of_its_final_papers(world: World, final: Paper) -> None:
    papers = [item for item in items_of(world.process) if item.kind == "paper"]
    assert [(item.key, item.content["root"]) for item in papers] == [(str(final.pk), final.root)]
