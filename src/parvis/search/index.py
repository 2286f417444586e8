"""What can be found, and keeping the index in line with it.

A room declares a ``Source`` in its ``search.py``: which rows, what to read in them, how to show them. Contributions
and all that lies below are declared in ``sources.py`` of this room.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from parvis.core.text import stem, tokens
from parvis.search import vocabulary
from parvis.search.engines import engine
from parvis.search.models import TARGETS, Definition, SearchEntry

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# To be raised when words are cut in another way, or other things are read in what is found: an upgrade then rebuilds.
DEFINITION = 1
CHUNK = 500
# A tsvector holds one megabyte; nobody looks for the last word of a novel.
LONGEST_TEXT = 60_000
LONGEST_WORD = 80


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is read in a thing. ``text`` is the words of all its languages; ``weight``: how many people back it."""

    kind: str
    title: str
    text: str
    at: datetime
    is_public: bool
    language: str = "fr"
    space_id: int | None = None
    process_id: int | None = None
    step_id: int | None = None
    territory_id: int | None = None
    theme_id: int | None = None
    weight: int = 0


@dataclass(frozen=True, kw_only=True)
class Found:
    """A result, ready to be drawn: in the reader’s language, from the thing itself."""

    title: str
    url: str
    kind: str
    text: str = ""
    where: str = ""
    language: str = ""
    at: datetime | None = None

    @classmethod
    def of(cls, row: Any, *, kind: str, text: object, where: object, at: datetime | None) -> "Found":
        """Of a thing with a page of its own and a title in several languages."""
        return cls(
            title=str(row.title),
            url=row.get_absolute_url(),
            kind=kind,
            text=str(text),
            where=str(where),
            language=row.title.language,
            at=at,
        )


@dataclass(frozen=True, kw_only=True)
class Source:
    """``read`` returns None for what must not be found at all; ``show`` gives only what the actor may see."""

    target: str
    rows: Callable[[], models.QuerySet[Any]]
    read: Callable[[Any], Entry | None]
    show: Callable[["Actor", Sequence[int]], dict[int, Found]]


sources: dict[str, Source] = {}


def declare(source: Source) -> Source:
    if source.target not in TARGETS or source.target in sources:
        raise ValueError(f"{source.target}: declared twice, or no column of SearchEntry.")
    sources[source.target] = source
    return source


def put(target: str, ids: Iterable[int]) -> int:
    """Index these things, or forget those that must not be found; called inside a transaction."""
    source = sources[target]
    wanted = list(ids)
    read = {row.pk: source.read(row) for row in source.rows().filter(pk__in=wanted)}
    entries = {pk: entry for pk, entry in read.items() if entry}
    forget(target, [pk for pk in wanted if pk not in entries])
    if entries:
        rows = [_row(target, pk, entry) for pk, entry in entries.items()]
        SearchEntry.objects.bulk_create(rows, update_conflicts=True, unique_fields=[target], update_fields=_COLUMNS)
        engine().write([row.pk for row in rows])
        vocabulary.learn(part for entry in entries.values() for part in (entry.title, entry.text))
    return len(entries)


def forget(target: str, ids: Sequence[int]) -> None:
    """Take these things out of the index."""
    gone = list(SearchEntry.objects.filter(**{f"{target}_id__in": ids}).values_list("id", flat=True)) if ids else []
    if gone:
        engine().erase(gone)
        SearchEntry.objects.filter(pk__in=gone).delete()


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Read everything again, in short transactions; the site stays open meanwhile."""
    total, done, found = sum(source.rows().count() for source in sources.values()), 0, 0
    for target, source in sources.items():
        last = 0
        while ids := list(source.rows().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
            with transaction.atomic():
                found += put(target, ids)
            last, done = ids[-1], done + len(ids)
            progress(done, total)
    engine().tidy()
    Definition.objects.update_or_create(pk=1, defaults={"number": DEFINITION})
    return found


def is_outdated() -> bool:
    """Built by a version that did not index as this one does."""
    return not Definition.objects.filter(number=DEFINITION).exists()


def stemmed(text: str) -> str:
    """The words as they are indexed; a string longer than any word is an address or a joke."""
    return " ".join(stem(token) for token in tokens(text[:LONGEST_TEXT]) if len(token) <= LONGEST_WORD)


def _row(target: str, pk: int, entry: Entry) -> SearchEntry:
    return SearchEntry(
        **{f"{target}_id": pk},
        kind=entry.kind,
        language=entry.language,
        title=stemmed(entry.title),
        text=stemmed(entry.text),
        is_public=entry.is_public,
        space_id=entry.space_id,
        in_process_id=entry.process_id,
        in_step_id=entry.step_id,
        in_territory_id=entry.territory_id,
        theme_id=entry.theme_id,
        weight=entry.weight,
        at=entry.at,
    )


_COLUMNS = [f.name for f in SearchEntry._meta.concrete_fields if not f.primary_key and f.name not in TARGETS]
