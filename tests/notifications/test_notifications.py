"""Each person is told what became of her voice: once, in her language, by the rhythm she chose, with a proof."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from parvis.accounts.models import Participant
from parvis.contributions import spine
from parvis.contributions.events import ContributionMerged, ContributionReceived
from parvis.contributions.models import Contribution, Stage, State
from parvis.core.codes import random_code
from parvis.core.events import Event, emit
from parvis.core.jobs.worker import run_pending
from parvis.follows.actions import follow
from parvis.moderation import actions as moderation
from parvis.moderation.models import Reason
from parvis.notifications import fanning
from parvis.notifications.mail import Letter, send_mail_to, send_test_mail
from parvis.notifications.messages import Message
from parvis.notifications.models import Delivery, Notification, Preference, Rhythm
from parvis.notifications.queries import informed_of, mail_figures, unread_count
from parvis.notifications.tasks import send_daily_digests, send_news, send_weekly_digests
from parvis.processes.actions import close_process
from parvis.processes.events import PhaseOpened, ProcessClosed, ProcessPublished
from parvis.replies.actions import assign, draft_reply, submit_reply
from parvis.replies.events import OutcomeChanged, ReplyPublished
from parvis.replies.models import Outcome, OutcomeTarget, Reply, ReplyTarget
from parvis.territories.models import FunderMention
from tests.client import StrictClient
from tests.personas import World

Letters = list[mail.EmailMultiAlternatives]


def told(event: Event) -> None:
    with transaction.atomic():
        emit(event)
    run_pending()


@pytest.fixture
def said(world: World) -> Contribution:
    """Alice asked for a bus; Bob follows it."""
    row = proposal(world)
    follow(target=row, by=world.actor("bob"))
    told(ContributionReceived(contribution=row, by=world.actor("alice")))
    mail.outbox.clear()
    Delivery.objects.all().delete()
    Notification.objects.all().delete()
    return row


def proposal(world: World, **fields: object) -> Contribution:
    values = {
        "code": random_code(10),
        "kind": "proposal",
        "space": world.space,
        "process": world.process,
        "step": world.step,
        "title": "Un bus après 19 h",
        "state": State.PUBLISHED,
        "published_at": timezone.now(),
        "author": world.actor("alice").participant,
    }
    return Contribution.objects.create(**values | fields)


def answer(world: World, *contributions: Contribution, **fields: object) -> Reply:
    values = {"space": world.space, "process": world.process, "state": "published", "verdict": "partly"}
    reply = Reply.objects.create(
        **values | {"body": "Un bus à 20 h 30 dès janvier.", "validated_label": "Élise, vice-présidente"} | fields
    )
    for one in contributions:
        ReplyTarget.objects.create(reply=reply, contribution=one)
    told(ReplyPublished(reply=reply, contributions=contributions, by=world.actor("olga")))
    return reply


def to(letters: Letters) -> list[str]:
    return sorted(letter.to[0] for letter in letters)


def choose(world: World, name: str, rhythm: Rhythm) -> Preference:
    return Preference.objects.update_or_create(
        participant=world.actor(name).participant, defaults={"rhythm": rhythm}
    )[0]


# ── Who is told, of what ──────────────────────────────────────────────────────


def test_a_receipt_gives_the_number(world: World) -> None:
    row = proposal(world)
    told(ContributionReceived(contribution=row, by=world.actor("alice")))
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert row.code in letter.body
    assert row.get_absolute_url() in letter.body


def test_an_answer_reaches_who_spoke_and_who_follows_with_its_verdict_first(
    world: World, said: Contribution
) -> None:
    answer(world, said)
    assert to(mail.outbox) == ["alice@example.org", "bob@example.org"]
    text = mail.outbox[0].body
    assert text.index("Retenue en partie") < text.index("20 h 30")
    assert "Élise, vice-présidente" in text
    assert "●" in text
    assert "○" in text
    assert informed_of([said.pk]) == {said.pk: 2}


def test_the_stage_is_not_told_twice_when_the_answer_tells_it(world: World, said: Contribution) -> None:
    with transaction.atomic():
        spine.mark(said, by=world.actor("olga"), stage=Stage.STUDIED)
        spine.mark(said, by=world.actor("olga"), stage=Stage.ANSWERED)
    answer(world, said)
    kinds = Notification.objects.filter(participant=said.author).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["stage", "reply"]


def test_one_answer_to_several_contributions_is_one_mail(world: World, said: Contribution) -> None:
    other = proposal(world, title="Un abri à la gare")
    follow(target=other, by=world.actor("alice"))
    answer(world, said, other)
    letters = [letter for letter in mail.outbox if letter.to == ["alice@example.org"]]
    assert len(letters) == 1
    assert "Un abri à la gare" in letters[0].body
    assert informed_of([said.pk, other.pk]) == {said.pk: 2, other.pk: 1}


def test_what_was_done_is_told_once_to_each(world: World, said: Contribution) -> None:
    follow(target=world.process, by=world.actor("bob"))
    outcome = Outcome.objects.create(
        space=world.space, process=world.process, title="Un bus à 20 h 30", state="done", decided_by="Le conseil"
    )
    OutcomeTarget.objects.create(outcome=outcome, contribution=said)
    for _ in range(2):
        told(OutcomeChanged(outcome=outcome, contributions=(said,), by=world.actor("olga")))
    assert to(mail.outbox) == ["alice@example.org", "bob@example.org"]
    assert "Un bus à 20 h 30" in mail.outbox[0].subject


def test_hiding_gives_its_reasons_to_the_author_alone(world: World, said: Contribution) -> None:
    moderation.decide(
        contribution=said,
        by=world.actor("mona"),
        verb="hide",
        reason=Reason.PERSONAL,
        statement="Votre message donne un numéro de téléphone à 100 %.",
    )
    run_pending()
    letters = [letter for letter in mail.outbox if "100 %" in letter.body]
    assert to(letters) == ["alice@example.org"]
    assert str(Reason.PERSONAL.label) in letters[0].body
    assert "/signaler/charte/" in letters[0].body
    assert '/signaler/charte/"' in letters[0].alternatives[0][0]


def test_a_visitor_who_reported_is_told_what_was_decided(world: World, said: Contribution) -> None:
    from parvis.accounts.actors import VISITOR

    moderation.report(
        contribution=said,
        by=VISITOR,
        reason=Reason.INSULT,
        explanation="Il insulte.",
        good_faith=True,
        contact="voisine@example.org",
    )
    moderation.decide(contribution=said, by=world.actor("mona"), verb="keep")
    run_pending()
    assert "voisine@example.org" in to(mail.outbox)


def test_a_comment_is_told_to_the_author_of_what_it_answers(world: World, said: Contribution) -> None:
    comment = proposal(
        world, kind="comment", title="", body="Oui !", root=said, parent=said, state=State.PENDING,
        published_at=None, author=world.actor("bob").participant,
    )  # fmt: skip
    with transaction.atomic():
        spine.show(comment, by=world.actor("bob"))
    run_pending()
    assert to(mail.outbox) == ["alice@example.org"]
    assert "Oui !" in mail.outbox[0].body


def test_a_merge_is_told(world: World, said: Contribution) -> None:
    into = proposal(world, title="Des bus le soir")
    Contribution.objects.filter(pk=said.pk).update(state=State.MERGED, merged_into=into)
    said.refresh_from_db()
    told(ContributionMerged(contribution=said, into=into, by=world.actor("olga")))
    assert "Des bus le soir" in mail.outbox[0].body


def test_a_new_subject_is_told_around_and_its_end_to_those_who_took_part(world: World) -> None:
    follow(target=world.p2a, by=world.actor("alice"))
    follow(target=world.sisteron, by=world.actor("bob"))
    told(ProcessPublished(process=world.process, by=world.actor("olga")))
    assert to(mail.outbox) == ["alice@example.org"]
    mail.outbox.clear()
    spine.register_person(world.process, world.actor("bob").participant, "paper")
    told(ProcessClosed(process=world.process, by=world.actor("olga")))
    assert to(mail.outbox) == ["bob@example.org"]


@pytest.mark.parametrize(
    ("ending", "words"), [("outcomes", "Voici la suite"), ("none", "c’est terminé, sans suite")]
)
def test_the_end_of_a_subject_promises_nothing_it_does_not_give(world: World, ending: str, words: str) -> None:
    follow(target=world.process, by=world.actor("bob"))
    close_process(process=world.process, ending=ending, text="Le budget manque.", by=world.actor("olga"))
    run_pending()
    [letter] = [one for one in mail.outbox if "terminé" in one.subject]
    assert words in letter.subject
    assert "Le budget manque." in letter.body
    assert ("Voir ce que ça a changé" in letter.body) is (ending == "outcomes")


def test_a_phase_is_told_to_followers(world: World) -> None:
    follow(target=world.process, by=world.actor("bob"))
    phase = world.process.phases.get()
    for _ in range(2):
        told(PhaseOpened(process=world.process, phase=phase, by=world.actor("olga")))
    assert to(mail.outbox) == ["bob@example.org"]


# ── Once, and only to those who want it ───────────────────────────────────────


def test_whoever_left_hears_nothing(world: World, said: Contribution) -> None:
    Participant.objects.filter(pk=said.author_id).update(erased_at=timezone.now())
    world.users["bob"].is_active = False
    world.users["bob"].save()
    answer(world, said)
    assert mail.outbox == []
    assert not Notification.objects.filter(participant=said.author).exists()


def test_running_the_same_jobs_again_tells_nobody_twice(world: World, said: Contribution) -> None:
    reply = answer(world, said)
    assert fanning.spread("reply", reply.pk) == 0
    for row in Notification.objects.all():
        send_news.func(notification_ids=[row.pk])
    run_pending()
    assert len(mail.outbox) == 2


def test_two_workers_with_the_same_mail_send_one(world: World, said: Contribution) -> None:
    answer(world, said)
    row = Notification.objects.filter(participant=said.author).get()
    Delivery.objects.filter(notification=row).update(accepted_at=None, sending_at=timezone.now())
    mail.outbox.clear()
    send_news.func(notification_ids=[row.pk])
    assert mail.outbox == []
    Delivery.objects.filter(notification=row).update(sending_at=timezone.now() - timedelta(minutes=11))
    send_news.func(notification_ids=[row.pk])
    assert len(mail.outbox) == 1


def test_the_mails_of_the_team_lead_to_the_desk(world: World, said: Contribution) -> None:
    olga = world.actor("olga")
    assign(contributions=[said], service=world.mobility, by=olga, question="Est-ce possible ?")
    run_pending()
    (letter,) = (letter for letter in mail.outbox if letter.to == ["tariq@example.org"])
    assert f"/bureau/reponses/ecrire/?code={said.code}" in letter.body
    reply = draft_reply(contributions=[said], by=olga, verdict="partly", body="Un bus à 20 h 30.")
    submit_reply(reply=reply, by=olga)
    run_pending()
    (letter,) = (letter for letter in mail.outbox if letter.to == ["elise@example.org"])
    assert "/courrier/valider/" in letter.body  # her own link: she need not log in (tests/incoming)


def test_hundreds_are_told_in_chunks(world: World, said: Contribution, monkeypatch: pytest.MonkeyPatch) -> None:
    from parvis.follows.models import Follow

    monkeypatch.setattr(fanning, "CHUNK", 7)
    people = Participant.objects.bulk_create(Participant(pseudonym=f"P{n}") for n in range(20))
    Follow.objects.bulk_create(Follow(participant=person, contribution=said) for person in people)
    answer(world, said)
    assert Notification.objects.count() == 22


def test_digests_wait_for_their_day(world: World, said: Contribution) -> None:
    choose(world, "alice", Rhythm.DAILY)
    choose(world, "bob", Rhythm.WEEKLY)
    answer(world, said)
    answer(world, said, body="Et le dimanche aussi.")
    assert mail.outbox == []
    send_daily_digests.func()
    run_pending()
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert letter.body.count("Un bus après 19 h") == 2
    send_daily_digests.func()
    run_pending()
    assert len(mail.outbox) == 1
    send_weekly_digests.func()
    run_pending()
    assert to(mail.outbox) == ["alice@example.org", "bob@example.org"]


def test_never_means_never_and_the_page_still_tells(world: World, said: Contribution) -> None:
    choose(world, "alice", Rhythm.NEVER)
    answer(world, said)
    send_daily_digests.func()
    run_pending()
    assert to(mail.outbox) == ["bob@example.org"]
    assert unread_count(world.actor("alice")) == 1


# ── The letter ────────────────────────────────────────────────────────────────


def test_the_letter_is_in_her_language_in_the_colours_of_the_space(world: World, said: Contribution) -> None:
    Participant.objects.filter(pk=said.author_id).update(language="ar")
    world.space.controller, world.space.address = "Provence Alpes Agglomération", "4 rue Klein\n04000 Digne"
    world.space.primary = "#123456"
    world.space.save()
    FunderMention.objects.create(space=world.space, name="UE", sentence="Cofinancé par l’Union", everywhere=True)
    answer(world, said)
    letter = next(letter for letter in mail.outbox if letter.to == ["alice@example.org"])
    html, _kind = letter.alternatives[0]
    assert '<html dir="rtl" lang="ar">' in html or '<html lang="ar" dir="rtl">' in html
    with translation.override("ar"):
        assert said.get_absolute_url() in letter.body
    assert "/ar/" in letter.body
    assert "#123456" in html
    assert "<style" not in html
    for words in ("Provence Alpes Agglomération", "4 rue Klein", "Cofinancé par l’Union"):
        assert words in letter.body
        assert words in html
    assert letter.from_email.startswith("Provence Alpes")


def test_words_of_people_never_become_html(world: World, said: Contribution) -> None:
    answer(world, said, body="<img src=x> & compagnie\nSubject: autre")
    html, _kind = mail.outbox[0].alternatives[0]
    assert "<img" not in html
    assert "&lt;img" in html
    assert "<img src=x> & compagnie" in mail.outbox[0].body


def test_one_click_stops_without_cookie_nor_token(world: World, said: Contribution) -> None:
    answer(world, said)
    letter = next(letter for letter in mail.outbox if letter.to == ["alice@example.org"])
    url = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    browser = StrictClient(enforce_csrf_checks=True)
    assert browser.get(url).status_code == 200
    assert Preference.objects.get(participant=said.author).rhythm == Rhythm.AT_ONCE
    response = StrictClient(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert Preference.objects.get(participant=said.author).rhythm == Rhythm.NEVER
    browser.post(url, {"rhythm": "weekly"})
    assert Preference.objects.get(participant=said.author).rhythm == Rhythm.WEEKLY
    assert browser.post(url[:-4] + "xxx/").status_code == 404


# ── The page ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_lists_her_news_in_few_queries(world: World, client_of: Callable, count: int) -> None:
    for number in range(count):
        row = proposal(world, title=f"Idée {number}")
        follow(target=row, by=world.actor("alice"))
        answer(world, row)
    browser = client_of("alice")
    with CaptureQueriesContext(connection) as queries:
        page = browser.get("/nouvelles/").content.decode()
    assert page.count("Idée") == count
    assert len(queries) == 9
    last = Notification.objects.filter(participant=world.actor("alice").participant).latest("id")
    browser.post("/nouvelles/lues/", {"last": last.pk})
    assert unread_count(world.actor("alice")) == 0


def test_nobody_reads_the_news_of_another(world: World, said: Contribution, client_of: Callable) -> None:
    answer(world, said)
    assert "Un bus" not in client_of("olga").get("/nouvelles/").content.decode()
    assert "/mon-suivi/identifier/" in StrictClient().get("/nouvelles/").headers["Location"]
    assert unread_count(world.actor("visitor")) == 0


def test_she_chooses_her_rhythm(world: World, client_of: Callable) -> None:
    browser = client_of("alice")
    assert browser.get("/nouvelles/preferences/").status_code == 200
    browser.post("/nouvelles/preferences/", {"rhythm": "daily"})
    assert Preference.objects.get().rhythm == Rhythm.DAILY


# ── A real server ─────────────────────────────────────────────────────────────


class Office:
    """A mail server that refuses whom we say."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.answer = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list
    ) -> str:
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.received.append(envelope.content.decode())
        return "250 taken"


