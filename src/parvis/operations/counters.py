"""Counters are denormalised; here they are compared with what is there, and mended (``parvis check``).

Each counter is counted by one grouped query and compared with what the rows hold: linear in the number of rows.
Imported figures live in columns of their own and are never recounted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, QuerySet

from parvis.contributions.models import ChannelFigure, Contribution, Participation, Stance, TerritoryFigure
from parvis.core.verbs import verb
from parvis.follows.models import Follow
from parvis.processes.models import Process, Step
from parvis.supports.models import Support

CHUNK = 1000
SHOWN = Q(state="published", visibility="public")

EVERY = Q()
Key = tuple[object, ...]


@dataclass(frozen=True)
class Counter:
    """``name`` of the rows of ``model`` that ``of`` selects is how many rows of ``rows`` have their ``by``.

    ``key``: the columns of ``model`` that ``by`` answers to. A figure that has no row counts zero.
    """

    model: type[models.Model]
    name: str
    rows: QuerySet
    by: tuple[str, ...]
    key: tuple[str, ...] = ("pk",)
    of: Q = EVERY


@dataclass(frozen=True)
class Wrong:
    key: Key
    held: int
    truth: int


def recount(*, mend: bool = False) -> int:
    """How many counters disagree; with ``mend``, each is put right in short transactions of 1 000 rows."""
    found = 0
    for counter in _counters():
        wrong = list(_compare(counter))
        found += len(wrong)
        for start in range(0, len(wrong) if mend else 0, CHUNK):
            _mend(counter=counter, wrong=wrong[start : start + CHUNK])
    return found


def _counters() -> Iterator[Counter]:
    shown = Contribution.objects.filter(SHOWN).order_by()
    roots, answers = shown.filter(parent=None), shown.exclude(parent=None)
    direct = answers.filter(parent=F("root"))
    is_root, is_answer = Q(parent=None), Q(parent__isnull=False)
    yield Counter(Contribution, "comments_count", answers, ("root",), of=is_root)
    yield Counter(Contribution, "comments_count", answers.exclude(parent=F("root")), ("parent",), of=is_answer)
    for name, stance in (
        ("for_count", Stance.FOR),
        ("against_count", Stance.AGAINST),
        ("neutral_count", Stance.NEUTRAL),
    ):
        yield Counter(Contribution, name, direct.filter(stance=stance), ("root",))
    supports = Support.objects.order_by()
    yield Counter(Contribution, "supports_count", supports, ("contribution",))
    follows = Follow.objects.filter(contribution__isnull=False).order_by()
    yield Counter(Contribution, "follows_count", follows, ("contribution",))
    yield Counter(Step, "contributions_count", roots, ("step",))
    yield Counter(Process, "contributions_count", roots, ("process",))
    yield Counter(Process, "comments_count", answers, ("process",))
    given = supports.filter(contribution__parent=None)
    yield Counter(Process, "supports_count", given, ("contribution__process",))
    people = Participation.objects.order_by()
    yield Counter(Process, "people_count", people, ("process",))
    channel, place = ("process_id", "channel"), ("process_id", "territory_id")
    yield Counter(ChannelFigure, "people", people, channel, key=channel)
    yield Counter(ChannelFigure, "contributions", roots.exclude(process=None), channel, key=channel)
    placed = roots.exclude(process=None).exclude(territory=None)
    yield Counter(TerritoryFigure, "contributions", placed, place, key=place)


def _compare(counter: Counter) -> Iterator[Wrong]:
    truths: dict[Key, int] = {
        row[:-1]: row[-1]
        for row in counter.rows.values_list(*counter.by).annotate(n=Count("pk"))
        if None not in row
    }
    held = counter.model._default_manager.filter(counter.of).exclude(**{counter.name: 0}).order_by()
    for *key, count in held.values_list(*counter.key, counter.name).iterator(chunk_size=10_000):
        truth = truths.pop(tuple(key), 0)
        if truth != count:
            yield Wrong(tuple(key), count, truth)
    for key, truth in truths.items():
        yield Wrong(key, 0, truth)


@verb
def _mend(*, counter: Counter, wrong: list[Wrong]) -> None:
    """Unless it moved meanwhile: then somebody just counted, and the next check looks again."""
    rows = counter.model._default_manager
    for one in wrong:
        where: dict[str, Any] = dict(zip(counter.key, one.key, strict=True))
        if counter.key != ("pk",):
            rows.get_or_create(**where)
        rows.filter(**where, **{counter.name: one.held}).update(**{counter.name: one.truth})
