"""Ten questions, a weight and its reasons; then the note and the draft."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.rights import Refused
from parvis.desk.today import tasks
from parvis.papers.models import Paper
from parvis.processes.models import Process
from parvis.subjects.actions import move_subject, qualify_subject
from parvis.subjects.grid import advise, grid_on, grids
from parvis.subjects.models import Qualification, Subject
from tests.client import StrictClient
from tests.personas import World
from tests.subjects.making import declared

Browser = Callable[[str], StrictClient]
GRID = grid_on(timezone.localdate())
BEST = {question.key: question.options[-1].key for question in GRID.questions}
WORST = {question.key: question.options[0].key for question in GRID.questions}


def text(response: object) -> str:
    return response.content.decode()


def qualified(world: World, subject: Subject, name: str = "olga", **changes: object) -> Qualification:
    values = {"version": GRID.version, "answers": BEST, "stage": "design"} | changes
    return qualify_subject(subject=subject, by=world.actor(name), **values)


# ── The grid alone ────────────────────────────────────────────────────────────


def test_every_grid_has_ten_questions_twenty_points_and_three_languages() -> None:
    for grid in grids().values():
        assert len(grid.questions) == 10
        assert grid.most_points == 20
        assert len(grid.thresholds) == len(grid.blueprints) == 5
        words = [
            *(question.label for question in grid.questions),
            *(option.label for question in grid.questions for option in question.options),
            *(stage.label for stage in grid.stages),
            *(label for stage in grid.stages for _least, label in stage.methods),
        ]
        assert all(set(one) == {"fr", "en", "ar"} for one in words)


def test_the_most_open_is_co_decision_and_the_least_information() -> None:
    best, worst = advise(GRID, BEST), advise(GRID, WORST)
    assert (best.score, best.degree) == (20, 5)
    assert (worst.score, worst.degree) == (0, 1)


@pytest.mark.parametrize(
    ("question", "option", "degree", "reason"),
    [
        ("margin", "none", 1, "Tout est décidé"),
        ("calendar", "short", 2, "Moins de deux mois"),
        ("commitment", "free", 3, "Le conseil garde"),
        ("means", "none", 2, "Sans personne"),
    ],
)
def test_what_is_impossible_brings_it_down_and_says_why(
    question: str, option: str, degree: int, reason: str
) -> None:
    advice = advise(GRID, BEST | {question: option})
    assert advice.degree == degree
    assert str(advice.reasons[0]).startswith(reason)


@given(st.fixed_dictionaries({q.key: st.sampled_from([o.key for o in q.options]) for q in GRID.questions}))
def test_the_degree_never_passes_what_an_answer_allows(answers: dict[str, str]) -> None:
    advice = advise(GRID, answers)
    assert 0 <= advice.score <= 20
    chosen = [next(o for o in q.options if o.key == answers[q.key]) for q in GRID.questions]
    assert all(advice.degree <= option.most for option in chosen)


# ── On a subject ──────────────────────────────────────────────────────────────


def test_a_service_and_the_animator_answer_and_read_the_advice(world: World, client_of: Browser) -> None:
    subject = declared(world)
    page = f"/bureau/sujets/{subject.code}/"
    form = {f"q_{key}": value for key, value in (BEST | {"calendar": "medium"}).items()} | {"stage": "design"}
    assert client_of("tariq").post(f"{page}qualifier/", form).status_code == 302
    read = text(client_of("olga").get(page))
    assert "19 sur 20" in read
    assert "Concertation" in read
    assert "Ateliers, débat entre arguments" in read
    assert Subject.objects.get().degree is None
    assert "Pas encore décidé" in text(StrictClient().get(f"/avis/{subject.code}/"))


def test_another_weight_is_justified(world: World, client_of: Browser) -> None:
    subject = declared(world)
    with pytest.raises(Refused):
        qualified(world, subject, degree=2)
    form = {f"q_{key}": value for key, value in BEST.items()} | {"stage": "design", "degree": "2"}
    refused = client_of("olga").post(f"/bureau/sujets/{subject.code}/qualifier/", form)
    assert refused.status_code == 422
    known = qualified(world, subject, degree=2, justification="Le budget est voté.")
    assert (known.recommended, known.degree) == (5, 2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Qualification.objects.update(justification="")


@pytest.mark.parametrize("bad", [{}, {"q_margin": "x"}, {"stage": "moon"}, {"degree": "9"}])
def test_missing_or_odd_answers_are_refused(world: World, client_of: Browser, bad: dict) -> None:
    subject = declared(world)
    form = ({f"q_{k}": v for k, v in BEST.items()} | {"stage": "design"} | bad) if bad else {}
    assert client_of("olga").post(f"/bureau/sujets/{subject.code}/qualifier/", form).status_code == 422
    assert not Qualification.objects.exists()
    with pytest.raises(Refused):
        qualified(world, subject, answers={})
    with pytest.raises(Refused):
        qualified(world, subject, version="1999-01-01")


@pytest.mark.parametrize("name", ["alice", "elise", "mona", "charlie"])
def test_nobody_else_qualifies(world: World, name: str) -> None:
    with pytest.raises(Refused):
        qualified(world, declared(world), name)


def test_the_note_opens_in_the_three_formats_and_is_begun_once(world: World, client_of: Browser) -> None:
    subject = declared(world, decides_on=timezone.localdate() + timedelta(days=200))
    qualified(world, subject, degree=3, justification="Le conseil décide en juin.")
    olga = client_of("olga")
    first = olga.post(reverse("desk:subject_note", args=[subject.code]))
    assert olga.post(reverse("desk:subject_note", args=[subject.code]))["Location"] == first["Location"]
    paper = Paper.objects.get()
    files = {}
    for kind in ("docx", "odt", "pdf"):
        answer = olga.get(reverse("desk:paper_download", args=[paper.pk, kind]))
        files[kind] = b"".join(answer.streaming_content) if answer.streaming else answer.content
    words = ZipFile(BytesIO(files["docx"])).read("word/document.xml").decode()
    assert "Un schéma cyclable" in words
    assert "Le conseil décide en juin." in words
    assert "20 sur 20" in words
    assert files["pdf"].startswith(b"%PDF")
    assert "Un schéma cyclable" in ZipFile(BytesIO(files["odt"])).read("content.xml").decode()


def test_one_gesture_makes_a_draft_that_ends_before_the_decision(world: World, client_of: Browser) -> None:
    decided = timezone.localdate() + timedelta(days=300)
    subject = declared(world, decides_on=decided)
    qualified(world, subject, degree=4, justification="Les habitants écrivent le projet.")
    olga, address = client_of("olga"), reverse("desk:subject_process", args=[subject.code])
    sent = olga.post(address)
    process = Process.objects.get(slug="un-schema-cyclable")
    assert sent["Location"] == olga.post(address)["Location"] == f"/bureau/demarches/{process.slug}/"
    assert Process.objects.filter(blueprint="concertation").count() == 1
    assert (process.state, process.degree, process.blueprint) == ("draft", 4, "concertation")
    ends = [phase.starts_at.date() for phase in process.phases.all() if phase.starts_at]
    assert max(ends) < decided
    assert Subject.objects.get().became == process


def test_today_warns_six_months_ahead_until_it_is_answered(world: World) -> None:
    subject = declared(world, decides_on=timezone.localdate() + timedelta(days=180), is_public=False)
    declared(world, title="Dans dix ans", decides_on=timezone.localdate() + timedelta(days=3650))
    olga = world.actor("olga")
    found = [task for task in tasks(olga) if subject.title in str(task.title)]
    assert len(found) == 1
    assert not any("Dans dix ans" in str(task.title) for task in tasks(olga))
    assert not any(subject.title in str(task.title) for task in tasks(world.actor("charlie")))
    move_subject(subject=subject, by=olga, standing="planned", answer="Au printemps.", degree=3)
    assert not any(subject.title in str(task.title) for task in tasks(world.actor("olga")))
