"""What each kind of contribution is called, and in which words one supports it.

The spine knows no kind by name: a room declares its own in its ``kinds.py``, imported at start-up. Lists draw from
the envelope; what a kind adds comes by one query per kind, whatever the number of items.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from parvis.contributions.models import Contribution
from parvis.core.rights import Sentence

if TYPE_CHECKING:
    from parvis.contributions.thread import ThreadStep

NOT_OPEN = _("This is not open.")


@dataclass(frozen=True, kw_only=True)
class Words:
    """``noun``: « Besoin ». ``support``: the button, « Moi aussi ». ``supports(46)``: « 46 « moi aussi » »."""

    noun: Sentence
    support: Sentence
    supports: Callable[[int], str]


def _agreed(count: int) -> str:
    return ngettext("%(count)d agrees", "%(count)d agree", count) % {"count": count}


PLAIN = Words(noun=_("Contribution"), support=_("I agree"), supports=_agreed)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """``load`` fetches the children of many envelopes at once; ``words`` and ``facts`` read one child.

    ``facts``: short phrases shown beside the kind (a category).

    What is said outside any démarche has no step to ask: ``opens(contribution, verb)`` says why a gesture is refused
    there, ``crumbs`` where one is, ``has_photos`` whether its author may show some; ``thread`` draws its own, when its
    states are not those of an answer.
    """

    key: str
    words: Callable[[Any], Words] = lambda _child: PLAIN
    facts: Callable[[Any], list[str]] = lambda _child: []
    load: Callable[[Iterable[int]], Mapping[int, Any]] | None = None
    opens: Callable[[Contribution, str], Sentence | None] = lambda _contribution, _verb: NOT_OPEN
    crumbs: Callable[[Contribution], list[tuple[str, str]]] = lambda _contribution: []
    has_photos: bool = False
    thread: "Callable[[Any], list[ThreadStep]] | None" = None


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    if kind.key in _kinds:
        raise ValueError(f"Two kinds are called {kind.key}.")
    _kinds[kind.key] = kind
    return kind


def kind_of(contribution: Contribution) -> Kind:
    return _kinds.get(contribution.kind) or Kind(key=contribution.kind)


def children_of(contributions: Iterable[Contribution]) -> dict[int, Any]:
    """The child of each envelope (itself when its kind adds nothing): one query per kind that adds something."""
    by_kind: dict[str, list[Contribution]] = defaultdict(list)
    for contribution in contributions:
        by_kind[contribution.kind].append(contribution)
    children: dict[int, Any] = {}
    for rows in by_kind.values():
        load = kind_of(rows[0]).load
        loaded = load([row.pk for row in rows]) if load else {}
        children |= {row.pk: loaded.get(row.pk, row) for row in rows}
    return children


def child_of(contribution: Contribution) -> Any:
    """The child of one contribution, asked for once per page; lists use ``children_of`` instead."""
    if not hasattr(contribution, "_child"):
        contribution._child = children_of([contribution])[contribution.pk]
    return contribution._child


def words_of(contribution: Contribution) -> Words:
    return kind_of(contribution).words(child_of(contribution))
