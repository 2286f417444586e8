"""Finding: all the words, else the words meant, else some of the words; always within what the actor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from parvis.accounts.models import Role
from parvis.contributions.models import Contribution
from parvis.core.text import keywords, similarity
from parvis.processes.queries import in_scope
from parvis.search.engines import Query, Term, engine
from parvis.search.highlight import mark, marked_excerpt
from parvis.search.index import Found, sources
from parvis.search.models import TARGETS, SearchEntry, Word
from parvis.search.vocabulary import near
from parvis.territories.models import Space, TerritoryClosure

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.processes.models import Process, Step, Theme
    from parvis.territories.models import Territory

PER_PAGE = 20
# Beyond, the total is « more than 1 000 ».
CAP = 1000
# How many are ranked: the newest, and the newest whose title matches; the others follow by date.
RANKED = 100
FEW = 3
MOST_TERMS = 10
MOST_MENDED = 3
# Kinds that frame the rest come first when they match as well.
FRAMES = {"process": 4.0, "territory": 3.0, "page": 2.0, "gathering": 1.0, "article": 1.0}


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What narrows a search. ``kind``: process, contribution, comment, territory, page, article, gathering.

    ``examples``: also what is only an example (« France (exemple) »): found from its own space alone (A10).
    """

    kind: str = ""
    process: "Process | None" = None
    territory: "Territory | None" = None
    theme: "Theme | None" = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    examples: bool = False


@dataclass(frozen=True)
class Result:
    found: Found
    title: SafeString
    excerpt: SafeString


@dataclass(frozen=True)
class Results:
    """A page of results. ``is_capped``: there are more than ``total``. ``meant``: the words searched instead."""

    results: list[Result]
    total: int
    page: int = 1
    is_capped: bool = False
    meant: str = ""
    is_partial: bool = False

    @property
    def has_next(self) -> bool:
        return self.page * PER_PAGE < self.total


def search(actor: "Actor", text: str, filters: Filters | None = None, *, page: int = 1) -> Results:
    """What ``actor`` may see that holds these words, the likeliest first."""
    terms = _terms(text)
    if not terms:
        return Results([], 0)
    entries = narrowed(visible_to(actor), filters or Filters())
    hits = _Hits(entries, terms)
    meant, is_partial = "", False
    if len(hits.newest) < FEW:
        wider, meant = _as_meant(terms, most=MOST_MENDED)
        if meant:
            other = _Hits(entries, wider)
            if len(other.newest) > len(hits.newest):
                hits = other
            else:
                meant = ""
        if not hits.newest and len(terms) > 1:
            hits, is_partial = _Hits(entries, wider, all_terms=False), True
    return _page(actor, hits, page, meant, is_partial)


def matching_processes(text: str) -> list[int]:
    """The démarches that speak of all these words; rights and order are the list’s own."""
    return _speaking_of(text, SearchEntry.objects.filter(process__isnull=False), "process")


def matching_in_step(step: "Step", text: str) -> list[int]:
    """The public contributions of a step that hold all these words, a capped number of them."""
    said = SearchEntry.objects.filter(in_step=step, is_public=True).exclude(kind="comment")
    return _speaking_of(text, said, "contribution")


def _speaking_of(text: str, entries: QuerySet[SearchEntry], target: str) -> list[int]:
    """What holds these words, else the words meant; a list mends one word, so as to ask little."""
    terms = _terms(text)
    if not terms:
        return []
    if found := _targets(entries, terms, target):
        return found
    wider, meant = _as_meant(terms, most=1)
    return _targets(entries, wider, target) if meant else []


def _targets(entries: QuerySet[SearchEntry], terms: list[Term], target: str) -> list[int]:
    return list(engine().matching(entries, Query(terms)).values_list(target, flat=True)[: CAP + 1])


def _terms(text: str) -> list[Term]:
    words = dict.fromkeys(keywords(text[:200]))
    return [Term((word,), is_prefix=len(word) > 1) for word in words][:MOST_TERMS]


def visible_to(actor: "Actor") -> QuerySet[SearchEntry]:
    """Public things, and those of the spaces and démarches the actor works for."""
    scope = actor.scope(*Role)
    public = Q(is_public=True)
    return SearchEntry.objects.filter(public | in_scope(scope, process="in_process_id") if scope else public)


def narrowed(entries: QuerySet[SearchEntry], filters: Filters) -> QuerySet[SearchEntry]:
    if not filters.examples and not filters.process:
        entries = entries.exclude(space__in=Space.objects.filter(is_example=True))
    if filters.kind == "contribution":
        entries = entries.filter(contribution__isnull=False).exclude(kind="comment")
    elif filters.kind:
        entries = entries.filter(kind=filters.kind)
    if filters.process:
        entries = entries.filter(in_process=filters.process)
    if filters.territory:
        below = TerritoryClosure.objects.filter(ancestor=filters.territory).values("descendant")
        entries = entries.filter(in_territory__in=below)
    if filters.theme:
        entries = entries.filter(theme=filters.theme)
    if filters.language:
        entries = entries.filter(language=filters.language)
    if filters.since:
        entries = entries.filter(at__date__gte=filters.since)
    if filters.until:
        entries = entries.filter(at__date__lte=filters.until)
    return entries


class _Row(NamedTuple):
    """What ranking and showing need of an entry, nothing more: hundreds are read for a common word."""

    pk: int
    kind: str
    title: str
    weight: int
    contribution: int | None
    process: int | None
    territory: int | None
    page: int | None
    article: int | None
    gathering: int | None