@pytest.fixture
def office(settings: object) -> Iterator[Office]:
    handler = Office()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def letter() -> Letter:
    return Letter("Bonjour", [Message(title="Bonjour", paragraphs=["Une nouvelle."])])


def test_what_the_server_took_is_proven(world: World, office: Office) -> None:
    assert send_mail_to(world.actor("alice").participant, letter(), space=world.space)
    delivery = Delivery.objects.get()
    assert delivery.accepted_at
    assert not delivery.failed_at
    assert "List-Unsubscribe-Post" in office.received[0]
    assert send_test_mail("olga@example.org") == ""


def test_an_address_refused_is_not_asked_again(world: World, said: Contribution, office: Office) -> None:
    office.answer = "550 no such person"
    answer(world, said)
    delivery = Delivery.objects.filter(participant=said.author).get()
    assert (delivery.accepted_at, delivery.error) == (None, "550 no such person")
    figures = mail_figures()
    assert (figures.accepted, figures.failed) == (0, 2)
    assert informed_of([said.pk]) == {}
    assert send_test_mail("x@example.org") == "550 no such person"
    office.answer = "250 OK"
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert run_pending() == 0


@pytest.mark.filterwarnings("ignore")
def test_a_server_that_is_busy_is_asked_again(world: World, said: Contribution, office: Office) -> None:
    office.answer = "451 come back later"
    answer(world, said)
    assert office.received == []
    office.answer = "250 OK"
    with time_machine.travel(timezone.now() + timedelta(seconds=15)):
        run_pending()
    assert len(office.received) == 2
    assert not Delivery.objects.filter(failed_at__isnull=False).exists()


def test_my_page_shows_what_is_new_and_what_i_follow(world: World, said: Contribution, client_of: Callable) -> None:
    answer(world, said)
    page = client_of("bob").get("/en/mon-suivi/").content.decode()
    assert "has been answered" in page
    assert "What I follow" in page
