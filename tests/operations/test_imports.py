"""The two real files of the 2015 consultation, brought by the command’s own function."""

import csv
import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import transaction

import parvis.demo
from parvis import cli
from parvis.comments.models import Comment
from parvis.contributions import spine
from parvis.contributions.models import ChannelFigure, Contribution, ImportBatch, State
from parvis.imports import actions, run
from parvis.methods.proposals.models import Category, Proposal
from parvis.operations import OperationError
from parvis.operations.counters import recount
from parvis.operations.imports import contributions
from parvis.processes.models import Process, Step
from tests.personas import World

DATA = Path(parvis.demo.__file__).parent / "data"
OPINIONS = DATA / "republique_numerique_2015_opinions.csv.gz"
ARGUMENTS = DATA / "republique_numerique_2015_arguments.csv.gz"
TITLE = "République numérique"

pytestmark = pytest.mark.django_db


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_real_consultation_comes_whole_once_and_counted(world: World) -> None:
    first = contributions(OPINIONS, new_process=TITLE)
    assert (first["imported"], first["skipped"], first["errors"]) == (696, 0, [])
    step = Step.objects.get(code=first["step"])
    process = step.process
    assert (process.state, process.degree, process.contributions_count) == (Process.State.CLOSED, 2, 692)
    second = contributions(ARGUMENTS, step_code=step.code)
    assert (second["imported"], second["skipped"], second["errors"]) == (3994, 0, [])

    shown = Contribution.objects.filter(step=step).public()
    assert shown.roots().count() == 692
    assert Comment.objects.filter(step=step).public().count() == 3994
    assert Contribution.objects.filter(step=step, state=State.TRASHED).count() == 4
    long = Proposal.objects.filter(step=step, title__endswith="…").get()
    assert len(long.title) <= 200
    assert len(long.body.split("\n")[0]) > 200  # it stands whole above its text
    brought = {one.source_key: one for one in Contribution.objects.filter(step=step, parent=None)}
    for row in rows(OPINIONS):
        one = brought[row["id"]]
        assert (one.for_count, one.against_count) == (int(row["arguments_yes"]), int(row["arguments_no"]))
        assert (one.imported_for, one.imported_against) == (int(row["votes_ok"]), int(row["votes_nok"]))
        assert one.imported_neutral == int(row["votes_mitige"])
        assert one.supports_count == 0
    assert not Comment.objects.filter(step=step, dated_by_import=False).exists()
    assert not Proposal.objects.filter(step=step, dated_by_import=True).exists()
    assert Category.objects.filter(step=step, parent=None).count() == 4
    assert Proposal.objects.filter(step=step, category=None).count() == 0
    assert process.people_count == 0  # nobody is invented
    assert ChannelFigure.objects.get(process=process, channel="import").contributions == 692
    assert recount() == 0

    for path in (OPINIONS, ARGUMENTS):
        again = contributions(path, new_process=TITLE)
        assert (again["imported"], again["errors"]) == (0, [])
    assert Contribution.objects.filter(process=process).count() == 4690
    assert Process.objects.filter(slug__startswith="republique").count() == 1


def test_undo_takes_everything_back_and_counters_exactly(world: World) -> None:
    contributions(OPINIONS, new_process=TITLE)
    step = Step.objects.get(process__slug="republique-numerique")
    before = {one.pk: one.comments_count for one in Contribution.objects.filter(step=step)}
    contributions(ARGUMENTS, step_code=step.code)
    batch = ImportBatch.objects.get(imported=3994)
    batch = actions.undo(batch=batch, by=world.actor("diane"))
    assert recount() == 0
    assert not Comment.objects.filter(step=step).public().exists()
    run.take_away(batch)
    assert {one.pk: one.comments_count for one in Contribution.objects.filter(step=step)} == before
    first = actions.undo(batch=ImportBatch.objects.get(imported=696), by=world.actor("diane"))
    run.take_away(first)
    assert not Process.objects.filter(pk=step.process_id).exists()  # it was made to receive them
    assert recount() == 0
    assert not Contribution.objects.exists()


def test_the_command_prints_json_and_names_lines(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "start", lambda: None)
    file = tmp_path / "avis.csv"
    file.write_text("id;titre;votes\n1;Un bus;3\n2;Un banc;beaucoup\n", encoding="utf-8")
    call = ["import", "contributions", str(file), "--step", world.step.code, "--json"]
    result = CliRunner().invoke(cli.parvis, call)
    assert result.exit_code == 1
    said = json.loads(result.output)
    assert (said["imported"], said["skipped"]) == (0, 0)
    assert [error["line"] for error in said["errors"]] == [3]
    assert "beaucoup" in said["errors"][0]["message"]
    assert not Contribution.objects.exists()
    file.write_text("id;titre;votes\n1;Un bus;3\n2;Un banc;4\n", encoding="utf-8")
    assert json.loads(CliRunner().invoke(cli.parvis, call).output)["imported"] == 2


def test_a_refused_file_leaves_no_empty_process(world: World, tmp_path: Path) -> None:
    file = tmp_path / "vide.csv"
    file.write_bytes(b"")
    done = contributions(file, new_process="Une autre")
    assert done["errors"]
    assert Process.objects.count() == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "--new-process"),
        ({"step_code": "NON-1"}, "No step has the code NON-1"),
        ({"new_process": "X", "space_slug": "nulle-part"}, "No space is called nulle-part"),
        ({"step_code": "TUD-1", "mapping": ("couleur=x",)}, "FIELD=COLUMN"),
    ],
)
def test_a_wrong_call_is_one_sentence(world: World, options: dict[str, object], said: str) -> None:
    with pytest.raises(OperationError, match=said):
        contributions(OPINIONS, **options)


@pytest.mark.parametrize("count", [5, 60])
def test_erasing_takes_as_many_queries_for_five_rows_as_for_sixty(
    world: World, tmp_path: Path, count: int, django_assert_num_queries: Callable
) -> None:
    path = tmp_path / "avis.csv"
    lines = [f"{n};Une idée {n};Un texte" for n in range(count)]
    path.write_text("\n".join(["N°;Intitulé;Texte", *lines]), encoding="utf-8")
    contributions(path, step_code=world.step.code)
    batch = actions.undo(batch=ImportBatch.objects.get(), by=world.actor("diane"))
    with django_assert_num_queries(39):
        assert actions.erase_chunk(batch=batch) == count
    assert not Proposal.objects.exists()
    assert actions.erase_chunk(batch=batch) == 0


def test_words_and_what_answers_them_are_erased_together(world: World) -> None:
    contributions(OPINIONS, new_process=TITLE)
    step = Step.objects.get(process__slug="republique-numerique")
    contributions(ARGUMENTS, step_code=step.code)
    everything = list(Contribution.objects.filter(step=step).values_list("pk", flat=True))
    with transaction.atomic():
        spine.erase_many(everything)
    assert not Contribution.objects.filter(step=step).exists()
