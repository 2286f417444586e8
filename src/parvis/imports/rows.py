"""One row of a table read as what it becomes; what is wrong in it is said in sentences."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from parvis.contributions.models import Channel, Stance
from parvis.core.tables import Table
from parvis.core.text import excerpt, normalise, strip_html
from parvis.imports import values
from parvis.imports.columns import folded
from parvis.methods.proposals.models import Nature

LONGEST_TITLE = 200
LONGEST_KEY = 60
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parent:
    """What a row answers, by its number in the source. ``is_comment``: None when the file does not say."""

    key: str
    is_comment: bool | None = None


@dataclass(slots=True)
class Row:
    """A contribution to be. ``key`` is the source’s number, else a hash of the row and its rank among its twins."""

    line: int
    cells: Mapping[str, str]
    key: str
    parent: Parent | None
    stance: Stance | None
    date: datetime | None
    votes_for: int
    votes_against: int
    votes_neutral: int
    lon: float | None
    lat: float | None
    nature: Nature
    channel: Channel
    is_removed: bool
    errors: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells.get(name, "").strip()

    @property
    def title(self) -> str:
        return excerpt(strip_html(self.text("title")), LONGEST_TITLE)

    @property
    def body(self) -> str:
        """Plain text; a title too long for its column stands whole above it."""
        title, body = strip_html(self.text("title")), strip_html(self.text("body"))
        return f"{title}\n\n{body}".strip() if len(title) > LONGEST_TITLE else body

    @property
    def author(self) -> str:
        """The name shown. An address is never shown."""
        name = self.text("author")
        return "" if "@" in name else name[:120]

    @property
    def category(self) -> tuple[str, str]:
        return self.text("category"), self.text("subcategory")


class Reader:
    """Turns the rows of a table into ``Row``s, given which column is what (``{field: column}``)."""

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self.mapping = mapping
        self.seen: Counter[str] = Counter()
        # « 0 » is « neutral » where sides are called an alignment (Decidim), « against » elsewhere.
        name = folded(mapping["stance"])[0] if "stance" in mapping else ""
        self.zero = Stance.NEUTRAL if name in {"alignment", "alignement"} else Stance.AGAINST

    def rows(self, table: Table) -> Iterator[Row]:
        for line, cells in table.rows:
            yield self.read(line, cells)

    def read(self, line: int, source: Mapping[str, str]) -> Row:
        cells = {name: source[column] for name, column in self.mapping.items()}
        errors: list[str] = []

        def value(name: str, parse: Callable[[str], T], otherwise: T) -> T:
            text = cells.get(name, "").strip()
            if not text:
                return otherwise
            try:
                return parse(text)
            except (ValueError, OverflowError):
                errors.append(_sentence(name, self.mapping[name], text))
                return otherwise

        return Row(
            line=line,
            cells=cells,
            key=self._key(cells, source),
            parent=_parent(cells),
            stance=value("stance", lambda text: values.stance(text, zero=self.zero), None),
            date=value("date", values.moment, None),
            votes_for=value("votes_for", values.count, 0) + value("earlier_votes", values.count, 0),
            votes_against=value("votes_against", values.count, 0),
            votes_neutral=value("votes_neutral", values.count, 0),
            lon=value("lon", lambda text: values.degrees(text, 180), None),
            lat=value("lat", lambda text: values.degrees(text, 90), None),
            nature=values.NATURES.get(normalise(cells.get("nature", "")), Nature.PROPOSAL),
            channel=values.channel(cells.get("channel", "")),
            is_removed=values.is_removed(cells.get("removed", "")),
            errors=errors + self._missing(cells),
        )

    def _key(self, cells: Mapping[str, str], source: Mapping[str, str]) -> str:
        if key := cells.get("key", "").strip():
            return key if len(key) <= LONGEST_KEY else _digest(key)
        content = _digest(sorted(source.items()))
        self.seen[content] += 1
        return f"{content}#{self.seen[content]}"

    def _missing(self, cells: Mapping[str, str]) -> list[str]:
        errors = []
        if "key" in self.mapping and not cells["key"].strip():
            errors.append(_("No number in the column “%(column)s”.") % {"column": self.mapping["key"]})
        if not cells.get("title", "").strip() and not cells.get("body", "").strip():
            errors.append(_("This row has neither a title nor a text."))
        if "parent" in self.mapping and "title" not in self.mapping and not cells["parent"].strip():
            errors.append(_("This row does not say which contribution it answers."))
        return errors


def _parent(cells: Mapping[str, str]) -> Parent | None:
    key = cells.get("parent", "").strip()
    if not key:
        return None
    kind, depth = normalise(cells.get("parent_kind", "")), cells.get("depth", "").strip()
    is_comment = "comment" in kind if kind else depth != "0" if depth else None
    return Parent(key if len(key) <= LONGEST_KEY else _digest(key), is_comment)


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:40]


def _sentence(name: str, column: str, text: str) -> str:
    said = {"column": column, "text": excerpt(text, 40)}
    if name == "date":
        return (
            _("“%(column)s”: “%(text)s” is not a date we can read (for example 2015-10-04 or 04/10/2015).") % said
        )
    if name == "stance":
        return _("“%(column)s”: “%(text)s” says neither for nor against.") % said
    if name in {"lon", "lat"}:
        return _("“%(column)s”: “%(text)s” is not a place on the earth, in degrees.") % said
    return _("“%(column)s”: “%(text)s” is not a whole number.") % said
