"""The register as rows of a table, and as a document of the house. Words no longer shown leave their number."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.core.documents import Manuscript, strong
from parvis.core.sentences import full_date
from parvis.legal.models import Entry, Register
from parvis.legal.queries import entries_of
from parvis.legal.register import closing_of, replaced

# A document of more observations than this is a table’s work: the CSV has no limit.
MOST_IN_A_DOCUMENT = 2000


def columns() -> list[str]:
    return [
        _("Number"),
        _("Code"),
        _("Channel"),
        _("Received on"),
        _("Entered on"),
        _("Title"),
        _("Text"),
        _("Scan kept"),
    ]


def rows(register: Register) -> Iterator[list[Any]]:
    """Oldest number first."""
    for entry in entries_of(register).iterator(chunk_size=500):
        gone = replaced(entry)
        contribution = entry.contribution
        yield [
            entry.number,
            entry.code,
            entry.get_channel_display(),
            entry.received_on,
            entry.entered_at,
            gone or contribution.title,
            "" if gone else contribution.body,
            _("yes") if entry.scan_id else "",
        ]


def manuscript(register: Register) -> Manuscript:
    """In the reader’s language."""
    process = register.process
    text = Manuscript(
        title=_("Register of observations"),
        language=get_language() or "fr",
        owner=process.space.name,
        subject=str(process.title),
        dated=timezone.localdate(),
        dated_label=_("Printed on %(day)s") % {"day": full_date(timezone.localdate())},
    )
    closing = closing_of(register)
    text.facts(
        [
            (_("Opened on"), _moment(register.opened_at)),
            (_("Closing minute"), _moment(closing) if closing else _("not announced yet")),
            (_("Paper and letters entered until"), full_date(register.paper_until)),
            (_("Observations"), str(register.last_number)),
        ]
    )
    text.note(_("Numbers follow the order of entry, without gaps. What was withdrawn leaves its number."))
    for entry in entries_of(register):
        _write(text, entry)
    return text


def _write(text: Manuscript, entry: Entry) -> None:
    text.heading(_("No. %(number)d · %(code)s") % {"number": entry.number, "code": entry.code})
    text.facts(
        [
            (_("Channel"), entry.get_channel_display()),
            (_("Received on"), full_date(entry.received_on)),
            (_("Entered on"), _moment(entry.entered_at)),
        ]
    )
    if gone := replaced(entry):
        text.paragraph(gone)
        return
    contribution = entry.contribution
    if contribution.title:
        text.paragraph(strong(contribution.title), language=contribution.language)
    if contribution.body:
        text.paragraph(contribution.body, language=contribution.language)


def _moment(at: datetime) -> str:
    """With its year and its minute: this is read years later."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
