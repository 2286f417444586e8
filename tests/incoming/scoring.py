"""How many mails of a corpus are read exactly, and which are not."""

import json
from pathlib import Path

from parvis.incoming.reading import Received, new_text, read_mail, refusal_of

CORPUS = Path(__file__).parent / "corpus"


def raw(folder: str, number: str, token: str) -> bytes:
    return (CORPUS / folder / f"{number}.eml").read_bytes().replace(b"{{TOKEN}}", token.encode())


def numbers(folder: str) -> list[str]:
    return [row["id"] for row in json.loads((CORPUS / folder / "index.json").read_text(encoding="utf-8"))]


def expected(folder: str, number: str) -> str:
    return (CORPUS / folder / f"{number}.expected.txt").read_text(encoding="utf-8")


def outcome(mail: Received) -> str:
    text = new_text(mail.text)
    refusal = refusal_of(mail, text)
    return f"REFUSED: {refusal}" if refusal else text


def same(found: str, wanted: str) -> bool:
    """The same words and signs in the same order; how lines were cut and spaced is no matter."""
    return found.split() == wanted.split()


def wrong(folder: str) -> list[str]:
    """The numbers of the mails that were not read exactly."""
    return [
        number
        for number in numbers(folder)
        if not same(outcome(read_mail(raw(folder, number, "a" * 32))), expected(folder, number))
    ]
