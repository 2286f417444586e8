"""The legal life of a démarche: its text, its acts, what was announced and what was kept."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.audit.models import AuditEvent
from parvis.core.rights import Refused
from parvis.legal import actions, checks
from parvis.legal.models import Act, Arrangement, Correction, Evidence, Regulation
from parvis.legal.queries import arrangements_of, lines_of
from parvis.processes.actions import archive_process, close_process
from parvis.processes.archive import verify_archive
from parvis.processes.models import Phase, Process
from parvis.processes.publication import publication_blockers, publication_remarks
from parvis.processes.requirements import unmet
from tests.legal.making import announced, framed, pdf, yesterday
from tests.personas import World
from tests.processes.making import complete, draft


def states(process: Process) -> list[str]:
    return [line.state for line in lines_of(arrangements_of(process))]


def test_a_demarche_keeps_the_text_as_it_stood(world: World) -> None:
    framed(world)
    kept = Regulation.objects.get()
    assert (kept.frame, kept.version, kept.text.articles) == ("concertation-urbanisme", "2016", "L.103-2 à L.103-6")
    kept.law["articles"] = "L.1"
    kept.save()
    assert Regulation.objects.get().text.articles == "L.1"  # its own, not the library’s


def test_a_text_of_communes_is_refused_to_an_intercommunality(world: World) -> None:
    world.process.territory = world.p2a
    world.process.save(update_fields=["territory"])
    with pytest.raises(ValidationError, match="does not apply"):
        actions.choose_frame(process=world.process, frame="referendum-local", by=world.actor("olga"))


@pytest.mark.parametrize("name", ["alice", "mona", "elise", "charlie"])
def test_only_who_manages_writes_the_law(world: World, name: str) -> None:
    with pytest.raises(Refused):
        actions.choose_frame(process=world.process, frame="association-libre", by=world.actor(name))
    assert not Regulation.objects.exists()


def test_once_public_another_text_asks_a_reason_and_is_told(world: World) -> None:
    framed(world)
    with pytest.raises(ValidationError, match="say what is corrected"):
        actions.choose_frame(process=world.process, frame="association-libre", by=world.actor("olga"))
    actions.choose_frame(
        process=world.process, frame="association-libre", by=world.actor("olga"), reason="Erreur de texte"
    )
    assert world.process.log.filter(kind="legal_frame", is_public=True).count() == 2
    assert AuditEvent.objects.filter(verb="choose_frame", reason="Erreur de texte").exists()


def test_a_figure_nobody_checked_is_a_remark_a_checked_one_prevents(world: World) -> None:
    process = framed(world, complete(world, draft(world)), "concertation-environnement")
    opening = process.phases.filter(openings__isnull=False).distinct()
    opening.update(starts_at=timezone.now() + timedelta(days=30), ends_at=timezone.now() + timedelta(days=34))
    process = Process.objects.get(pk=process.pk)
    assert publication_blockers(process) == []
    remarks = [str(remark) for remark in publication_remarks(process)]
    assert any("asks for at least 15" in said and "to be checked" in said for said in remarks)
    law = process.regulation.law
    law["durations"][0]["verified"] = True
    Regulation.objects.update(law=law)
    process = Process.objects.get(pk=process.pk)
    assert [str(blocker) for blocker in publication_blockers(process)] == [
        "The public has 5 days; L.121-15-1 et suivants asks for at least 15."
    ]


def test_new_dates_are_judged_before_they_move(world: World) -> None:
    process = framed(world, frame="concertation-environnement")
    phases = list(process.phases.all())
    phases[0].ends_at = phases[0].starts_at + timedelta(days=2)
    assert any("at least 15" in str(found) for found in unmet(process, phases))
    phases[0].ends_at = phases[0].starts_at + timedelta(days=40)
    assert not any("at least 15" in str(found) for found in unmet(process, phases))
    assert Phase.objects.get(pk=phases[0].pk).ends_at != phases[0].ends_at


def test_a_notice_too_late_prevents_publication(world: World) -> None:
    process = framed(world, complete(world, draft(world)), "concertation-environnement")
    opening = process.phases.filter(openings__isnull=False).distinct()
    opening.update(starts_at=timezone.now() + timedelta(days=30), ends_at=timezone.now() + timedelta(days=60))
    olga, first = world.actor("olga"), timezone.localdate() + timedelta(days=30)
    notice = actions.record_act(process=process, kind="notice", on=first - timedelta(days=5), by=olga)
    process = Process.objects.get(pk=process.pk)
    assert any("less than 15 days" in str(blocker) for blocker in publication_blockers(process))
    Act.objects.filter(pk=notice.pk).update(on=first - timedelta(days=15))
    assert publication_blockers(Process.objects.get(pk=process.pk)) == []


def test_what_lacks_is_listed_with_its_date(world: World) -> None:
    process = framed(world)
    window = checks.window_of(process, process.phases.all())

    def found() -> dict[str, str]:
        acts = list(Act.objects.filter(process=process))
        steps = checks.steps_of(process.regulation.text, window, acts, has_file=False, has_register=True)
        return {str(step.step.kind): step.state for step in steps}

    assert found() == {
        "deliberation": "late", "notice": "late", "file": "late", "register": "done", "bilan": "todo", "adoption": "todo",
    }  # fmt: skip
    act = actions.record_act(
        process=process, kind="deliberation", number="2026-12", on=yesterday(), by=world.actor("olga"), upload=pdf()
    )
    assert act.document
    assert found()["deliberation"] == "done"


def test_before_publication_nothing_is_kept_of_what_was_corrected(world: World) -> None:
    olga, process = world.actor("olga"), draft(world)
    line = actions.announce(process=process, what="Réunion", by=olga)
    actions.correct_arrangement(arrangement=line, by=olga, what="Réunions", starts_on=None, ends_on=None, where="")
    assert not Correction.objects.exists()
    actions.withdraw_arrangement(arrangement=Arrangement.objects.get(), by=olga)
    assert not Arrangement.objects.exists()


def test_once_public_an_arrangement_is_corrected_in_the_open(world: World) -> None:
    olga, line = world.actor("olga"), announced(world, where="Mairie")
    again = {"what": "Registre en mairie", "starts_on": line.starts_on, "ends_on": None, "where": "Médiathèque"}
    with pytest.raises(ValidationError, match="say what is corrected"):
        actions.correct_arrangement(arrangement=line, by=olga, **again)
    assert Arrangement.objects.get().where == "Mairie"
    actions.correct_arrangement(arrangement=line, by=olga, reason="Travaux en mairie", **again)
    told = Correction.objects.get()
    assert (told.before, told.reason) == ({"where": "Mairie"}, "Travaux en mairie")
    actions.withdraw_arrangement(arrangement=Arrangement.objects.get(), by=olga, reason="Annulée")
    assert states(world.process) == ["withdrawn"]


def test_kept_means_dated_and_proven(world: World) -> None:
    olga, line = world.actor("olga"), announced(world)
    assert states(world.process) == ["late"]
    actions.say_kept(arrangement=line, by=olga, kept_on=yesterday())
    assert states(world.process) == ["unproven"]
    proof = actions.add_evidence(arrangement=line, title="Photo de l’affiche", by=olga, upload=pdf("affiche.pdf"))
    assert states(world.process) == ["kept"]
    actions.remove_evidence(evidence=proof, by=olga, reason="Visages reconnaissables")
    assert states(world.process) == ["unproven"]
    shown = lines_of(arrangements_of(world.process))[0]
    assert [(one.title, one.removed_reason) for one in shown.removed] == [
        ("Photo de l’affiche", "Visages reconnaissables")
    ]
    assert Evidence.objects.get().document is None


def test_kept_and_not_kept_exclude_each_other(world: World) -> None:
    line = announced(world)
    for wrong in ({"kept_on": None}, {"kept_on": yesterday(), "not_kept_reason": "Pluie"}):
        with pytest.raises(ValidationError, match="one of the two"):
            actions.say_kept(arrangement=line, by=world.actor("olga"), **wrong)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="still to come"):
        actions.say_kept(arrangement=line, by=world.actor("olga"), kept_on=tomorrow)


def test_the_file_keeps_each_version(world: World) -> None:
    olga = world.actor("olga")
    piece = actions.add_piece(process=world.process, title="Plan", upload=pdf(), by=olga)
    with pytest.raises(ValidationError, match="Say what changed"):
        actions.replace_piece(piece=piece, upload=pdf(), what_changed=" ", by=olga)
    actions.replace_piece(piece=piece, upload=pdf("plan2.pdf"), what_changed="L’arrêt est déplacé", by=olga)
    assert [version.number for version in piece.versions.all()] == [2, 1]


def test_the_archive_holds_the_law_and_its_proofs(world: World) -> None:
    olga, line = world.actor("olga"), announced(world)
    framed(world)
    actions.add_evidence(arrangement=line, title="Bulletin", text="Page 4", by=olga)
    close_process(process=world.process, ending="none", text="Rien", by=olga)
    archive = archive_process(process=Process.objects.get(), by=olga)
    assert {"legal frame", "arrangement", "evidence"} <= {kind for kind, _key, _hash in archive.manifest["items"]}
    Evidence.objects.update(text="Page 5")
    assert verify_archive(archive).altered == (f"evidence {Evidence.objects.get().pk}",)
    with pytest.raises(Refused, match="archived"):
        actions.remove_evidence(evidence=Evidence.objects.get(), by=olga, reason="Non")
