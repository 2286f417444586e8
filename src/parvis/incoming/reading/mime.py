"""From the bytes of a mail to what we use of it. Nothing a stranger sends may raise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from parvis.incoming.reading.flat import flat_text

# Where a server writes whom a mail was for, whatever the person sees in « À ».
TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc", "Resent-To")
MOST_PARTS = 200


@dataclass(frozen=True)
class Joined:
    """A file joined to the mail, as it came."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """One mail, decoded. ``text`` is everything it shows; ``headers`` have lower-case names, values unfolded."""

    message_id: str
    sender: str
    subject: str
    recipients: tuple[str, ...]
    references: str
    text: str
    headers: dict[str, list[str]]
    content_type: str
    report_type: str
    calendar_method: str
    files: tuple[Joined, ...]

    def header(self, name: str) -> str:
        return next(iter(self.headers.get(name.lower(), ())), "")


def read_mail(raw: bytes) -> Received:
    """Decode ``raw`` (RFC 5322). What is broken is read as well as can be, never refused here."""
    message = message_from_bytes(raw, policy=policy.compat32)
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(_decoded(value))
    parts = list(_parts(message))
    plain, html = _bodies(parts)
    return Received(
        message_id=" ".join(headers.get("message-id", [""])[0].split())[:500],
        sender=parseaddr(headers.get("from", [""])[0])[1].lower()[:254],
        subject=" ".join(headers.get("subject", [""])[0].split())[:300],
        recipients=tuple(
            address.lower()
            for name in TO
            for _label, address in getaddresses(headers.get(name.lower(), []))
            if "@" in address
        ),
        references=" ".join(headers.get("in-reply-to", []) + headers.get("references", [])),
        text=plain if plain.strip() else flat_text(html),
        headers=headers,
        content_type=message.get_content_type(),
        report_type=str(message.get_param("report-type") or "").lower(),
        calendar_method=_calendar_method(parts),
        files=tuple(_files(parts)),
    )


def _decoded(value: object) -> str:
    """Encoded words (RFC 2047) in clear, and bytes nobody encoded; a NUL, which no database keeps, goes."""
    text = _in_characters(str(value).encode("utf-8", "surrogateescape"), "utf-8")
    if "=?" in text:
        try:
            text = str(make_header(decode_header(text)))
        except (LookupError, ValueError, UnicodeError):
            text = text.encode("ascii", "replace").decode()
    return re.sub(r"\s*[\r\n]+\s*", " ", text).replace("\0", "").strip()


def _parts(message: Message) -> Iterator[Message]:
    """Leaves, in order; what an enclosed mail holds is that mail’s, not this one’s."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_maintype() == "multipart":
            inside = part.get_payload()
            waiting[:0] = [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []
        else:
            yield part


def _is_joined(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _bodies(parts: list[Message]) -> tuple[str, str]:
    """Plain text and HTML, each joined when a mailer cut it around a picture (Apple Mail)."""
    shown = [part for part in parts if not _is_joined(part)]
    if not any(part.get_content_maintype() == "text" for part in shown):
        shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    plain = [_text(part) for part in shown if part.get_content_type() == "text/plain"]
    html = [_text(part) for part in shown if part.get_content_type() == "text/html"]
    return "\n".join(plain), "\n".join(html)


def _text(part: Message) -> str:
    content = part.get_payload(decode=True) or b""
    if not isinstance(content, bytes):
        return ""
    text = _in_characters(content, str(part.get_content_charset() or "utf-8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if part.get_content_type() == "text/plain" and str(part.get_param("format") or "").lower() == "flowed":
        return _unflowed(text, joins=str(part.get_param("delsp") or "").lower() == "yes")
    return text


def _in_characters(content: bytes, charset: str) -> str:
    # As browsers do: what calls itself Latin-1 is Windows’s, with its « ’ » and « € »; ASCII may be anything.
    latin = charset.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}
    for name in ("utf-8", "cp1252") if latin else (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("latin-1")


def _unflowed(text: str, *, joins: bool) -> str:
    """RFC 3676: a line that ends with a space goes on, at the same depth of quote; « -- » never does."""
    lines: list[str] = []
    goes_on, depth = False, 0
    for line in text.split("\n"):
        marks = re.match(r">*", line).group()  # type: ignore[union-attr]
        body = line[len(marks) :].removeprefix(" ")
        if goes_on and len(marks) == depth and lines and body != "-- ":
            lines[-1] += body
        else:
            lines.append((f"{marks} " if marks else "") + body)
        depth, goes_on = len(marks), body.endswith(" ") and body != "-- "
        if goes_on and joins:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _calendar_method(parts: list[Message]) -> str:
    """REQUEST, REPLY… when the mail itself is a meeting; a joined .ics file is only a file."""
    for part in parts:
        if part.get_content_type() == "text/calendar" and part.get_content_disposition() != "attachment":
            found = str(part.get_param("method") or "")
            inside = re.search(r"^METHOD:(\w+)", _text(part), re.MULTILINE)
            return (found or (inside.group(1) if inside else "")).upper()
    return ""


def _files(parts: list[Message]) -> Iterator[Joined]:
    for part in parts:
        content = part.get_payload(decode=True)
        is_body = part.get_content_type() in {"text/plain", "text/html", "text/calendar"} and not _is_joined(part)
        if is_body or not isinstance(content, bytes) or not content:
            continue
        if part.get_content_subtype() in {"pkcs7-signature", "x-pkcs7-signature", "pgp-signature"}:
            continue
        if part.get("Content-ID") and part.get_content_disposition() != "attachment":
            continue  # a picture inside the letter: a logo
        yield Joined(_decoded(part.get_filename() or "")[:120], part.get_content_type(), content)
