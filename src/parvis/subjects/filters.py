"""What the reader asked of a list of subjects, read from the address: nothing there is trusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.processes.models import Degree
from parvis.subjects.models import Idea, Nature, Origin, Standing, Subject, Urgency
from parvis.subjects.queries import ORDERS, Wanted, WantedIdeas, places_among, themes_among
from parvis.territories.models import Space

ORDER_WORDS = {
    "date": gettext_lazy("By date of the decision"),
    "recent": gettext_lazy("Newest first"),
    "supported": pgettext_lazy("subjects", "Most supported"),
}


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with its options as (value, label, chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Filters:
    wanted: Wanted | WantedIdeas
    choices: list[Choice]
    params: dict[str, str]

    def url(self, **changes: str) -> str:
        params = {key: value for key, value in (self.params | changes).items() if value}
        return f"?{urlencode(params)}" if params else "?"

    @property
    def all_url(self) -> str:
        """The same list, whole."""
        return f"?espace={self.params['espace']}" if "espace" in self.params else "?"

    @property
    def query(self) -> str:
        return urlencode({key: value for key, value in self.params.items() if value})

    @property
    def orders(self) -> list[tuple[str, str, str, bool]]:
        """Ideas have no date to be sorted by."""
        usual = "date" if isinstance(self.wanted, Wanted) else "recent"
        return [
            (key, str(words), self.url(tri="" if key == usual else key), key == self.wanted.order)
            for key, words in ORDER_WORDS.items()
            if key != "date" or usual == "date"
        ]


def read_filters(params: Mapping[str, Any], space: Space | None, rows: QuerySet[Subject]) -> Filters:
    """``rows``: the whole list, whose themes and communes are offered."""
    chosen, choices = _chosen(
        params,
        ("etat", _("State"), [(key, str(label)) for key, label in Standing.choices]),
        ("origine", _("Proposed by"), [(key, str(label)) for key, label in Origin.choices]),
        ("degre", _("Weight of your opinion"), [(str(key), str(label)) for key, label in Degree.choices]),
        *_where(rows),
    )
    order = params.get("tri") if params.get("tri") in ORDERS else "date"
    wanted = Wanted(
        standing=chosen["etat"],
        origin=chosen["origine"],
        degree=int(chosen["degre"]) if chosen["degre"] else None,
        theme=int(chosen["theme"]) if chosen["theme"] else None,
        territory=int(chosen["commune"]) if chosen["commune"] else None,
        words=_words(params),
        order=str(order),
    )
    return Filters(wanted, choices, _kept(chosen, wanted, "date", space))


def read_idea_filters(params: Mapping[str, Any], space: Space | None, rows: QuerySet[Idea]) -> Filters:
    chosen, choices = _chosen(
        params,
        ("genre", _("What"), [(key, str(label)) for key, label in Nature.choices]),
        ("urgence", _("How urgent it is"), [(key, str(label)) for key, label in Urgency.choices]),
        *_where(rows),
    )
    wanted = WantedIdeas(
        nature=chosen["genre"],
        urgency=chosen["urgence"],
        theme=int(chosen["theme"]) if chosen["theme"] else None,
        territory=int(chosen["commune"]) if chosen["commune"] else None,
        words=_words(params),
        order="supported" if params.get("tri") == "supported" else "recent",
    )
    return Filters(wanted, choices, _kept(chosen, wanted, "recent", space))


Offered = tuple[str, str, list[tuple[str, str]]]


def _where(rows: QuerySet[Any]) -> tuple[Offered, Offered]:
    return (
        ("theme", _("Theme"), [(str(one.pk), str(one)) for one in themes_among(rows)]),
        ("commune", _("Commune"), [(str(one.pk), one.name) for one in places_among(rows)]),
    )


def _chosen(params: Mapping[str, Any], *offered: Offered) -> tuple[dict[str, str], list[Choice]]:
    chosen = {
        name: params.get(name, "") if params.get(name) in dict(values) else "" for name, _label, values in offered
    }
    choices = [
        Choice(name, label, [("", _("All"), False), *((v, text, v == chosen[name]) for v, text in values)])
        for name, label, values in offered
        if values
    ]
    return chosen, choices


def _words(params: Mapping[str, Any]) -> str:
    return str(params.get("q", "")).replace("\0", "").strip()[:80]


def _kept(chosen: dict[str, str], wanted: Wanted | WantedIdeas, usual: str, space: Space | None) -> dict[str, str]:
    kept = {**chosen, "q": wanted.words, "tri": "" if wanted.order == usual else wanted.order}
    if space and not space.is_main:
        kept["espace"] = space.slug
    return kept
