"""Answers by mail: over IMAP, or posted; each once, in doubt to a person, from machines to nobody."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.accounts.models import RetentionRule
from parvis.incoming.actions import mails as receiving
from parvis.incoming.actions import purge_mail, take_in
from parvis.incoming.letters import reply_address
from parvis.incoming.mailbox import read_mailbox
from parvis.incoming.models import IncomingMail, KnownSender, Mailbox, MailedLink
from parvis.incoming.watch import desk_tasks
from parvis.incoming.webhook import signature
from parvis.replies.models import Assignment, Reply
from tests.client import StrictClient
from tests.incoming.conftest import SERVICE, Ask, address_in, last_mail
from tests.incoming.imap_server import Box, imap_server
from tests.moderation.make import message
from tests.personas import World

Browser = Callable[[str], StrictClient]
State, Reason = IncomingMail.State, IncomingMail.Reason
QUOTE = "\n\nLe 17/11/2026 à 18:02, Provence Alpes a écrit :\n> Est-ce possible ?\n"


@pytest.fixture(autouse=True)
def _address(settings: object) -> None:
    settings.INCOMING_ADDRESS = "reponses@participer.example"


def answer(link: MailedLink, text: str = "Oui, dès mars.", *, number: int = 1, **headers: str) -> bytes:
    written = {
        "From": SERVICE,
        "To": f"reponses+{link.mail_token}@participer.example",
        "Subject": "Re: À étudier",
        "Message-ID": f"<{number}@ville.example>",
        "Content-Type": "text/plain; charset=utf-8",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in written.items())
    return (head + "\r\n" + (text + QUOTE).replace("\n", "\r\n")).encode()


def text(response: object) -> str:
    return response.content.decode()


# ── Where it goes ─────────────────────────────────────────────────────────────


def test_an_answer_by_mail_becomes_the_draft(world: World, ask: Ask) -> None:
    asked = message(world)
    link = ask(asked)
    letter = last_mail(SERVICE)
    assert letter.reply_to == [reply_address(link)]
    assert letter.body.startswith("— Répondez au-dessus de cette ligne —")
    row = take_in(answer(link))
    reply = Reply.objects.get()
    assert (row.state, row.reply, reply.body, reply.state) == (State.DRAFT, reply, "Oui, dès mars.", "draft")
    assert (reply.service, list(reply.contributions.all())) == (world.mobility, [asked.contribution_ptr])
    assert "Oui, dès mars." in text(StrictClient().get(address_in(letter)))  # the same draft behind the link
    assert [task.kind for task in desk_tasks(world.actor("olga"))] == ["Réponse arrivée"]


def test_the_same_mail_twice_is_one(world: World, ask: Ask) -> None:
    link = ask()
    assert take_in(answer(link)).pk == take_in(answer(link)).pk
    assert Reply.objects.get().body == "Oui, dès mars."


def test_a_second_mail_erases_nothing(world: World, ask: Ask) -> None:
    link = ask()
    take_in(answer(link))
    take_in(answer(link, "J’oubliais : le samedi aussi.", number=2))
    assert Reply.objects.get().body == "Oui, dès mars.\n\nJ’oubliais : le samedi aussi."


def test_one_mail_answers_what_was_asked_together(world: World, ask: Ask) -> None:
    link = ask(*(message(world, title=f"Demande {n}") for n in range(3)))
    take_in(answer(link))
    assert Reply.objects.get().contributions.count() == 3


def test_without_the_address_the_references_tell(world: World, ask: Ask) -> None:
    link = ask()
    reference = last_mail(SERVICE).extra_headers["Message-ID"]
    row = take_in(answer(link, To="participer@ville.example", In_Reply_To=reference))
    assert (row.state, row.link) == (State.DRAFT, link)


@pytest.mark.parametrize("catch_all", ["@reponses.example", "reponses@participer.example"])
def test_both_kinds_of_address_lead_back(world: World, ask: Ask, settings: object, catch_all: str) -> None:
    settings.INCOMING_ADDRESS = catch_all
    link = ask()
    assert take_in(answer(link, To=last_mail(SERVICE).reply_to[0].upper())).state == State.DRAFT


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"From": "someone@elsewhere.example"}, Reason.UNKNOWN_SENDER),
        ({"To": f"reponses+{'a' * 32}@participer.example"}, Reason.UNKNOWN_TOKEN),
    ],
)
def test_what_may_be_forged_waits_for_a_person(world: World, ask: Ask, headers: dict, reason: str) -> None:
    row = take_in(answer(ask(), **headers))
    assert (row.state, row.reason, row.text) == (State.KEPT, reason, "Oui, dès mars.")
    assert not Reply.objects.exists()


def test_two_questions_at_once_wait_for_a_person(world: World, ask: Ask) -> None:
    one, two = ask(message(world, title="A")), ask(message(world, title="B"))
    both = f"{reply_address(one)}, {reply_address(two)}"
    assert take_in(answer(one, To=both)).reason == Reason.AMBIGUOUS


@pytest.mark.parametrize("how", ["revoked", "expired", "answered"])
def test_too_late_waits_for_a_person(world: World, ask: Ask, how: str) -> None:
    link, now = ask(), timezone.now()
    if how == "revoked":
        MailedLink.objects.update(revoked_at=now)
    elif how == "expired":
        MailedLink.objects.update(expires_at=now)
    else:
        Assignment.objects.update(done_at=now)
    assert take_in(answer(link)).reason == Reason.CLOSED
    assert not Reply.objects.exists()


def test_after_it_was_sent_on_a_mail_changes_nothing(world: World, ask: Ask) -> None:
    link = ask()
    take_in(answer(link))
    Reply.objects.update(state=Reply.State.TO_VALIDATE)
    row = take_in(answer(link, "Non, finalement.", number=2))
    assert (row.state, row.reason) == (State.KEPT, Reason.CLOSED)
    assert Reply.objects.get().body == "Oui, dès mars."


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, Reason.AUTO_REPLY),
        ({"X-Auto-Response-Suppress": "All"}, Reason.AUTO_REPLY),
        ({"Subject": "Absence du bureau"}, Reason.AUTO_REPLY),
        ({"Subject": "رد تلقائي: للدراسة"}, Reason.AUTO_REPLY),
        ({"X-Loop": "participer@ville.example"}, Reason.LOOP),
        ({"From": "MAILER-DAEMON@ville.example"}, Reason.BOUNCE),
        ({"To": "participer@ville.example"}, Reason.NO_ADDRESS),
    ],
)
def test_machines_are_refused_quietly_and_logged(world: World, ask: Ask, headers: dict, reason: str) -> None:
    row = take_in(answer(ask(), **headers))
    assert (row.state, row.reason, row.text) == (State.REFUSED, reason, "")
    assert row.keep_until > timezone.localdate()
    assert not Reply.objects.exists()


def test_a_flood_is_refused(world: World, ask: Ask) -> None:
    link = ask()
    rows = [take_in(answer(link, f"Mot {n}", number=n)) for n in range(12)]
    assert [row.reason for row in rows] == [""] * 10 + [Reason.TOO_MANY] * 2


def test_our_own_mail_come_back_is_a_loop(world: World, ask: Ask) -> None:
    ask()
    sent = last_mail(SERVICE).message().as_bytes()
    assert take_in(sent).reason == Reason.LOOP


def test_a_question_returned_by_a_server_is_told(world: World, ask: Ask, client_of: Browser) -> None:
    link = ask()
    sent = last_mail(SERVICE).message().as_bytes()
    report = (
        b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@mx>\r\n"
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\n\r\nNo such user.\r\n"
        b"--B\r\nContent-Type: message/rfc822\r\n\r\n" + sent + b"\r\n--B--\r\n"
    )
    assert take_in(report).reason == Reason.BOUNCE
    link.refresh_from_db()
    assert link.refused == "Undelivered Mail Returned to Sender"
    assert "n’est pas parti" in text(client_of("olga").get("/bureau/courrier/envoye/"))


def with_files(link: MailedLink, *files: tuple[str, bytes]) -> bytes:
    parts = b"".join(
        b"--M\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="
        + name.encode()
        + b"\r\n\r\n"
        + content
        + b"\r\n"
        for name, content in files
    )
    head, _blank, body = answer(link, Content_Type="multipart/mixed; boundary=M").partition(b"\r\n\r\n")
    return (
        head
        + b"\r\n\r\n--M\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + body
        + b"\r\n"
        + parts
        + b"--M--\r\n"
    )


def test_files_are_kept_aside_for_the_team(
    world: World, ask: Ask, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES_PER_FILE", 1000)
    files = ("plan.pdf", b"%PDF-1.4"), ("virus.exe", b"MZ"), ("lourd.pdf", b"x" * 2000), ("../../a.txt", b"a")
    row = take_in(with_files(ask(), *files))
    assert row.left_out == "virus.exe, lourd.pdf"
    assert [file.name for file in row.files.all()] == ["plan.pdf", "../../a.txt"]
    plan = row.files.first()
    address = f"/bureau/courrier/{row.pk}/fichiers/{plan.pk}/"
    handed = client_of("olga").get(address)
    assert handed["Content-Disposition"].startswith("attachment")
    assert b"".join(handed.streaming_content) == b"%PDF-1.4"
    for name in ("visitor", "alice", "charlie", "elise"):
        assert client_of(name).get(address).status_code in {302, 403, 404}, name
    stored = plan.file.name
    IncomingMail.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    purge_mail()
    assert not IncomingMail.objects.exists()
    assert not default_storage.exists(stored)


def test_the_day_of_erasing_follows_the_rule(world: World, ask: Ask) -> None:
    RetentionRule.objects.filter(key="mail").delete()
    RetentionRule.objects.create(key="mail", days=10)
    row = take_in(answer(ask()))
    assert row.keep_until == timezone.localdate() + timedelta(days=10)


# ── The desk ──────────────────────────────────────────────────────────────────


def test_the_team_takes_a_mail_in_doubt_and_knows_its_sender(world: World, ask: Ask, client_of: Browser) -> None:
    link = ask()
    row = take_in(answer(link, From="Prénom <agent@ville.example>"))
    olga = client_of("olga")
    page = text(olga.get("/bureau/courrier/"))
    assert "agent@ville.example" in page
    assert "pas connu" in page
    assert client_of("charlie").post(f"/bureau/courrier/{row.pk}/brouillon/").status_code == 404
    response = olga.post(f"/bureau/courrier/{row.pk}/brouillon/", {"remember": "1"})
    assert response["Location"] == f"/bureau/reponses/{Reply.objects.get().pk}/"
    assert Reply.objects.get().body == "Oui, dès mars."
    assert KnownSender.objects.get().email == "agent@ville.example"
    again = olga.post(f"/bureau/courrier/{row.pk}/brouillon/", follow=True)
    assert "déjà" in text(again)
    second = answer(link, "Et aussi le soir.", number=2, From="agent@ville.example")
    assert take_in(second).state == State.DRAFT


def test_the_team_sets_a_mail_aside(world: World, ask: Ask, client_of: Browser) -> None:
    row = take_in(answer(ask(), From="x@elsewhere.example"))
    client_of("olga").post(f"/bureau/courrier/{row.pk}/ecarter/")
    row.refresh_from_db()
    assert (row.state, row.handled_by) == (State.ASIDE, world.users["olga"])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_mails_asks_as_much_for_three(world: World, ask: Ask, client_of: Browser, count: int) -> None:
    for n in range(count):
        take_in(answer(ask(message(world, title=f"D{n}")), number=n, From="x@elsewhere.example"))
    olga = client_of("olga")
    with CaptureQueriesContext(connection) as captured:
        assert text(olga.get("/bureau/courrier/")).count("x@elsewhere.example") == count
    assert len(captured) == 11


# ── IMAP ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def box(settings: object) -> Iterator[Box]:
    with imap_server() as (port, box):
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_SECURITY = "127.0.0.1", port, "none"
        settings.IMAP_USER, settings.IMAP_PASSWORD = "reponses", "secret"
        yield box


def test_a_mailbox_is_read_once_and_marked(world: World, ask: Ask, box: Box) -> None:
    link = ask()
    box.put(b"From: old@x.example\r\n\r\nRead long ago", seen=True)
    uid = box.put(answer(link))
    assert read_mailbox() == 1
    assert uid in box.seen
    assert Reply.objects.get().body == "Oui, dès mars."
    assert read_mailbox() == 0
    box.put(answer(link, "Le samedi aussi.", number=2), seen=True)  # somebody opened it first in a webmail
    assert read_mailbox() == 1
    assert IncomingMail.objects.count() == 2


def test_a_worker_killed_between_two_mails_takes_nothing_twice(world: World, ask: Ask, box: Box) -> None:
    link = ask()
    box.put(answer(link))
    read_mailbox()
    Mailbox.objects.update(last_uid=0)  # as if the cursor had never been written
    assert read_mailbox() == 1
    assert Reply.objects.get().body == "Oui, dès mars."


def test_a_server_that_numbered_all_again(world: World, ask: Ask, box: Box) -> None:
    link = ask()
    box.put(answer(link))
    read_mailbox()
    box.validity, box.mails, box.seen, box.next_uid = 8, {}, set(), 1
    box.put(answer(link, "Autre.", number=2))
    assert read_mailbox() == 1
    assert Mailbox.objects.get().uid_validity == 8


def test_a_heavy_mail_is_never_fetched(world: World, ask: Ask, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.incoming.mailbox.MOST_BYTES", 2000)
    box.put(answer(ask(), "x" * 3000))
    read_mailbox()
    row = IncomingMail.objects.get()
    assert (row.state, row.reason, row.sender) == (State.REFUSED, Reason.OVERSIZED, SERVICE)
    assert not any("BODY.PEEK[]" in asked for asked in box.asked)


def test_one_mail_that_breaks_stops_no_other(
    world: World, ask: Ask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = ask()
    box.put(b"From: a@b.example\r\nMessage-ID: <broken@x>\r\nSubject: broken\r\n\r\nx")
    box.put(answer(link))
    whole = receiving.refusal_of

    def breaks(mail: object, words: str) -> object:
        if mail.subject == "broken":
            raise ValueError
        return whole(mail, words)

    monkeypatch.setattr(receiving, "refusal_of", breaks)
    assert read_mailbox() == 2
    assert {row.reason for row in IncomingMail.objects.all()} == {Reason.UNREADABLE, ""}


def test_a_mailbox_that_refuses_is_told_to_who_administers(world: World, ask: Ask, box: Box) -> None:
    box.password = "another"
    assert read_mailbox() == 0
    assert "wrong password" in Mailbox.objects.get().error
    assert not desk_tasks(world.actor("diane"))  # a short silence worries nobody
    Mailbox.objects.update(failing_since=timezone.now() - timedelta(hours=1))
    (task,) = desk_tasks(world.actor("diane"))
    assert "wrong password" in task.detail
    box.password = "secret"
    read_mailbox()
    assert not desk_tasks(world.actor("diane"))


def test_without_tls_only_on_this_machine(world: World, box: Box, settings: object) -> None:
    settings.IMAP_HOST = "mail.example.org"
    read_mailbox()
    assert "PARVIS_IMAP_SECURITY" in Mailbox.objects.get().error


# ── Posted ────────────────────────────────────────────────────────────────────


def post(raw: bytes, *, moment: str = "", signed: str = "", **headers: str) -> int:
    moment = moment or str(int(time.time()))
    headers = {
        "X-Parvis-Timestamp": moment,
        "X-Parvis-Signature": f"sha256={signed or signature(moment, raw)}",
    } | headers
    return (
        StrictClient(enforce_csrf_checks=True)
        .post("/courrier/entrant/", raw, content_type="message/rfc822", headers=headers)
        .status_code
    )


def test_a_posted_mail_is_taken_in(world: World, ask: Ask, settings: object) -> None:
    settings.INCOMING_SECRET = "shared"
    raw = answer(ask())
    assert [post(raw), post(raw)] == [204, 204]
    assert Reply.objects.get().body == "Oui, dès mars."


def test_a_post_without_its_signature_is_refused(world: World, ask: Ask, settings: object) -> None:
    raw = answer(ask())
    settings.INCOMING_SECRET = "shared"
    hour_ago = str(int(time.time()) - 3600)
    assert post(raw, signed="0" * 64) == 401
    assert post(raw, moment=hour_ago) == 401
    assert post(raw, **{"X-Parvis-Timestamp": "²"}) == 401
    assert post(raw, **{"X-Parvis-Timestamp": "9" * 400}) == 401
    assert post(raw, **{"X-Parvis-Signature": "é"}) == 401
    settings.INCOMING_SECRET = ""
    assert post(raw, signed="0" * 64) == 404
    assert not IncomingMail.objects.exists()


def test_a_post_too_heavy_is_refused(world: World, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.INCOMING_SECRET = "shared"
    monkeypatch.setattr("parvis.incoming.webhook.MOST_BYTES", 100)
    assert post(b"x" * 101) == 413
    assert post(b"x" * 100) == 204  # logged as a mail for no question
