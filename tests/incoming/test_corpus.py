"""Two hundred mails as services send them: what is kept of each, and where it goes.

``known`` was written beside the reader; ``blind`` by somebody who never saw it, and is opened by nobody who mends it.
"""

import pytest

from parvis.incoming.actions import take_in
from parvis.incoming.models import IncomingMail, KnownSender, MailedLink
from parvis.incoming.reading import new_text, read_mail
from tests.incoming.conftest import Ask
from tests.incoming.scoring import expected, numbers, raw, same, wrong
from tests.moderation.make import message
from tests.personas import World


@pytest.mark.parametrize("folder", ["known", "blind"])
def test_at_least_95_of_100_are_read_exactly(folder: str) -> None:
    assert len(numbers(folder)) == 100
    assert len(wrong(folder)) <= 5, wrong(folder)


@pytest.mark.parametrize("folder", ["known", "blind"])
def test_none_goes_to_the_wrong_question(world: World, ask: Ask, folder: str) -> None:
    """Ten questions wait; each mail carries the token of one: its draft is that one's, or there is none."""
    waiting = [ask(message(world, title=f"Demande {n}")) for n in range(10)]
    for place, number in enumerate(numbers(folder)):
        link = waiting[place % 10]
        content = raw(folder, number, link.mail_token)
        KnownSender.objects.get_or_create(service=world.mobility, email=read_mail(content).sender)
        IncomingMail.objects.update(received_at="2020-01-01T00:00:00Z")
        MailedLink.objects.update(reply=None)
        row = take_in(content)
        assert row.link in {link, None}, number
        if expected(folder, number).startswith("REFUSED"):
            assert row.reply is None, number
        elif row.reply:
            assert list(row.reply.contributions.all()) == [link.assignments.get().contribution], number


# ── What people write that looks like what mailers write ─────────────────────


@pytest.mark.parametrize(
    "typed",
    [
        "Le 3 mars 2026, la préfecture nous a écrit :\n« L’avis est favorable. »\n\nNous suivons cet avis.",
        "Ce courriel répond à votre question ; le plan est en pièce jointe.",
        "Avertissement : l’arrêt est fermé lundi.",
        "Message du 17/11/26 bien reçu. Nous répondons oui.",
        "Envoyé par courrier au Département le 3 mars, copie par mail.",
        "De : 8 h\nÀ : 12 h\n\nChaque jour.",
        "-- 12 places\n-- 3 arrêts",
        "Merci 👩‍💻 pour tout",
    ],
)
def test_what_was_typed_stays(typed: str) -> None:
    quote = "\n\nLe 17/11/2026 à 18:02, Mairie a écrit :\n> Est-ce possible ?\n"
    assert same(new_text(typed), typed)
    assert same(new_text(typed + quote), typed)


def test_a_last_line_beginning_like_the_quote_is_kept() -> None:
    text = "Bonjour,\nLe bus partira à 19 h 40.\nLe 17/11/2026 à 18:02, Mairie a écrit :\n> Est-ce possible ?"
    assert new_text(text) == "Bonjour,\nLe bus partira à 19 h 40."


def test_a_quoted_line_that_lost_its_mark_is_no_answer() -> None:
    long = "> Nous avons promis une réponse aux habitants, et la vôtre est attendue avant"
    text = f"Oui.\n\nLe 17/11/2026 à 18:02, Mairie a écrit :\n{long}\nle 4 décembre.\n> Merci."
    assert new_text(text) == "Oui."


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        (b"text/plain; charset=iso-8859-1", b"L\x92arr\xeat co\xfbte 10 \x80.", "L’arrêt coûte 10 €."),
        (b"text/plain", "L’arrêt".encode(), "L’arrêt"),
        (b"text/plain; charset=x-nobody-knows", "L’arrêt".encode(), "L’arrêt"),
        (b"text/html; charset=utf-8", b"<table><tr><td>12</td><td>places</td></tr></table>", "12 places"),
        (b"text/html; charset=utf-8", b"<head><meta x><body><ol><li>a<li>b</ol>", "1. a\n2. b"),
        (b"text/html", b"", ""),
        (b"multipart/mixed; boundary=x", b"--x\n--x--", ""),
        (b"application/octet-stream", b"\0\xff", ""),
    ],
)
def test_any_bytes_are_read(head: bytes, body: bytes, wanted: str) -> None:
    found = read_mail(b"From: a@b.example\nContent-Type: " + head + b"\n\n" + body)
    assert same(new_text(found.text), wanted)
