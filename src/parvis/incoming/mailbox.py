"""Reading the mailbox over IMAP (RFC 3501), TLS by default. Each mail is taken in once, then marked as seen."""

import imaplib
import logging
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from parvis.accounts.models import keyed_digest
from parvis.incoming.actions import move_cursor, note_failure, refuse_mail, take_in
from parvis.incoming.actions.mails import MOST_BYTES
from parvis.incoming.models import IncomingMail, Mailbox

logger = logging.getLogger(__name__)

SECONDS = 30
MOST_AT_ONCE = 200
HOME = {"localhost", "127.0.0.1", "::1"}


class MailboxError(Exception):
    """The mailbox cannot be read; the sentence is what its server said, or what is wrong in our settings."""


def mailbox_key() -> str:
    return keyed_digest("mailbox", f"{settings.IMAP_USER}@{settings.IMAP_HOST}:{settings.IMAP_FOLDER}")


def read_mailbox() -> int:
    """Take in what is new; how many. A failure is noted for *Today*, and tried again at the next round."""
    try:
        with _connected() as server:
            return _read(server)
    except (MailboxError, OSError, imaplib.IMAP4.error) as error:
        note_failure(key=mailbox_key(), error=str(error) or type(error).__name__)
        return 0


@contextmanager
def _connected() -> Iterator[imaplib.IMAP4]:
    server = _server()
    try:
        _said(server.login(settings.IMAP_USER, settings.IMAP_PASSWORD))
        yield server
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            logger.info("The mailbox hung up first.")


def _server() -> imaplib.IMAP4:
    host, port, how = settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_SECURITY
    if how == "tls":
        return imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    if how == "none" and host not in HOME:
        raise MailboxError("PARVIS_IMAP_SECURITY=none: only for a server on this very machine.")
    server = imaplib.IMAP4(host, port, timeout=SECONDS)
    if how == "starttls":
        server.starttls(ssl.create_default_context())
    return server


def _said(answer: tuple[str, list[bytes]]) -> list[bytes]:
    status, lines = answer
    if status != "OK":
        raise MailboxError(b" ".join(line for line in lines if line).decode(errors="replace")[:200])
    return lines


def _read(server: imaplib.IMAP4) -> int:
    _said(server.select(f'"{settings.IMAP_FOLDER}"'))
    validity = int((server.response("UIDVALIDITY")[1] or [b"0"])[0] or 0)
    key = mailbox_key()
    box = Mailbox.objects.filter(key=key, uid_validity=validity).first()
    last = box.last_uid if box else 0
    # The first time, or when the server numbered all again: only what nobody has read.
    wanted = f"UID {last + 1}:*" if box else "UNSEEN"
    uids = sorted(int(uid) for uid in _said(server.uid("SEARCH", wanted))[0].split())
    new = [uid for uid in uids if uid > last][:MOST_AT_ONCE]
    for uid in new:
        _take(server, uid)
        last = max(last, uid)
        move_cursor(key=key, uid_validity=validity, last_uid=last)
    if not box and len(new) < MOST_AT_ONCE:
        coming = int((server.response("UIDNEXT")[1] or [b"0"])[0] or 0)
        last = max(last, coming - 1)
    move_cursor(key=key, uid_validity=validity, last_uid=last)
    return len(new)


def _take(server: imaplib.IMAP4, uid: int) -> None:
    size = _size(server, uid)
    if size > MOST_BYTES:
        refuse_mail(raw=_fetched(server, uid, "BODY.PEEK[HEADER]"), reason=IncomingMail.Reason.OVERSIZED, size=size)
    else:
        _take_whole(_fetched(server, uid, "BODY.PEEK[]"))
    server.uid("STORE", str(uid), "+FLAGS", r"(\Seen)")


def _take_whole(raw: bytes) -> None:
    """One mail that breaks our reader stops no other: it is logged as such."""
    if not raw:
        return  # somebody deleted it meanwhile
    try:
        take_in(raw)
    except Exception:
        logger.exception("A mail could not be read.")
        refuse_mail(raw=raw, reason=IncomingMail.Reason.UNREADABLE, size=len(raw))


def _size(server: imaplib.IMAP4, uid: int) -> int:
    lines = _said(server.uid("FETCH", str(uid), "(RFC822.SIZE)"))
    found = re.search(rb"RFC822\.SIZE (\d+)", b" ".join(line for line in lines if isinstance(line, bytes)))
    return int(found.group(1)) if found else 0


def _fetched(server: imaplib.IMAP4, uid: int, what: str) -> bytes:
    lines = _said(server.uid("FETCH", str(uid), f"({what})"))
    return next((bytes(line[1]) for line in lines if isinstance(line, tuple)), b"")
