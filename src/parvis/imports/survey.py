"""The whole file read once before anything is written: every error by its line, or the leave to begin."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from parvis.comments.models import KIND as COMMENT
from parvis.contributions.models import Contribution
from parvis.core.tables import TableError
from parvis.imports.files import Source
from parvis.imports.rows import Parent, Reader, Row
from parvis.processes.models import Step

MOST_ERRORS = 1000
CHUNK = 500
PROPOSAL = "proposal"


@dataclass
class Survey:
    """``errors``: ``{"line": …, "message": …}``, the line None when the whole file is meant."""

    count: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    first_date: datetime | None = None
    last_date: datetime | None = None

    def refuse(self, line: int | None, message: str) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append({"line": line, "message": message})

    def date(self, row: Row) -> None:
        if row.date:
            self.first_date = min(self.first_date or row.date, row.date)
            self.last_date = max(self.last_date or row.date, row.date)


@dataclass(slots=True)
class _Seen:
    """What is kept of a row to check the others against it: not its words."""

    line: int
    parent: Parent | None


def survey(source: Source, mapping: dict[str, str], *, parents: Step) -> Survey:
    """Read every row; ``parents``: the step whose contributions the rows may answer."""
    found = Survey()
    rows: dict[tuple[bool, str], _Seen] = {}
    try:
        table = source.open()
        missing = [column for column in mapping.values() if column not in table.columns]
        for column in missing:
            found.refuse(1, _("There is no column “%(column)s” in this file.") % {"column": column})
        if not {"title", "body"} & set(mapping):
            found.refuse(1, _("No column holds a title or a text. Say which one does."))
        if found.errors:
            return found
        for row in Reader(mapping).rows(table):
            found.count += 1
            found.date(row)
            for message in row.errors:
                found.refuse(row.line, message)
            _refuse_twin(found, rows, row)
    except TableError as error:
        found.errors.append(said(error))
        return found
    if not found.count:
        found.refuse(None, _("This file holds titles, but no row."))
    _check_parents(found, rows, parents)
    found.errors.sort(key=lambda error: error["line"] or 0)
    return found


def said(error: TableError) -> dict[str, Any]:
    """The sentence without its line, which stands beside it."""
    return {"line": error.line, "message": str(TableError(error.key, None, error.params))}


def _refuse_twin(found: Survey, rows: dict[tuple[bool, str], _Seen], row: Row) -> None:
    place = (row.parent is not None, row.key)
    if first := rows.get(place):
        found.refuse(row.line, _("Same number as line %(line)s: “%(key)s”.") % {"line": first.line, "key": row.key})
    else:
        rows[place] = _Seen(row.line, row.parent)


def _check_parents(found: Survey, rows: dict[tuple[bool, str], _Seen], parents: Step) -> None:
    """Each answer answers something: in this file, or already in the step; and no thread runs in a circle."""
    elsewhere = {
        parent.key for parent in (seen.parent for seen in rows.values()) if parent and not _place(rows, parent)
    }
    known = set(known_keys(parents, elsewhere))
    sound: set[int] = set()  # lines whose thread is known to have a beginning
    for seen in rows.values():
        if seen.parent is None:
            continue
        if not _place(rows, seen.parent) and seen.parent.key not in known:
            found.refuse(seen.line, _("It answers “%(key)s”, which is not here.") % {"key": seen.parent.key})
        elif _turns_round(rows, seen, sound):
            found.refuse(seen.line, _("It answers itself, through “%(key)s”.") % {"key": seen.parent.key})


def _place(rows: dict[tuple[bool, str], Any], parent: Parent) -> tuple[bool, str] | None:
    """Where the parent stands among the rows of the file: a contribution first, unless said to be a comment."""
    kinds = (False, True) if parent.is_comment is None else (parent.is_comment,)
    return next(((kind, parent.key) for kind in kinds if (kind, parent.key) in rows), None)


def _turns_round(rows: dict[tuple[bool, str], _Seen], seen: _Seen, sound: set[int]) -> bool:
    walked: dict[int, None] = {}
    while seen.line not in sound:
        if seen.line in walked:
            return True
        walked[seen.line] = None
        place = _place(rows, seen.parent) if seen.parent else None
        if place is None:
            break
        seen = rows[place]
    sound.update(walked)
    return False


def known_keys(step: Step, keys: Iterable[str]) -> Iterable[str]:
    """Those of ``keys`` that name something said in the step, by its number in a source or by its public code."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        said = Contribution.objects.filter(step=step, kind__in=(PROPOSAL, COMMENT)).exclude(state="staged")
        yield from said.filter(source_key__in=chunk).values_list("source_key", flat=True)
        yield from said.filter(code__in=chunk).values_list("code", flat=True)
