"""Answering at the desk: lists, one answer beside the words, the élue’s two gestures."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.accounts.models import Role, RoleAssignment
from parvis.contributions.models import Contribution, Stage, Verdict
from parvis.processes.models import Process
from parvis.replies import actions
from parvis.replies.models import Assignment, Note, Outcome, Reply
from parvis.replies.queries import desk_tasks
from tests.client import StrictClient
from tests.moderation.make import fresh, message
from tests.personas import World, open_process
from tests.replies.test_actions import days, draft, publish

Browser = Callable[[str], StrictClient]
LIST = "/bureau/reponses/"
WORDS = {
    "verdict": "declined",
    "body": "Le car de 19 h existe déjà.",
    "until": "",
    "forwarded_to": "",
    "service": "",
}


def text(response: object) -> str:
    return response.content.decode()


def write(client: StrictClient, *contributions: Contribution, **changes: str) -> object:
    codes = [one.code for one in contributions]
    return client.post(f"{LIST}ecrire/", WORDS | {"code": codes, "gesture": "save"} | changes)


def overdue(world: World) -> Contribution:
    one = message(world)
    Contribution.objects.filter(pk=one.pk).update(answer_due=days(-3))
    return fresh(one)


# ── Who ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["visitor", "alice", "mona"])
def test_answers_are_for_those_who_answer(world: World, client_of: Browser, name: str) -> None:
    reply, someone = draft(world, message(world)), client_of(name)
    for address in (LIST, "/bureau/service/", "/bureau/elue/", "/bureau/suites/nouvelle/"):
        assert someone.get(address).status_code == 403, address
    assert someone.get(f"{LIST}{reply.pk}/").status_code == 404
    assert someone.post(f"{LIST}{reply.pk}/valider/").status_code == 404


def test_charlie_elsewhere_finds_nothing(world: World, client_of: Browser) -> None:
    one = overdue(world)
    reply, charlie = draft(world, one), client_of("charlie")
    for which in ("to_answer", "late", "silent", "drafts", "published"):
        assert one.title not in text(charlie.get(f"{LIST}?quoi={which}"))
    for address in (f"{reply.pk}/", f"{reply.pk}/renvoyer/", f"{reply.pk}/corriger/", f"ecrire/?code={one.code}"):
        assert charlie.get(LIST + address).status_code == 404
    for gesture in ("attente", "confier"):
        assert charlie.get(f"{LIST}{gesture}/?code={one.code}").status_code == 404


def test_the_technician_sees_what_her_service_was_asked(world: World, client_of: Browser) -> None:
    asked, other = message(world, title="Un arrêt au lycée"), message(world, title="Des bancs")
    actions.assign(contributions=[asked], service=world.mobility, by=world.actor("olga"), question="Combien ?")
    tariq = client_of("tariq")
    page = text(tariq.get(LIST))
    assert "Un arrêt au lycée" in page
    assert other.title not in page
    assert "Combien ?" in text(tariq.get("/bureau/service/"))


# ── Writing ───────────────────────────────────────────────────────────────────


def test_a_draft_then_validation_then_publication(world: World, client_of: Browser) -> None:
    one = message(world)
    write(client_of("tariq"), one, service=str(world.mobility.pk), gesture="submit")
    reply = Reply.objects.get()
    assert (reply.state, fresh(one).stage) == (Reply.State.TO_VALIDATE, Stage.STUDIED)
    elise = client_of("elise")
    assert WORDS["body"] in text(elise.get("/bureau/elue/"))  # first gesture: her page
    elise.post(f"{LIST}{reply.pk}/valider/")  # second gesture: Validate
    assert "Elise" in Reply.objects.get().validated_label
    client_of("olga").post(f"{LIST}{reply.pk}/", WORDS | {"service": world.mobility.pk, "gesture": "publish"})
    assert fresh(one).verdict == Verdict.DECLINED
    assert WORDS["body"] in text(client_of("visitor").get(one.get_absolute_url()))


def test_the_technician_has_no_button_to_publish_and_no_way_round(world: World, client_of: Browser) -> None:
    one, tariq = message(world), client_of("tariq")
    assert 'value="publish"' not in text(tariq.get(f"{LIST}ecrire/?code={one.code}"))
    for gesture in ("publish", "validate"):
        assert write(tariq, one, gesture=gesture).status_code == 403
    assert Reply.objects.get().state == Reply.State.DRAFT
    assert fresh(one).verdict == ""


def test_one_answer_for_many(world: World, client_of: Browser) -> None:
    group = [message(world), message(world), message(world)]
    write(client_of("olga"), *group, gesture="publish")
    assert {fresh(one).verdict for one in group} == {Verdict.DECLINED}
    assert Reply.objects.count() == 1


def test_a_form_sent_twice_makes_one_draft(world: World, client_of: Browser) -> None:
    one, tariq = message(world), client_of("tariq")
    write(tariq, one)
    write(tariq, one)
    assert Reply.objects.count() == 1


def test_what_is_missing_is_said_and_the_draft_is_kept(world: World, client_of: Browser) -> None:
    page = write(client_of("tariq"), message(world), gesture="submit", verdict="studying")
    assert page.status_code == 422
    assert "until" in page.context["form"].errors
    reply = Reply.objects.get()
    assert (reply.state, reply.body) == (Reply.State.DRAFT, WORDS["body"])
    assert f'action="{LIST}{reply.pk}/"' in text(page)


def test_published_meanwhile_nothing_written_is_lost(world: World, client_of: Browser) -> None:
    reply = publish(world, message(world))
    page = client_of("olga").post(f"{LIST}{reply.pk}/", WORDS | {"body": "Autre chose.", "gesture": "save"})
    assert page.status_code == 409
    assert "Autre chose." in text(page)
    assert Reply.objects.get().body != "Autre chose."


def test_validating_after_somebody_else_is_a_sentence(world: World, client_of: Browser) -> None:
    reply = draft(world, message(world))
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    actions.validate_reply(reply=reply, by=world.actor("olga"))
    page = client_of("elise").post(f"{LIST}{reply.pk}/valider/", follow=True)
    assert "Olga" in text(page)
    assert Reply.objects.get().validated_label == "Olga"


def test_sending_back_needs_a_word(world: World, client_of: Browser) -> None:
    reply, elise = draft(world, message(world)), client_of("elise")
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    assert elise.post(f"{LIST}{reply.pk}/renvoyer/", {"why": ""}).status_code == 422
    elise.post(f"{LIST}{reply.pk}/renvoyer/", {"why": "Dites quand."})
    assert Reply.objects.get().state == Reply.State.DRAFT
    assert "Dites quand." in text(client_of("tariq").get(f"{LIST}{reply.pk}/"))


def test_a_correction_is_public(world: World, client_of: Browser) -> None:
    one = message(world)
    reply, olga = publish(world, one), client_of("olga")
    assert olga.post(f"{LIST}{reply.pk}/corriger/", WORDS | {"reason": ""}).status_code == 422
    olga.post(f"{LIST}{reply.pk}/corriger/", WORDS | {"reason": "Le car existe."})
    assert "Le car existe." in text(client_of("visitor").get(one.get_absolute_url()))


# ── Waiting, giving, noting ───────────────────────────────────────────────────


def test_a_holding_reply_in_one_gesture_once(world: World, client_of: Browser) -> None:
    one, olga = overdue(world), client_of("olga")
    words = {"code": one.code, "until": days(20).isoformat(), "body": "Encore trois semaines."}
    assert olga.post(f"{LIST}attente/", words).status_code == 302
    assert olga.post(f"{LIST}attente/", words).status_code == 422
    assert Reply.objects.filter(is_holding=True).count() == 1
    assert one.title in text(olga.get(f"{LIST}?quoi=late"))


def test_giving_to_a_service(world: World, client_of: Browser) -> None:
    one = message(world)
    words = {"code": one.code, "service": world.mobility.pk, "question": "Combien ?", "due_on": days(9).isoformat()}
    client_of("olga").post(f"{LIST}confier/", words)
    assert Assignment.objects.get().question == "Combien ?"


def test_an_internal_note_stays_inside(world: World, client_of: Browser) -> None:
    one = message(world)
    client_of("tariq").post(f"{LIST}notes/{one.code}/", {"text": "Voir avec la région."})
    assert Note.objects.get().text == "Voir avec la région."
    assert "Voir avec la région." not in text(client_of("alice").get(one.get_absolute_url()))
    assert client_of("charlie").post(f"{LIST}notes/{one.code}/", {"text": "…"}).status_code == 404


# ── What it costs ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("olga", LIST, 15),
        ("olga", f"{LIST}?quoi=late", 15),
        ("olga", f"{LIST}?quoi=drafts", 14),
        ("olga", f"{LIST}?quoi=published", 14),
        ("elise", "/bureau/elue/", 20),
        ("tariq", "/bureau/service/", 15),
        ("olga", "/bureau/suites/", 10),
    ],
)
def test_desk_pages_cost_the_same_for_one_and_three(
    world: World, client_of: Browser, items: int, name: str, address: str, most: int
) -> None:
    for _n in range(items):
        one = overdue(world)
        actions.assign(contributions=[one], service=world.mobility, by=world.actor("olga"))
        reply = draft(world, one)
        actions.submit_reply(reply=reply, by=world.actor("tariq"))
        publish(world, message(world))
        actions.record_outcome(
            space=world.space, by=world.actor("olga"), contributions=[one], values={"title": "Un bus"}
        )
    someone = client_of(name)
    with CaptureQueriesContext(connection) as queries:
        assert someone.get(address).status_code == 200
    assert len(queries) <= most, "\n".join(q["sql"][:150] for q in queries)


# ── The élue, and today ───────────────────────────────────────────────────────


def test_the_elected_page_says_what_waits_what_people_say_and_what_is_late(
    world: World, client_of: Browser
) -> None:
    late = overdue(world)
    Process.objects.update(people_count=318)
    publish(world, message(world, title="Des bancs"))
    page = text(client_of("elise").get("/bureau/elue/"))
    assert "318" in page
    assert late.title in page
    assert page.index('id="say"') < page.index('id="promised"') < page.index('id="late"')


def test_today_speaks_to_each_of_what_she_can_do(world: World) -> None:
    overdue(world)
    reply = draft(world, message(world))
    actions.submit_reply(reply=reply, by=world.actor("tariq"))
    counts = {name: [task.count for task in desk_tasks(world.actor(name))] for name in ("olga", "elise", "charlie")}
    assert counts == {"olga": [1, 1], "elise": [1, 1], "charlie": []}
    assert desk_tasks(world.actor("alice")) == []


def test_two_who_write_the_same_answer_never_erase_one_another(world: World, client_of: Browser) -> None:
    reply, olga = draft(world, message(world)), client_of("olga")
    address = f"{LIST}{reply.pk}/"
    words = WORDS | {"seen": reply.fingerprint, "gesture": "save"}
    client_of("elise").post(address, words | {"body": "Ses mots à elle."})
    page = olga.post(address, words | {"body": "Mes mots à moi."})
    assert page.status_code == 409
    assert "Ses mots à elle." in text(page)
    assert "Mes mots à moi." in text(page)
    assert Reply.objects.get().body == "Ses mots à elle."
    seen = re.search(r'name="seen" value="(\w+)"', text(page))
    assert seen
    olga.post(address, words | {"body": "Mes mots à moi.", "seen": seen[1]})
    assert Reply.objects.get().body == "Mes mots à moi."


def test_what_is_missing_is_said_then_the_same_page_goes_on(world: World, client_of: Browser) -> None:
    reply, olga = draft(world, message(world)), client_of("olga")
    address = f"{LIST}{reply.pk}/"
    words = WORDS | {"seen": reply.fingerprint, "gesture": "submit"}
    page = olga.post(address, words | {"verdict": ""})
    assert page.status_code == 422
    seen = re.search(r'name="seen" value="(\w+)"', text(page))
    assert seen
    olga.post(address, words | {"seen": seen[1]})
    assert Reply.objects.get().state == Reply.State.TO_VALIDATE


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("confier/", {"question": "Est-ce possible ?"}),
        ("attente/", {"until": days(20).isoformat(), "body": "Nous y travaillons."}),
        ("ecrire/", WORDS | {"gesture": "save"}),
    ],
)
def test_contributions_of_two_territories_are_never_treated_together(
    world: World, client_of: Browser, address: str, words: dict
) -> None:
    elsewhere, step = open_process(world.other_space, world.sisteron, prefix="SIS", slug="place")
    one = message(world)
    other = message(world, space=world.other_space, process=elsewhere, step=step, territory=world.sisteron)
    service = {"service": world.mobility.pk} if address == "confier/" else {}
    page = client_of("diane").post(f"{LIST}{address}", {"code": [one.code, other.code]} | words | service)
    assert page.status_code == 422
    assert not Reply.objects.exists()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("elsewhere", ["²", "https://ailleurs.example/", "//ailleurs.example/"])
def test_a_note_comes_back_to_a_page_of_ours(world: World, client_of: Browser, elsewhere: str) -> None:
    one = message(world)
    sent = client_of("olga").post(f"{LIST}notes/{one.code}/", {"text": "À rappeler.", "retour": elsewhere})
    assert sent.url == LIST
    assert Note.objects.count() == 1


def test_a_draft_cannot_be_corrected_in_public(world: World, client_of: Browser) -> None:
    reply = draft(world, message(world))
    page = client_of("olga").post(f"{LIST}{reply.pk}/corriger/", WORDS | {"reason": "Une faute."})
    assert page.url == f"{LIST}{reply.pk}/"


# ── What it changed ───────────────────────────────────────────────────────────


def test_an_outcome_is_written_then_done(world: World, client_of: Browser) -> None:
    one, olga = message(world), client_of("olga")
    words = {
        "title_fr": "Un bus à 19 h 40",
        "codes": one.code.lower(),
        "process": world.process.pk,
        "decided_by": "Le conseil",
    }
    olga.post("/bureau/suites/nouvelle/", words)
    outcome = Outcome.objects.get()
    assert fresh(one).stage == Stage.DECIDED
    olga.post(f"/bureau/suites/{outcome.pk}/realisee/")
    assert fresh(one).stage == Stage.DONE
    assert "Un bus à 19 h 40" in text(client_of("visitor").get(one.get_absolute_url()))


def test_an_unknown_code_is_named_and_nothing_is_kept(world: World, client_of: Browser) -> None:
    page = client_of("olga").post("/bureau/suites/nouvelle/", {"title_fr": "Un bus", "codes": "TUD-9999"})
    assert page.status_code == 422
    assert "TUD-9999" in text(page)
    assert not Outcome.objects.exists()


def test_whoever_leads_one_demarche_alone_says_what_it_changed(world: World, client_of: Browser) -> None:
    RoleAssignment.objects.create(user=world.users["bob"], role=Role.ANIMATOR, process=world.process)
    one, bob = message(world), client_of("bob")
    address = f"/bureau/suites/nouvelle/?code={one.code}"
    assert f'value="{world.process.pk}" selected' in text(bob.get(address))
    assert bob.post(address, {"title_fr": "Un bus", "codes": one.code}).status_code == 422, "of which démarche?"
    bob.post(address, {"title_fr": "Un bus", "codes": one.code, "process": world.process.pk})
    outcome = Outcome.objects.get()
    assert (outcome.process, outcome.space) == (world.process, world.space)
    assert fresh(one).stage == Stage.DECIDED
    assert "Un bus" in text(bob.get(f"/bureau/suites/{outcome.pk}/"))


def test_an_outcome_stands_where_its_demarche_does(world: World, client_of: Browser) -> None:
    elsewhere, step = open_process(world.other_space, world.sisteron, prefix="SIS", slug="place")
    one, diane = message(world), client_of("diane")
    other = message(world, space=world.other_space, process=elsewhere, step=step, territory=world.sisteron)
    page = diane.post(
        "/bureau/suites/nouvelle/",
        {"title_fr": "Des bancs", "codes": f"{one.code} {other.code}", "process": elsewhere.pk},
    )
    assert page.status_code == 422, "never contributions of two territories"
    assert not Outcome.objects.exists()
    diane.post("/bureau/suites/nouvelle/", {"title_fr": "Des bancs", "codes": other.code, "process": elsewhere.pk})
    assert Outcome.objects.get().space == world.other_space


def test_giving_up_says_why(world: World, client_of: Browser) -> None:
    one, olga = message(world), client_of("olga")
    olga.post("/bureau/suites/nouvelle/", {"title_fr": "Un bus", "codes": one.code})
    address = f"/bureau/suites/{Outcome.objects.get().pk}/"
    assert olga.get(address).status_code == 200
    olga.post(f"{address}abandonner/", {"reason": "La région ne paie plus."})
    assert fresh(one).is_abandoned
    for name in ("charlie", "tariq", "elise"):
        assert client_of(name).get(address).status_code == 404
