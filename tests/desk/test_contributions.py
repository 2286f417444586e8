"""The list of contributions, the story of one, and every gesture of the team on them."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from parvis.audit.models import AuditEvent
from parvis.contributions import exporters
from parvis.contributions.models import Contribution, Stage, State, Status, TerritoryFigure
from parvis.desk import exports
from parvis.desk.actions import forget_exports
from parvis.desk.models import Export
from parvis.desk.tasks import build_export
from parvis.methods.proposals.models import Category, Proposal
from parvis.replies.actions import assign
from parvis.replies.queries import answer_figures
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.personas import World

Browser = Callable[[str], StrictClient]
LIST = "/bureau/contributions/"


def text(response: object) -> str:
    return response.content.decode()


def listed(response: object) -> list[str]:
    return [row.code for row, _title, _author in response.context["rows"]]


# ── The list ──────────────────────────────────────────────────────────────────


def test_the_list_goes_by_the_day_people_spoke_and_says_so(world: World, client_of: Browser) -> None:
    older_row, newer_row = message(world), message(world)
    Contribution.objects.filter(pk=newer_row.pk).update(created_at=timezone.now() - timedelta(days=9))
    olga = client_of("olga")
    page = olga.get(LIST)
    assert listed(page) == [older_row.code, newer_row.code]
    assert "Les plus récents d’abord" in text(page)
    oldest = olga.get(LIST, {"tri": "old"})
    assert listed(oldest) == [newer_row.code, older_row.code]
    assert 'aria-sort="ascending"' in text(oldest)


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    world: World, client_of: Browser, items: int, django_assert_max_num_queries: Callable
) -> None:
    status = Status.objects.create(process=world.process, label="Visite prévue", stage=Stage.STUDIED)
    for _n in range(items):
        one = message(world, status=status)
        assign(contributions=[fresh(one)], service=world.mobility, by=world.actor("olga"))
    olga = client_of("olga")
    with django_assert_max_num_queries(14):
        page = olga.get(f"{LIST}?demarche=transport")
    assert len(listed(page)) == items


@pytest.mark.parametrize("name", ["visitor", "alice"])
def test_the_list_is_the_teams(world: World, client_of: Browser, name: str) -> None:
    assert client_of(name).get(LIST).status_code == 403


def test_what_waits_is_found_in_one_click(world: World, client_of: Browser) -> None:
    given, alone, late = (message(world) for _n in range(3))
    due = timezone.localdate() + timedelta(days=9)
    Contribution.objects.filter(pk__in=[given.pk, alone.pk]).update(answer_due=due)
    Contribution.objects.filter(pk=late.pk).update(answer_due=timezone.localdate() - timedelta(days=1))
    assign(contributions=[fresh(given), fresh(late)], service=world.mobility, by=world.actor("olga"))
    tariq = client_of("tariq")
    assert listed(tariq.get(f"{LIST}?suivi=moi")) == [late.code, given.code]
    assert listed(tariq.get(f"{LIST}?suivi=sans")) == [alone.code]
    assert listed(tariq.get(f"{LIST}?suivi=retard")) == [late.code]
    assert len(listed(tariq.get(f"{LIST}?suivi=nonsense"))) == 3


def test_several_are_marked_as_read_at_once(world: World, client_of: Browser) -> None:
    two = [message(world), message(world)]
    page = client_of("olga").post(
        f"{LIST}lot/", {"code": [one.code for one in two], "gesture": "read"}, follow=True
    )
    assert str(next(iter(page.context["messages"]))).startswith("2 ")
    assert {fresh(one).stage for one in two} == {Stage.READ}


def test_several_get_a_status_of_their_own_process(world: World, client_of: Browser) -> None:
    two = [message(world), message(world)]
    status = Status.objects.create(process=world.process, label="Visite prévue", stage=Stage.STUDIED)
    sent = {"code": [one.code for one in two], "gesture": "status", "status": status.pk}
    client_of("olga").post(f"{LIST}lot/", sent)
    assert {(fresh(one).status, fresh(one).stage) for one in two} == {(status, Stage.STUDIED)}


def test_a_technician_may_not_give_a_status(world: World, client_of: Browser) -> None:
    one = message(world)
    status = Status.objects.create(process=world.process, label="Visite prévue", stage=Stage.STUDIED)
    sent = {"code": one.code, "gesture": "status", "status": status.pk}
    assert client_of("tariq").post(f"{LIST}lot/", sent).status_code == 403
    assert fresh(one).status is None


@pytest.mark.parametrize(
    ("gesture", "where"),
    [("answer", "/bureau/reponses/ecrire/"), ("assign", "/bureau/reponses/confier/"), ("gather", f"{LIST}reunir/")],
)
def test_other_gestures_on_several_open_their_page(
    world: World, client_of: Browser, gesture: str, where: str
) -> None:
    two = [message(world), message(world)]
    page = client_of("olga").post(
        f"{LIST}lot/", {"code": [one.code for one in two], "gesture": gesture}, follow=True
    )
    address, _status = page.redirect_chain[0]
    assert address.startswith(where)
    assert all(one.code in address and one.code in text(page) for one in two)


def test_gestures_reach_nothing_elsewhere(world: World, client_of: Browser) -> None:
    one = message(world)
    client_of("charlie").post(f"{LIST}lot/", {"code": one.code, "gesture": "read"})
    assert fresh(one).stage == Stage.RECEIVED


def test_a_view_is_kept_then_forgotten_by_its_owner_alone(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    page = olga.post(f"{LIST}vue/", {"name": "En retard", "query": "suivi=retard"}, follow=True)
    assert "En retard" in text(page)
    view = page.context["views"][0]
    assert client_of("mona").post(f"{LIST}vue/{view.pk}/oublier/").status_code == 404
    page = olga.post(f"{LIST}vue/{view.pk}/oublier/", follow=True)
    assert "En retard" not in [kept.name for kept in page.context["views"]]


# ── The story ─────────────────────────────────────────────────────────────────


def test_the_animator_finds_every_gesture(world: World, client_of: Browser) -> None:
    one = message(world)
    page = text(client_of("olga").get(f"{LIST}{one.code}/"))
    for address in ("lue/", "ranger/", "scinder/"):
        assert f"{LIST}{one.code}/{address}" in page
    for address in (
        "/reponses/ecrire/",
        "/reponses/confier/",
        "/reponses/notes/",
        "/moderation/?lire=",
        "/reunir/",
    ):
        assert address in page


@pytest.mark.parametrize(
    ("name", "seen", "unseen"),
    [
        ("tariq", ["/lue/", "/reponses/ecrire/", "/reponses/notes/"], ["/scinder/", "/reunir/", "lire="]),
        ("mona", ["/lue/", "lire=", "/reponses/notes/"], ["/reponses/ecrire/", "/scinder/", "/mot/"]),
    ],
)
def test_each_sees_only_her_gestures(
    world: World, client_of: Browser, name: str, seen: list[str], unseen: list[str]
) -> None:
    Status.objects.create(process=world.process, label="Visite prévue", stage=Stage.STUDIED)
    one = message(world)
    page = text(client_of(name).get(f"{LIST}{one.code}/"))
    assert all(address in page for address in seen)
    assert not any(address in page for address in unseen)


def test_the_moderation_link_of_the_story_opens(world: World, client_of: Browser) -> None:
    one = message(world)
    assert client_of("mona").get(f"/bureau/moderation/?lire={one.code}").status_code == 200


@pytest.mark.parametrize("gesture", ["lue/", "mot/", "ranger/", "scinder/"])
def test_gestures_are_refused_to_others(world: World, client_of: Browser, gesture: str) -> None:
    one = message(world)
    assert client_of("alice").post(f"{LIST}{one.code}/{gesture}").status_code in {403, 404}
    assert client_of("charlie").post(f"{LIST}{one.code}/{gesture}").status_code == 404


def test_reading_then_giving_a_status_lights_the_thread(world: World, client_of: Browser) -> None:
    one = message(world)
    status = Status.objects.create(process=world.process, label="Visite prévue", stage=Stage.STUDIED)
    olga = client_of("olga")
    assert "lue" in text(olga.post(f"{LIST}{one.code}/lue/", follow=True))
    page = olga.post(f"{LIST}{one.code}/mot/", {"status": status.pk, "reason": "Mardi à 9 h"}, follow=True)
    assert fresh(one).stage == Stage.STUDIED
    assert "Visite prévue" in [moment.title for moment in page.context["story"].moments]
    assert "Mardi à 9 h" in text(page)


def test_changing_the_commune_moves_both_figures(world: World, client_of: Browser) -> None:
    one = message(world)
    place = TerritoryFigure.objects.get(territory=world.digne)
    assert place.contributions == 1
    category = Category.objects.create(step=world.step, name="Horaires")
    page = client_of("olga").post(
        f"{LIST}{one.code}/ranger/", {"territory": "", "category": category.pk}, follow=True
    )
    place.refresh_from_db()
    assert place.contributions == 0
    assert fresh(one).territory is None
    assert Proposal.objects.get(pk=one.pk).category == category
    assert page.status_code == 200


# ── Bring together, split ─────────────────────────────────────────────────────


def test_two_become_one_with_the_reason(world: World, client_of: Browser) -> None:
    one, other = message(world), message(world, by="bob", title="Des bus le soir")
    olga = client_of("olga")
    page = olga.get(f"{LIST}reunir/?code={one.code}&q={other.code}")
    assert other.title in text(page)
    sent = {"code": [one.code, other.code], "into": one.code, "reason": "Même demande"}
    page = olga.post(f"{LIST}reunir/", sent, follow=True)
    assert fresh(other).state == State.MERGED
    assert fresh(other).merged_into == fresh(one)
    assert page.redirect_chain[-1][0] == f"{LIST}{one.code}/"


def test_without_a_reason_nothing_is_brought_together(world: World, client_of: Browser) -> None:
    one, other = message(world), message(world)
    page = client_of("olga").post(
        f"{LIST}reunir/", {"code": [one.code, other.code], "into": one.code, "reason": ""}
    )
    assert page.status_code == 422
    assert fresh(other).state == State.PUBLISHED


def test_what_is_hidden_is_named_and_left_out(world: World, client_of: Browser) -> None:
    one, hidden = message(world), message(world, shown=False, title="Rien à voir")
    page = client_of("olga").get(f"{LIST}reunir/?code={one.code}&code={hidden.code}")
    assert [row.one.code for row in page.context["found"].refused] == [hidden.code]


def test_one_is_split_and_another_part_may_be_asked_for(world: World, client_of: Browser) -> None:
    one = message(world)
    olga = client_of("olga")
    sent = {
        "part-TOTAL_FORMS": "2",
        "part-INITIAL_FORMS": "0",
        "part-0-title": "Un bus le soir",
        "part-0-body": "Après 19 h",
        "part-1-title": "Un abri",
    }
    more = olga.post(f"{LIST}{one.code}/scinder/", {**sent, "gesture": "more"})
    assert more.status_code == 200
    assert "part-2-title" in text(more)
    assert "Après 19 h" in text(more)
    olga.post(f"{LIST}{one.code}/scinder/", sent)
    assert list(Contribution.objects.filter(split_from=one).order_by("id").values_list("title", flat=True)) == [
        "Un bus le soir",
        "Un abri",
    ]


def test_an_empty_split_says_what_is_missing(world: World, client_of: Browser) -> None:
    one = message(world)
    page = client_of("olga").post(
        f"{LIST}{one.code}/scinder/", {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0"}
    )
    assert page.status_code == 422
    assert page.context["parts"].non_form_errors()


# ── Words of a démarche ───────────────────────────────────────────────────────

WORDS = "/bureau/demarches/transport/mots/"


def test_statuses_are_added_renamed_ordered_removed(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    for label in ("Visite prévue", "Devis demandé"):
        olga.post(WORDS, {"label_fr": label, "stage": Stage.STUDIED})
    first, second = Status.objects.all()
    assert [str(first), str(second)] == ["Visite prévue", "Devis demandé"]
    olga.post(f"{WORDS}{second.pk}/deplacer/", {"to": "up"})
    olga.post(f"{WORDS}{first.pk}/", {"label_fr": "Visite faite", "stage": Stage.STUDIED})
    assert [str(one) for one in Status.objects.all()] == ["Devis demandé", "Visite faite"]
    one = message(world, status=second)
    olga.post(f"{WORDS}{second.pk}/retirer/")
    assert fresh(one).status is None
    assert [str(one) for one in Status.objects.all()] == ["Visite faite"]


@pytest.mark.parametrize("name", ["tariq", "mona", "charlie", "alice"])
def test_the_words_belong_to_those_who_manage(world: World, client_of: Browser, name: str) -> None:
    assert client_of(name).post(WORDS, {"label_fr": "Non", "stage": 2}).status_code in {403, 404}
    assert not Status.objects.exists()


def lines(*rows: tuple[int | str, str, int | str]) -> dict[str, object]:
    """The form of the categories, filled in: number, name and rank of each line."""
    form: dict[str, object] = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": sum(bool(r[0]) for r in rows)}
    for at, (pk, name, rank) in enumerate(rows):
        form |= {f"form-{at}-pk": pk, f"form-{at}-name_fr": name, f"form-{at}-ORDER": rank}
    return form


def test_a_category_renamed_keeps_what_it_holds(world: World, client_of: Browser) -> None:
    address, olga = f"/bureau/demarches/transport/etapes/{world.step.pk}/categories/", client_of("olga")
    olga.post(address, lines(("", "Horaires", ""), ("", " Arrêts ", "")))
    hours, stops = Category.objects.filter(step=world.step)
    one = message(world)
    Proposal.objects.filter(pk=one.pk).update(category=hours)
    olga.post(address, lines((hours.pk, "Horaires et jours", 2), (stops.pk, "Arrêts", 1), ("", "", "")))
    assert [str(drawer) for drawer in Category.objects.all()] == ["Arrêts", "Horaires et jours"]
    assert Proposal.objects.get(pk=one.pk).category == hours
    assert "Horaires et jours" in text(olga.get(address))
    olga.post(address, lines((stops.pk, "Arrêts", 1), (hours.pk, "", 2), ("9" * 30, "", 3)))
    assert [str(drawer) for drawer in Category.objects.all()] == ["Arrêts"]
    assert Proposal.objects.get(pk=one.pk).category is None


def test_a_category_too_long_is_said_and_nothing_is_lost(world: World, client_of: Browser) -> None:
    address = f"/bureau/demarches/transport/etapes/{world.step.pk}/categories/"
    page = client_of("olga").post(address, lines(("", "Horaires", ""), ("", "x" * 81, "")))
    assert page.status_code == 422
    assert "Horaires" in text(page)
    assert "x" * 81 in text(page)
    assert not Category.objects.exists()


# ── Taking the list away ──────────────────────────────────────────────────────


def test_the_public_columns_ask_for_no_reason_and_hold_nothing_hidden(world: World, client_of: Browser) -> None:
    message(world)
    message(world, shown=False, title="Pas encore lue")
    sent = client_of("olga").post(f"{LIST}exporter/", {"file_format": "csv"})
    table = b"".join(sent.streaming_content).decode()
    assert "Un bus après 19 h" in table
    assert "Pas encore lue" not in table
    assert not AuditEvent.objects.filter(verb="export").exists()


def test_the_team_columns_ask_why_and_write_it_down(world: World, client_of: Browser) -> None:
    message(world)
    olga = client_of("olga")
    asked = {"file_format": "xlsx", "for_team": "on"}
    assert olga.post(f"{LIST}exporter/", asked).status_code == 422
    sent = olga.post(f"{LIST}exporter/", {**asked, "reason": "Comité de suivi"})
    sheet = load_workbook(BytesIO(b"".join(sent.streaming_content))).active
    assert sheet.max_row == 2
    assert AuditEvent.objects.get(verb="export").reason == "Comité de suivi"


def test_a_long_sheet_is_a_job_and_hers_alone(
    world: World, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    message(world), message(world)
    olga = client_of("olga")
    answer = olga.post(f"{LIST}exporter/", {"file_format": "ods", "query": "demarche=transport"})
    export = Export.objects.get()
    assert answer.url == f"{LIST}exports/{export.pk}/"
    waiting = text(olga.get(answer.url))
    assert "http-equiv" in waiting
    assert olga.get(f"{answer.url}fichier/").status_code == 404
    build_export.call(export_id=export.pk)
    build_export.call(export_id=export.pk)
    assert "http-equiv" not in text(olga.get(answer.url))
    assert b"".join(olga.get(f"{answer.url}fichier/").streaming_content).startswith(b"PK")
    export.refresh_from_db()
    assert export.rows == 2
    assert client_of("diane").get(f"{answer.url}fichier/").status_code == 404
    assert client_of("tariq").get(answer.url).status_code == 403


def test_a_week_later_the_file_is_gone(
    world: World, client_of: Browser, django_capture_on_commit_callbacks: Callable
) -> None:
    by = world.users["olga"]
    old = Export.objects.create(user=by, file_format="ods", language="fr", expires_at=timezone.now())
    kept = Export.objects.create(
        user=by, file_format="ods", language="fr", expires_at=timezone.now() + timedelta(days=1)
    )
    assert client_of("olga").get(f"{LIST}exports/{old.pk}/").status_code == 404
    assert forget_exports(at=timezone.now()) == 1
    assert list(Export.objects.all()) == [kept]


def test_a_long_export_never_holds_a_reading_open_while_it_writes_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite, a job that writes between two rows of one reading is refused once anybody else has written."""
    said = [message(world).pk for _n in range(3)]
    monkeypatch.setattr(exporters, "CHUNK", 2)
    with CaptureQueriesContext(connection) as caught:
        lines = list(exporters.rows(Contribution.objects.filter(pk__in=said).order_by("-pk"), for_team=True))
    assert [line[0] for line in lines] == [Contribution.objects.get(pk=pk).code for pk in said]
    assert len(caught) == 5  # two rows and their children, one and its child, none


