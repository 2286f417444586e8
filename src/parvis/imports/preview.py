"""What the first rows of a file become, before anything is written."""

from dataclasses import dataclass, field
from itertools import islice

from django.utils.translation import gettext as _

from parvis.contributions.models import ImportBatch, Stance
from parvis.core.rights import Sentence
from parvis.core.sentences import short_date
from parvis.core.tables import TableError
from parvis.core.text import excerpt
from parvis.imports.columns import recognised
from parvis.imports.files import SAMPLE, Source
from parvis.imports.rows import Reader, Row
from parvis.imports.survey import said

SHOWN = 8


@dataclass
class Preview:
    """``rows``: (line, kind, title, text, facts) in words; ``errors``: those of the first rows read."""

    columns: list[str] = field(default_factory=list)
    origin: Sentence | None = None
    rows: list[tuple[int, str, str, str, list[str]]] = field(default_factory=list)
    errors: list[dict[str, object]] = field(default_factory=list)
    read: int = 0


def preview(batch: ImportBatch) -> Preview:
    seen = Preview()
    try:
        table = Source.kept(batch.filename, batch.options["stored"]).open()
        seen.columns, seen.origin = table.columns, recognised(table.columns)
        mapping = {name: column for name, column in batch.mapping.items() if column in table.columns}
        for row in islice(Reader(mapping).rows(table), SAMPLE):
            seen.read += 1
            seen.errors += [{"line": row.line, "message": message} for message in row.errors]
            if len(seen.rows) < SHOWN:
                seen.rows.append(_in_words(row))
    except TableError as error:
        seen.errors.append(said(error))
    return seen


def _in_words(row: Row) -> tuple[int, str, str, str, list[str]]:
    kind = str(row.nature.label)
    if row.parent:
        kind = _("Answer to %(key)s") % {"key": row.parent.key}
    facts = [
        Stance(row.stance).label if row.parent and row.stance is not None else "",
        short_date(row.date) if row.date else _("dated by the import"),
        row.author,
        " › ".join(part for part in row.category if part),
        row.text("territory"),
        _votes(row),
        _("not public: in the bin") if row.is_removed else "",
    ]
    return row.line, kind, row.title, excerpt(row.body, 160), [str(fact) for fact in facts if fact]


def _votes(row: Row) -> str:
    if not (row.votes_for or row.votes_against or row.votes_neutral):
        return ""
    counts = {"agree": row.votes_for, "against": row.votes_against, "mixed": row.votes_neutral}
    return _("votes: %(agree)s for, %(against)s against, %(mixed)s mixed") % counts
