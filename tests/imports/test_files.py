"""Other people's files: recognised whatever their columns; refused whole, line by line, when something is wrong."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from parvis.contributions.models import Contribution, ImportBatch, Stance, State
from parvis.core.verbs import Overtaken
from parvis.imports import actions, run
from parvis.imports.columns import guess, recognised
from parvis.imports.files import Source
from parvis.methods.proposals.models import Category, Proposal
from parvis.operations.counters import recount
from parvis.operations.exports import export_process
from parvis.operations.imports import contributions
from parvis.processes.models import Process, Step
from tests.personas import World, open_process

pytestmark = pytest.mark.django_db

DECIDIM = """id;category/id;category/name/fr;category/name/en;title/fr;body/fr;published_at;state;reference;url;votes;comments
7;1;Mobilité;Mobility;Un bus;"<p>Après <b>19 h</b></p>";2020-01-05 10:00:00 UTC;accepted;R-7;https://x/7;12;2
8;;;;Un banc;"À l’ombre";2020-01-06 10:00:00 UTC;withdrawn;R-8;https://x/8;0;0
"""
DECIDIM_COMMENTS = """id,created_at,body,locale,author/name,alignment,depth,commentable_id,commentable_type,root_commentable_url
7,2020-01-07 09:00:00 UTC,D'accord,fr,Awa,1,0,7,Decidim::Proposals::Proposal,https://x/7
9,2020-01-08 09:00:00 UTC,Ni oui ni non,fr,Paul,0,0,7,Decidim::Proposals::Proposal,https://x/7
10,2020-01-09 09:00:00 UTC,Moi non plus,fr,Léa,0,1,7,Decidim::Comments::Comment,https://x/7
"""
CAP = """contribution_id,contribution_title,contribution_bodyText,contribution_votesCountOk,contribution_votesCountMitige,contribution_votesCountNok,contribution_createdAt,contribution_author_username
a1,Un bus,Le soir,3,1,2,2019-02-03 10:11:12,Nadia
"""


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Callable[..., dict]:
    def bring(words: str | bytes, name: str = "avis.csv", **options: object) -> dict:
        file = tmp_path / name
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
        return contributions(file, **({"step_code": world.step.code} | options))

    return bring


def test_decidim_proposals_and_their_comments(world: World, bring: Callable[..., dict]) -> None:
    assert bring(DECIDIM)["imported"] == 2
    bus = Proposal.objects.get(title="Un bus")
    assert (bus.body, bus.imported_for, str(bus.category)) == ("Après 19 h", 12, "Mobilité")
    assert bus.created_at.isoformat().startswith("2020-01-05T10:00")
    assert Proposal.objects.get(title="Un banc").state == State.TRASHED  # withdrawn there, not public here
    assert bring(DECIDIM_COMMENTS, "comments.csv")["imported"] == 3
    bus.refresh_from_db()
    assert (bus.comments_count, bus.for_count, bus.against_count, bus.neutral_count) == (3, 1, 0, 1)
    agree = Contribution.objects.get(body="D'accord")
    assert (agree.author_label, agree.stance, agree.parent_id) == ("Awa", Stance.FOR, bus.pk)
    deeper = Contribution.objects.get(body="Moi non plus")
    assert (deeper.parent_id, deeper.root_id, deeper.depth, deeper.stance) == (agree.pk, bus.pk, 2, None)
    assert recount() == 0


def test_cap_collectif(world: World, bring: Callable[..., dict]) -> None:
    assert bring(CAP)["imported"] == 1
    one = Proposal.objects.get()
    assert (one.title, one.body, one.author_label) == ("Un bus", "Le soir", "Nadia")
    assert (one.imported_for, one.imported_neutral, one.imported_against) == (3, 1, 2)


@pytest.mark.parametrize(
    ("words", "label"), [(DECIDIM, "Decidim"), (DECIDIM_COMMENTS, "Decidim"), (CAP, "Cap Col")]
)
def test_known_platforms_are_named(words: str, label: str) -> None:
    assert label in str(recognised(Source.of(words.encode(), "x.csv").open().columns))


@pytest.mark.parametrize(
    ("columns", "row", "expected"),
    [
        (
            ["Commentaire", "Pseudo", "Date de dépôt"],
            ["Oui", "Awa", "1/2/2024"],
            {"body": 0, "author": 1, "date": 2},
        ),
        (["Votes", "Title", "Ville"], ["3", "Un bus", "Digne"], {"votes_for": 0, "title": 1, "territory": 2}),
        (["Type", "Titre"], ["Besoin", "Un bus"], {"nature": 0, "title": 1}),
        (["type", "texte"], ["0", "Non"], {"stance": 0, "body": 1}),
        (["title/en", "title/fr", "body/fr"], ["A bus", "Un bus", "…"], {"title": 1, "body": 2}),
    ],
)
def test_columns_are_guessed(columns: list[str], row: list[str], expected: dict[str, int]) -> None:
    guessed = guess(columns, [dict(zip(columns, row, strict=True))])
    assert guessed == {field: columns[place] for field, place in expected.items()}


BROKEN = {
    "a wrong number": ("id;titre;votes\n1;Un bus;3\n2;Un banc;peu\n", [3]),
    "a negative number": ("id;titre;votes\n1;Un bus;-3\n", [2]),
    "a formula for a number": ("id;titre;votes\n1;Un bus;=1+1\n", [2]),
    "columns turned round": ("id;votes;titre\n1;Un bus;3\n2;Un banc;4\n", [2, 3]),
    "the same number twice": ("id;titre\n1;Un bus\n2;Un banc\n1;Un abri\n", [4]),
    "an unknown parent": ("id;texte;parent\n1;Oui;99\n", [2]),
    "a thread in a circle": ("id;titre;texte;parent\n1;;Oui;2\n2;;Non;1\n", [2, 3]),
    "a date that is none": ("id;titre;date\n1;Un bus;hier\n2;Un banc;2024-02-31\n", [2, 3]),
    "a date to come": ("id;titre;date\n1;Un bus;2999-01-01\n", [2]),
    "no words": ("id;titre;texte\n1;;\n", [2]),
    "no number": ("id;titre\n1;Un bus\n;Un banc\n", [3]),
    "no column of words": ("id;votes\n1;3\n", [1]),
    "a file cut in a text": ('id;titre\n1;"Un bus\n2;Un banc\n', [2]),
    "a text of one megabyte": ("id;titre\n1;" + "a" * 2**20 + "\n", [2]),
    "too many cells": ("id;titre\n1;Un bus;et;encore\n", [2]),
    "titles alone": ("id;titre\n", [None]),
    "nothing": ("", [None]),
    "letters nobody can read": (b"\xff\xfei\x00\x00\xd8", [None]),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\0", [None]),
    "a damaged sheet": (b"PK\x03\x04nothing", [None]),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_changes_nothing_and_names_its_lines(
    world: World, bring: Callable[..., dict], what: str
) -> None:
    words, lines = BROKEN[what]
    before = Process.objects.values().get()
    done = bring(words)
    assert (done["imported"], done["skipped"]) == (0, 0)
    assert [error["line"] for error in done["errors"]] == lines
    assert all(error["message"] for error in done["errors"])
    assert not Contribution.objects.exists()
    assert not Category.objects.exists()
    assert Process.objects.values().get() == before
    assert recount() == 0


def test_a_missing_column_is_named(bring: Callable[..., dict]) -> None:
    done = bring("id;titre\n1;Un bus\n", mapping=("body=Le texte",))
    assert "Le texte" in done["errors"][0]["message"]


def test_a_sheet_with_formulas_and_dates(world: World, bring: Callable[..., dict]) -> None:
    book = Workbook()
    book.active.append(["Titre", "Texte", "Votes pour"])
    book.active.append(["Un bus", "=CMD()", 3])
    file = io.BytesIO()
    book.save(file)
    done = bring(file.getvalue(), "avis.xlsx")
    assert done["errors"] == []
    assert Proposal.objects.get().imported_for == 3


def test_twins_without_number_all_come_and_only_once(bring: Callable[..., dict]) -> None:
    words = "titre;texte\nUn bus;Oui\nUn bus;Oui\nUn bus;Oui\n"
    assert bring(words)["imported"] == 3
    again = bring("texte;titre\nOui;Un bus\nOui;Un bus\nOui;Un bus\nNon;Un bus\n", "autre.csv")
    assert (again["imported"], again["skipped"]) == (1, 3)


def test_answers_may_come_before_what_they_answer(bring: Callable[..., dict]) -> None:
    done = bring("id;titre;texte;parent;sens\n3;;Encore;2;\n2;;Oui;1;pour\n1;Un bus;;;\n")
    assert done["imported"] == 3
    assert Proposal.objects.get().comments_count == 2
    assert recount() == 0


def test_an_address_is_never_shown_as_a_name(bring: Callable[..., dict]) -> None:
    bring("titre;auteur\nUn bus;awa@example.org\nUn banc;Awa\n")
    assert set(Proposal.objects.values_list("author_label", flat=True)) == {"", "Awa"}


# Killed in the middle ----------------------------------------------------------------------------------


@pytest.fixture
def killed(world: World, bring: Callable[..., dict], monkeypatch: pytest.MonkeyPatch) -> str:
    """1 200 rows of which 500 are staged when the power fails."""
    words = "id;titre;categorie\n" + "".join(f"{n};Idée {n};Rues\n" for n in range(1200))
    stage, calls = actions.stage_rows, []

    def fails(**rows: object) -> object:
        calls.append(rows)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return stage(**rows)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "stage_rows", fails)
        with pytest.raises(KeyboardInterrupt):
            bring(words)
    assert Contribution.objects.filter(state=State.STAGED).count() == 500
    assert not Contribution.objects.public().exists()
    assert recount() == 0
    return words


def test_a_killed_import_goes_on(killed: str, bring: Callable[..., dict]) -> None:
    done = bring(killed)
    assert (done["imported"], done["skipped"]) == (1200, 0)
    assert Proposal.objects.count() == Contribution.objects.public().count() == 1200
    assert ImportBatch.objects.count() == 1
    assert recount() == 0


def test_a_killed_import_can_be_erased(world: World, killed: str) -> None:
    batch = ImportBatch.objects.get()
    actions.give_up(batch=batch, by=world.actor("olga"))
    batch.refresh_from_db()
    run.take_away(batch)
    assert not Contribution.objects.exists()
    assert not Category.objects.exists()
    with pytest.raises(Overtaken):
        actions.give_up(batch=batch, by=world.actor("olga"))


def test_another_file_waits_for_the_killed_one(killed: str, bring: Callable[..., dict]) -> None:
    from parvis.operations import OperationError

    with pytest.raises(OperationError, match=r"avis\.csv"):
        bring("titre\nUn bus\n", "autre.csv")


# Out and in again ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "ods"])
def test_what_goes_out_comes_in_elsewhere_with_its_threads(
    world: World, bring: Callable[..., dict], tmp_path: Path, file_format: str
) -> None:
    bring(DECIDIM)
    bring(DECIDIM_COMMENTS, "comments.csv")
    file = tmp_path / f"sortie.{file_format}"
    export_process("TUD", file_format=file_format, output=file)
    _process, elsewhere = open_process(world.other_space, world.sisteron, prefix="AIL", slug="ailleurs")
    done = contributions(file, step_code=elsewhere.code)
    assert (done["imported"], done["errors"]) == (4, [])
    bus = Proposal.objects.get(step=elsewhere)
    assert (bus.title, bus.imported_for, bus.comments_count) == ("Un bus", 12, 3)
    assert (bus.for_count, bus.neutral_count) == (1, 1)
    assert Contribution.objects.get(step=elsewhere, body="Moi non plus").parent.body == "D'accord"
    assert contributions(file, step_code=elsewhere.code)["imported"] == 0
    assert Step.objects.get(pk=elsewhere.pk).contributions_count == 1
    assert recount() == 0