def test_an_export_stays_where_one_may_take_away(world: World, client_of: Browser) -> None:
    message(world)
    assert client_of("tariq").get(f"{LIST}exporter/").status_code == 403
    sent = client_of("charlie").post(f"{LIST}exporter/", {"file_format": "csv"})
    assert "Un bus" not in b"".join(sent.streaming_content).decode()


# ── « Noter une contribution » ────────────────────────────────────────────────


def test_a_note_sent_twice_is_noted_once(world: World, client_of: Browser) -> None:
    olga = client_of("olga")
    words = {
        "etape": world.step.code,
        "channel": "phone",
        "title": "Un banc",
        "body": "Devant la poste.",
        "token": "abc",
    }
    for _time in range(2):
        assert olga.post("/bureau/noter/", words).url == "/bureau/noter/code/"
    assert Contribution.objects.count() == 1
    assert Contribution.objects.get().code in text(olga.get("/bureau/noter/code/"))
    olga.post("/bureau/noter/", words | {"token": "def"})
    assert Contribution.objects.count() == 2


def test_a_note_without_a_title_takes_its_first_words(world: World, client_of: Browser) -> None:
    words = {"etape": world.step.code, "channel": "phone", "title": "", "token": "abc"}
    body = "Le bus de 18 h est toujours plein et les jeunes restent sur le trottoir. " * 4
    assert client_of("olga").post("/bureau/noter/", words | {"body": body}).url == "/bureau/noter/code/"
    title = Contribution.objects.get().title
    assert title.startswith("Le bus de 18 h est toujours plein")
    assert title.endswith("…")
    assert len(title) <= 120
    refused = client_of("olga").post("/bureau/noter/", words | {"body": ""})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["body"]


# ── A promise that is past is late only while its thread waits ────────────────


@pytest.mark.parametrize(
    ("stage", "is_late"),
    [(Stage.STUDIED, True), (Stage.ANSWERED, False), (Stage.DECIDED, False), (Stage.DONE, False)],
)
def test_what_was_decided_or_done_is_late_nowhere(
    world: World, client_of: Browser, stage: Stage, is_late: bool
) -> None:
    one = message(world, answer_due=timezone.localdate() - timedelta(days=170))
    Contribution.objects.filter(pk=one.pk).update(stage=stage)
    olga, times = client_of("olga"), 1 if is_late else 0
    assert listed(olga.get(f"{LIST}?suivi=retard")) == [one.code] * times
    assert listed(olga.get(f"{LIST}?suivi=sans")) == [one.code] * times
    assert [row.is_late for row, *_rest in olga.get(LIST).context["rows"]] == [is_late]
    figures = answer_figures(world.process)
    assert (figures.late, figures.waiting) == (times, 0)
    assert olga.get("/bureau/reponses/?quoi=late").content.decode().count(f"code={one.code}") >= times
    assert (one.code in olga.get("/bureau/reponses/?quoi=late").content.decode()) is is_late
