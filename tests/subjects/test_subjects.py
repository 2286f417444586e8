"""Le vivier: proposed by anyone, answered at each state, seen by everyone."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from parvis.accounts.actions import erase_person
from parvis.comments.actions import comment
from parvis.contributions.models import Contribution, Stage, State
from parvis.core.rights import Refused, why_not
from parvis.follows.models import Follow
from parvis.moderation.models import ModerationPolicy
from parvis.notifications.fanning import spread
from parvis.notifications.messages import Subjects, message_of
from parvis.notifications.models import Notification
from parvis.processes.models import Process, Theme
from parvis.search.queries import search
from parvis.subjects.actions import change_subject, move_subject, open_as_process, propose_subject
from parvis.subjects.models import Move, Subject
from parvis.supports.actions import support
from tests.client import StrictClient
from tests.personas import World
from tests.subjects.making import declared, old_token, proposed

Browser = Callable[[str], StrictClient]
LIST, PROPOSE = "/sujets/", "/sujets/proposer/"


def text(response: object) -> str:
    return response.content.decode()


def words(**changes: str) -> dict[str, str]:
    return {
        "title": "Éteindre l’éclairage la nuit",
        "why": "On ne voit plus les étoiles.",
        "body": "",
        "token": old_token(),
        "website": "",
    } | changes


def fresh(subject: Subject) -> Subject:
    return Subject.objects.get(pk=subject.pk)


# ── Proposing ─────────────────────────────────────────────────────────────────


def test_a_resident_proposes_and_leaves_with_a_number_and_a_date(world: World, client_of: Browser) -> None:
    alice = client_of("alice")
    page = alice.post(PROPOSE, words(territory=str(world.digne.pk)), follow=True)
    subject = Subject.objects.get()
    assert subject.code == "S-0001"
    assert "S-0001" in text(page)
    assert subject.process is None
    assert subject.territory == world.digne
    assert subject.answer_due == timezone.localdate() + timedelta(days=world.space.answer_days)
    assert "Éteindre l’éclairage la nuit" in text(StrictClient().get(LIST))


def test_whoever_is_not_known_says_who_she_is_and_finds_her_words_again(world: World, client: StrictClient) -> None:
    sent = client.post(PROPOSE, words())
    assert sent.status_code == 302
    assert "identifier" in sent["Location"]
    assert "On ne voit plus les étoiles." in text(client.get(PROPOSE))
    assert not Subject.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"why": ""},
        {"website": "spam"},
        {"territory": "999999"},
    ],
)
def test_bad_input_is_refused_in_words_and_what_was_typed_stays(
    world: World, client_of: Browser, bad: dict
) -> None:
    page = client_of("alice").post(PROPOSE, words(**bad))
    assert page.status_code == 422
    assert not Subject.objects.exists()
    if "why" not in bad:
        assert "On ne voit plus les étoiles." in text(page)


def test_the_same_form_twice_makes_one_subject(world: World) -> None:
    first, second = (proposed(world, token="same") for _n in range(2))
    assert first.pk == second.pk
    assert Subject.objects.count() == 1


def test_a_first_message_is_read_before_it_shows(world: World) -> None:
    ModerationPolicy.objects.create(space=world.space, review_first=True)
    subject = proposed(world)
    assert subject.state == State.PENDING
    assert "éclairage" not in text(StrictClient().get(LIST))
    with pytest.raises(Refused):
        move_subject(subject=subject, by=world.actor("olga"), standing="qualified", answer="Oui.", degree=2)


def test_switched_off_the_pages_and_the_verb_close(world: World, client_of: Browser) -> None:
    world.space.features = ["subjects"]
    world.space.save()
    assert client_of("alice").get(LIST).status_code == 404
    assert client_of("alice").get(PROPOSE).status_code == 404
    assert client_of("alice").get("/sujets.atom").status_code == 404
    with pytest.raises(Refused):
        propose_subject(space=world.space, by=world.actor("alice"), title="Autre chose")


# ── Reacting ──────────────────────────────────────────────────────────────────


def test_people_support_comment_and_follow_until_it_has_its_demarche(world: World, client_of: Browser) -> None:
    subject = proposed(world)
    bob = client_of("bob")
    assert bob.post(f"/avis/{subject.code}/soutenir/").status_code == 302
    assert bob.post(f"/avis/{subject.code}/soutenir/").status_code == 302
    assert fresh(subject).supports_count == 1
    comment(contribution=Contribution.objects.get(pk=subject.pk), by=world.actor("bob"), body="Et les commerces ?")
    assert fresh(subject).comments_count == 1
    assert bob.get(reverse("comments:write", args=[subject.code])).status_code == 200
    bob.post(reverse("follows:contribution", args=[subject.code]))
    assert Follow.objects.filter(contribution=subject, participant=world.actor("bob").participant).exists()
    move_subject(subject=fresh(subject), by=world.actor("olga"), standing="running", answer="Ouvert.", degree=3)
    refusal = why_not(world.actor("mona"), "support", Contribution.objects.get(pk=subject.pk))
    assert refusal is not None


def test_a_comment_on_a_subject_may_be_supported(world: World) -> None:
    subject = proposed(world)
    said = comment(contribution=Contribution.objects.get(pk=subject.pk), by=world.actor("bob"), body="Et après ?")
    assert support(contribution=Contribution.objects.get(pk=said.pk), by=world.actor("alice"))


def test_its_page_says_everything_in_few_questions(world: World, client: StrictClient) -> None:
    subject = proposed(world, territory_id=world.digne.pk)
    move_subject(subject=subject, by=world.actor("olga"), standing="qualified", answer="Nous l’étudions.", degree=3)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(f"/avis/{subject.code}/"))
    assert "Nous l’étudions." in page
    assert "On ne voit plus les étoiles." in page
    assert "Les sujets à venir" in page
    assert len(queries) == 8, "\n".join(q["sql"][:150] for q in queries)


# ── Answering ─────────────────────────────────────────────────────────────────


def test_each_state_has_its_answer_and_lights_the_thread(world: World) -> None:
    subject, olga = proposed(world), world.actor("olga")
    with pytest.raises(Refused):
        move_subject(subject=subject, by=olga, standing="qualified", answer=" ", degree=3)
    with pytest.raises(Refused):
        move_subject(subject=subject, by=olga, standing="qualified", answer="Oui.")
    move_subject(subject=subject, by=olga, standing="qualified", answer="Nous l’étudions.", degree=3)
    assert (fresh(subject).stage, fresh(subject).degree) == (Stage.ANSWERED, 3)
    move_subject(subject=fresh(subject), by=olga, standing="planned", answer="Au printemps.")
    assert fresh(subject).stage == Stage.DECIDED
    with pytest.raises(Refused):
        move_subject(subject=fresh(subject), by=olga, standing="planned", answer="Encore.")
    assert Move.objects.filter(subject=subject).count() == 2


def test_whoever_follows_is_told_each_answer_once(world: World) -> None:
    subject = proposed(world)
    move_subject(subject=subject, by=world.actor("olga"), standing="closed", answer="Le syndicat en décide.")
    move = Move.objects.get()
    for _twice in range(2):
        spread("subject", move.pk)
    told = Notification.objects.get(kind="subject")
    assert told.participant == world.actor("alice").participant
    message = message_of(told, Subjects.of([told]))
    assert message is not None
    assert message.quote == "Le syndicat en décide."
    assert not Notification.objects.filter(kind="stage").exists()


@pytest.mark.parametrize("name", ["alice", "tariq", "elise", "charlie"])
def test_only_who_leads_here_answers(world: World, name: str) -> None:
    with pytest.raises(Refused):
        move_subject(subject=proposed(world), by=world.actor(name), standing="closed", answer="Non.")


def test_a_service_announces_and_the_team_shows_it_with_its_first_answer(world: World, client_of: Browser) -> None:
    soon = timezone.localdate() + timedelta(days=180)
    form = {
        "title": "Refaire le pont",
        "why": "",
        "body": "",
        "coming": "works",
        "decides_on": soon.isoformat(),
        "contact": "Service Voirie, 04 92 00 00 00",
        "token": "AAAA2222",
    }
    assert client_of("tariq").post("/bureau/sujets/annoncer/", form).status_code == 302
    assert client_of("tariq").post("/bureau/sujets/annoncer/", form).status_code == 302
    subject = Subject.objects.get()
    assert (subject.origin, subject.coming, subject.decides_on) == ("service", "works", soon)
    assert subject.answer_due is None
    assert "pont" not in text(StrictClient().get(LIST))
    assert StrictClient().get(f"/avis/{subject.code}/").status_code == 404
    assert not search(world.actor("alice"), "pont").results
    answer = {"move": "1", "standing": "qualified", "degree": "2", "answer": "Votre avis sera demandé."}
    assert client_of("olga").post(f"/bureau/sujets/{subject.code}/", answer).status_code == 302
    page = text(StrictClient().get(LIST))
    assert "Refaire le pont" in page
    assert "Service Voirie, 04 92 00 00 00" in page
    assert search(world.actor("alice"), "pont").results


def test_a_residents_words_stay_hers(world: World) -> None:
    subject = proposed(world)
    change_subject(
        subject=subject,
        by=world.actor("olga"),
        title="Autre chose",
        why="",
        coming="works",
        contact="Mairie",
        decides_on=date(2027, 3, 1),
    )
    now = fresh(subject)
    assert (now.title, now.why, now.coming) == (subject.title, "On ne voit plus les étoiles.", "")
    assert (now.contact, now.decides_on) == ("Mairie", date(2027, 3, 1))


def test_its_demarche_moves_it_without_a_word(world: World, client_of: Browser) -> None:
    subject = declared(world)
    process = Process.objects.create(
        space=world.space, territory=world.digne, prefix="VEL", slug="velo", title="Schéma cyclable", summary="Où ?"
    )
    open_as_process(subject=subject, process=process, by=world.actor("olga"))
    with pytest.raises(Refused):
        open_as_process(subject=fresh(subject), process=world.process, by=world.actor("olga"))
    assert "/participer/velo/" not in text(StrictClient().get(f"/avis/{subject.code}/"))
    Process.objects.filter(pk=process.pk).update(state="published", published_at=timezone.now())
    from django.db import transaction

    from parvis.core.events import emit
    from parvis.processes.events import ProcessPublished

    with transaction.atomic():
        emit(ProcessPublished(process=Process.objects.get(pk=process.pk), by=world.actor("olga")))
    assert fresh(subject).standing == "running"
    assert "/participer/velo/" in text(StrictClient().get(f"/avis/{subject.code}/"))


def test_withdrawing_her_texts_takes_her_reasons_too(world: World) -> None:
    subject = proposed(world)
    erase_person(person=world.actor("alice").participant, by=world.actor("alice"), keeps_texts=False)
    now = fresh(subject)
    assert (now.title, now.body, now.why, now.state) == ("", "", "", State.WITHDRAWN)


# ── The lists ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("items", [1, 3])
def test_the_public_list_costs_the_same(world: World, client: StrictClient, items: int) -> None:
    theme = Theme.objects.create(space=world.space, name="Énergie", slug="energie")
    for n in range(items):
        proposed(world, title=f"Sujet numéro {n}", theme_id=theme.pk, territory_id=world.digne.pk)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(LIST))
    assert all(f"Sujet numéro {n}" in page for n in range(items))
    assert len(queries) == 5, "\n".join(q["sql"][:150] for q in queries)


@pytest.mark.parametrize("items", [1, 3])
def test_the_desks_list_costs_the_same(world: World, client_of: Browser, items: int) -> None:
    for n in range(items):
        proposed(world, title=f"Sujet numéro {n}")
    olga = client_of("olga")
    with CaptureQueriesContext(connection) as queries:
        page = text(olga.get("/bureau/sujets/"))
    assert all(f"Sujet numéro {n}" in page for n in range(items))
    assert len(queries) == 10, "\n".join(q["sql"][:150] for q in queries)


def test_the_list_goes_by_date_and_is_narrowed(world: World, client: StrictClient) -> None:
    late = declared(world, title="Refaire le pont", decides_on=date(2027, 9, 1))
    none = proposed(world)
    soon = declared(world, title="Un schéma cyclable", decides_on=date(2027, 2, 1))
    titles = [line.title for line in client.get(LIST).context["lines"]]
    assert titles == [soon.title, late.title, none.title]
    assert next(line.code for line in client.get(f"{LIST}?tri=recent").context["lines"]) == soon.code
    assert [line.code for line in client.get(f"{LIST}?origine=resident").context["lines"]] == [none.code]
    assert [line.code for line in client.get(f"{LIST}?q=pont").context["lines"]] == [late.code]
    for odd in ("etat=war", "degre=99", "theme=x", "commune=999999999999999999999", "page=%00", "tri=%F0%9F%8D"):
        assert client.get(f"{LIST}?{odd}").status_code == 200


def test_table_and_feed_say_the_same(world: World, client: StrictClient) -> None:
    proposed(world, title="=1+1 éteindre")
    table = b"".join(client.get("/sujets/sujets.csv").streaming_content).decode("utf-8-sig")
    assert "S-0001" in table
    assert "'=1+1 éteindre" in table
    feed = text(client.get("/sujets.atom"))
    assert "=1+1 éteindre" in feed
    assert feed.startswith("<?xml")


def test_another_space_sees_its_own(world: World, client: StrictClient, client_of: Browser) -> None:
    proposed(world)
    page = client.get(f"{LIST}?espace=sisteronais")
    assert page.context["lines"] == []
    assert "?espace=sisteronais" in text(page)
    bob = client_of("bob")
    bob.post(f"{PROPOSE}?espace=sisteronais", words(title="Une navette"))
    assert Subject.objects.get(title="Une navette").space == world.other_space
    assert client_of("charlie").get("/bureau/sujets/S-0001/").status_code == 404
