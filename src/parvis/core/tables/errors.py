"""What can be wrong with somebody's file, said so that they can mend it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "empty": _("This file is empty: no row of titles was found."),
    "kind": _("This file is not a table we can read. Save it as CSV, XLSX or ODS and send it again."),
    "locked": _(
        "This file is protected by a password, or comes from an old Excel (.xls). "
        "Save it as XLSX without password and send it again."
    ),
    "damaged": _("This file is damaged: it cannot be opened. Save it again and send it again."),
    "gone": _("This file is no longer here: send it again."),
    "too_big": _("This file is too big: %(limit)s MB at most once opened."),
    "encoding": _("The letters of this file cannot be read. Save it as “CSV UTF-8” and send it again."),
    "nul": _("This file holds characters that are not text. Save it as “CSV UTF-8” and send it again."),
    "quote": _('A quotation mark (") is not closed, or is not doubled inside a text.'),
    "too_many_columns": _("There are more than %(limit)s columns."),
    "too_many_rows": _("There are more than %(limit)s rows. Cut the file into several ones."),
    "long_cell": _("A cell is too long: %(limit)s characters at most."),
    "extra_cells": _("There are more cells than titles. Give a title to column %(column)s, or empty it."),
    "json": _("This JSON file cannot be read: %(reason)s."),
    "json_shape": _('This JSON file must be a list of objects, such as [{"title": "…"}].'),
    "json_nested": _("The value of “%(column)s” must be a text or a number."),
}


class TableError(ValueError):
    """A table that cannot be read; `str()` gives the sentence to show, in the language of the reader.

    `line` is the line of the file (CSV), of the sheet (XLSX, ODS) or the rank of the object (JSON), from 1.
    """

    def __init__(self, key: str, line: int | None = None, params: dict[str, Any] | None = None) -> None:
        super().__init__(key, line, params)
        self.key = key
        self.line = line
        self.params = params or {}

    def __str__(self) -> str:
        sentence = str(_SENTENCES[self.key]) % self.params if self.params else str(_SENTENCES[self.key])
        if self.line is None:
            return sentence
        return str(_("Line %(line)s: %(sentence)s")) % {"line": self.line, "sentence": sentence}
