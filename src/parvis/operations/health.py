"""``parvis check``: is everything well, in words an IT person and an animator both understand."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection

from parvis.operations import OperationError
from parvis.operations.database import check_encoding, explain, is_empty, pending_migrations

LOCAL = {"localhost", "127.0.0.1", "::1"}  # tried from this machine alone: nothing travels


@dataclass(frozen=True)
class Finding:
    what: str
    is_well: bool
    sentence: str


def examine(*, mend: bool = False, mail_to: str | None = None) -> list[Finding]:
    findings: list[Finding] = []
    for examiner in (_configuration, _database, _disk, _mail(mail_to), _counters(mend)):
        try:
            findings.extend(examiner())
        except (DatabaseError, OperationError, OSError) as error:
            finding = Finding(examiner.__name__.strip("_").capitalize(), False, explain(error) or str(error))
            # What is wrong with the database is wrong for whoever reads it: said once.
            if finding.sentence not in {told.sentence for told in findings}:
                findings.append(finding)
    return findings


def _configuration() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("Configuration", False, "PARVIS_DEBUG is on: switch it off on a public site.")
    elif not settings.HTTPS and urlsplit(settings.BASE_URL).hostname not in LOCAL:
        yield Finding("Configuration", False, "The public address is not https://. See docs/how-to/https.md.")
    else:
        yield Finding("Configuration", True, f"public address {settings.BASE_URL}")


def _database() -> Iterator[Finding]:
    check_encoding()
    missing = pending_migrations()
    if is_empty():
        yield Finding("Database", False, "nothing is set up yet. Run: parvis init")
    elif missing:
        yield Finding("Database", False, f"{missing} changes are missing. Run: parvis upgrade")
    else:
        yield Finding("Database", True, f"{connection.vendor}, up to date")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    enough = free > 1024**3
    yield Finding("Disk", enough, f"{free / 1024**3:.1f} GB free" + ("" if enough else ": make some room"))


def _mail(to: str | None) -> Callable[[], Iterator[Finding]]:
    def mail() -> Iterator[Finding]:
        from django.core.mail import get_connection

        from parvis.notifications.mail import send_test_mail

        if to:
            said = send_test_mail(to)
            yield Finding("Mail", not said, said or f"message sent to {to}")
            return
        try:
            server = get_connection()
            server.open()
            server.close()
        except OSError as error:
            where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
            yield Finding("Mail", False, f"{where} does not take our mails ({error}). See PARVIS_SMTP_HOST.")
        else:
            yield Finding("Mail", True, "the server answers")

    return mail


def _counters(mend: bool) -> Callable[[], Iterator[Finding]]:
    def counters() -> Iterator[Finding]:
        from parvis.operations.counters import recount

        wrong = recount(mend=mend)
        if not wrong:
            yield Finding("Counters", True, "they agree with what is there")
        elif mend:
            yield Finding("Counters", True, f"{wrong} mended")
        else:
            yield Finding("Counters", False, f"{wrong} disagree. Run: parvis check --mend")

    return counters
