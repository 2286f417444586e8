"""The full-text index of each database, behind the same four gestures.

Words are folded and stemmed in Python before they come here, so both databases find the same things; their own
stemmers (« french », « arabic ») would make two different engines of one text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import connection
from django.db.models import F, QuerySet

from parvis.search.models import SearchEntry


@dataclass(frozen=True)
class Term:
    """One word looked for: the words that stand for it, and whether the beginning of a word is enough."""

    words: tuple[str, ...]
    is_prefix: bool = True

    def found_in(self, words: Iterable[str]) -> bool:
        return any(word.startswith(self.words) if self.is_prefix else word in self.words for word in words)


@dataclass(frozen=True)
class Query:
    """What to look for: all the terms (or any), everywhere or in titles, perhaps among certain kinds."""

    terms: Sequence[Term]
    all_terms: bool = True
    only_title: bool = False
    kinds: tuple[str, ...] = ()


class Engine(Protocol):
    def matching(self, entries: QuerySet[SearchEntry], query: Query) -> QuerySet[SearchEntry]:
        """Entries that match, newest first."""

    def write(self, ids: Sequence[int]) -> None:
        """Bring the index in line with these entries."""

    def erase(self, ids: Sequence[int]) -> None:
        """Forget these entries."""

    def tidy(self) -> None:
        """What is better done at night: merge, drop what points nowhere, count the words."""


class Fts5:
    """SQLite: a standalone FTS5 table, so that any row may be dropped by its number alone."""

    def matching(self, entries: QuerySet[SearchEntry], query: Query) -> QuerySet[SearchEntry]:
        words = (" AND " if query.all_terms else " OR ").join(
            "(" + " OR ".join(f'"{word}"' + "*" * term.is_prefix for word in term.words) + ")"
            for term in query.terms
        )
        columns = "title" if query.only_title else "{title text}"
        kinds = f" AND kind : ({' OR '.join(query.kinds)})" if query.kinds else ""
        return entries.extra(
            tables=["search_text"],
            where=["search_text.rowid = search_searchentry.id", "search_text MATCH %s"],
            params=[f"({columns} : ({words})){kinds}"],
        ).extra(order_by=["-search_text.rowid"])

    def write(self, ids: Sequence[int]) -> None:
        self.erase(ids)
        marks = ",".join(["%s"] * len(ids))
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_text(rowid, title, text, kind) "  # noqa: S608 -- only placeholders
                f"SELECT id, title, text, kind FROM search_searchentry WHERE id IN ({marks})",
                list(ids),
            )

    def erase(self, ids: Sequence[int]) -> None:
        marks = ",".join(["%s"] * len(ids))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM search_text WHERE rowid IN ({marks})", list(ids))  # noqa: S608

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_text WHERE rowid NOT IN (SELECT id FROM search_searchentry)")
            cursor.execute("INSERT INTO search_text(search_text) VALUES ('optimize')")
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_vocabulary USING fts5vocab(main, search_text, row)"
            )
            cursor.execute(
                "UPDATE search_word SET count = coalesce("
                "(SELECT doc FROM temp.search_vocabulary WHERE term = search_word.word), 0)"
            )


class TextVector:
    """PostgreSQL: a generated ``tsvector`` column under a GIN index.

    Bare words, neither positions nor weights, so that no row is read again to check a match: a word of the title
    stands there a second time as ``^word``, the kind as ``=kind``.
    """

    def matching(self, entries: QuerySet[SearchEntry], query: Query) -> QuerySet[SearchEntry]:
        sign = "^" * query.only_title
        words = (" & " if query.all_terms else " | ").join(
            "(" + " | ".join(f"'{sign}{word}'" + ":*" * term.is_prefix for word in term.words) + ")"
            for term in query.terms
        )
        kinds = " & (" + " | ".join(f"'={kind}'" for kind in query.kinds) + ")" if query.kinds else ""
        return entries.extra(
            where=["search_searchentry.vector @@ %s::tsquery"], params=[f"({words}){kinds}"]
        ).order_by(
            (F("pk") + 0).desc()
        )  # not the bare key: reading it backwards would unpack every vector on the way

    def write(self, ids: Sequence[int]) -> None:
        """Nothing: the column is generated."""

    def erase(self, ids: Sequence[int]) -> None:
        """Nothing: the column goes with its row."""

    def tidy(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE search_word SET count = 0")
            cursor.execute(
                "UPDATE search_word SET count = found.ndoc "
                "FROM ts_stat('SELECT vector FROM search_searchentry') AS found WHERE found.word = search_word.word"
            )


def engine() -> Engine:
    return TextVector() if connection.vendor == "postgresql" else Fts5()