def _rows(ids: Iterable[int]) -> dict[int, _Row]:
    columns = ("pk", "kind", "title", "weight", *(f"{target}_id" for target in TARGETS))
    return {values[0]: _Row(*values) for values in SearchEntry.objects.filter(pk__in=ids).values_list(*columns)}


@dataclass
class _Hits:
    """Entries that match, a capped number of them."""

    entries: QuerySet[SearchEntry]
    terms: list[Term]
    all_terms: bool = True
    rows: dict[int, _Row] = field(default_factory=dict)

    @cached_property
    def newest(self) -> list[int]:
        return self._matching(CAP + 1)

    @cached_property
    def ranked(self) -> list[int]:
        """All ids, likeliest first. When they are too many, those whose title matches are not missed for being old."""
        ids = self.newest[:RANKED]
        if len(self.newest) > RANKED:
            ids += self._matching(RANKED, only_title=True, kinds=tuple(FRAMES))
            ids += self._matching(RANKED, only_title=True)
        self.rows |= _rows(ids)
        likeliest = sorted((self.rows[pk] for pk in dict.fromkeys(ids)), key=self._likeliness, reverse=True)
        return list(dict.fromkeys([*(row.pk for row in likeliest), *self.newest]))

    def page(self, number: int) -> list[_Row]:
        ids = self.ranked[:CAP][(number - 1) * PER_PAGE : number * PER_PAGE]
        missing = [pk for pk in ids if pk not in self.rows]
        self.rows |= _rows(missing) if missing else {}
        return [self.rows[pk] for pk in ids]

    def _matching(self, cap: int, *, only_title: bool = False, kinds: tuple[str, ...] = ()) -> list[int]:
        query = Query(self.terms, all_terms=self.all_terms, only_title=only_title, kinds=kinds)
        return list(engine().matching(self.entries, query).values_list("pk", flat=True)[:cap])

    def _likeliness(self, row: _Row) -> tuple[float, int]:
        """Words in the title, then what frames the rest, then how many people back it, then the newest."""
        words = row.title.split()
        in_title = sum(term.found_in(words) for term in self.terms) / len(self.terms)
        exact = sum(term.words[0] in words for term in self.terms) / len(self.terms) if in_title else 0
        backing = min(row.weight.bit_length(), 8) / 2
        return 4 * in_title + 2 * exact + FRAMES.get(row.kind, 0) + backing - (row.kind == "comment"), row.pk


def _as_meant(terms: Sequence[Term], *, most: int) -> tuple[list[Term], str]:
    """The terms widened to the words nearest to each that few people write, and how one would write them.

    The ``most`` longest are looked at, likeliest to hold the typing mistake: one query each.
    """
    looked_at = sorted((term.words[0] for term in terms), key=len, reverse=True)[:most]
    widened, written, is_changed = [], [], False
    for term in terms:
        word = term.words[0]
        close = near(word) if word in looked_at else []
        is_known = any(other.word == word and other.count > 1 for other in close)
        alike = [] if is_known else [other for other in close if other.word != word]
        is_changed = is_changed or bool(alike)
        widened.append(Term((word, *(other.word for other in alike)), is_prefix=not alike))
        written.append(alike[0].written if alike else word)
    return widened, " ".join(written) if is_changed else ""


def _page(actor: "Actor", hits: _Hits, page: int, meant: str, is_partial: bool) -> Results:
    total = min(len(hits.newest), CAP)
    page = max(1, min(page, -(-total // PER_PAGE) or 1))
    rows = hits.page(page)
    shown = _show(actor, rows)
    results = [
        Result(found, mark(found.title, hits.terms), marked_excerpt(found.text, hits.terms))
        for row in rows
        if (found := shown.get(row.pk))
    ]
    return Results(results, total, page, len(hits.newest) > CAP, meant, is_partial)


def _show(actor: "Actor", rows: Iterable[_Row]) -> dict[int, Found]:
    """The things themselves, one query per kind, asked again with the actor’s own rights."""
    by_target: dict[str, dict[int, int]] = {}
    for row in rows:
        target = next(name for name in TARGETS if getattr(row, name))
        by_target.setdefault(target, {})[getattr(row, target)] = row.pk
    return {
        entry_ids[pk]: found
        for target, entry_ids in by_target.items()
        for pk, found in sources[target].show(actor, list(entry_ids)).items()
    }


ALIKE = 0.34
COMPARED = 300


def similar_contributions(step: "Step", text: str, limit: int = 5) -> list[Contribution]:
    """Public contributions of this step whose title is like ``text``, the likest first; for the form while typing.

    Tolerant of accents, plurals and typing mistakes.
    """
    words = list(dict.fromkeys(keywords(text[:200])))[:MOST_TERMS]
    if not words:
        return []
    entries = SearchEntry.objects.filter(in_step=step, is_public=True).exclude(kind="comment")
    rarest = _rarest(words)
    query = Query(rarest, all_terms=False, only_title=True)
    rows = engine().matching(entries, query).values_list("title", "contribution_id")[:COMPARED]
    likest = sorted(((similarity(text, title), pk) for title, pk in rows), reverse=True)
    ids = [pk for likeness, pk in likest if likeness >= ALIKE][:limit]
    found = Contribution.objects.public().in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _rarest(words: Sequence[str], keep: int = 4) -> list[Term]:
    """The words that tell most, each with its likely spellings when nobody else wrote it."""
    counts = dict(Word.objects.filter(word__in=words).values_list("word", "count"))
    terms = []
    for word in sorted(words, key=lambda word: counts.get(word, 0))[:keep]:
        others = near(word, limit=3) if counts.get(word, 0) < FEW else []
        terms.append(Term(tuple(dict.fromkeys((word, *(other.word for other in others)))), is_prefix=False))
    return terms
