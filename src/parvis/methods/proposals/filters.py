"""What the reader asked of the list, read from the address: nothing there is trusted, nothing there makes an error."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from parvis.contributions.models import Stage, Status, Verdict
from parvis.methods.proposals.models import Category
from parvis.methods.proposals.options import Options, Sort
from parvis.methods.proposals.queries import Wanted, communes_of
from parvis.processes.models import Step

# The visitor's own place in the circle: enough of them for nobody to be always first, few enough for caches.
STARTS = 64
# Beside cards, what one sees when nothing is asked.
VIEWS = ("lines", "map")
LARGEST_SHUFFLE = 2**31


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, with its options as (value, label, chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Filters:
    wanted: Wanted
    choices: list[Choice]
    sorts: list[tuple[str, str, str]]
    view: str
    params: dict[str, str]

    def url(self, **changes: str) -> str:
        """This list with something changed; a change of anything but the page goes back to the first."""
        params = {key: value for key, value in (self.params | changes).items() if value}
        return f"?{urlencode(params)}"

    @property
    def cards_url(self) -> str:
        return self.url(view="")

    @property
    def lines_url(self) -> str:
        return self.url(view="lines")

    @property
    def map_url(self) -> str:
        return self.url(view="map")

    @property
    def active(self) -> int:
        return sum(any(chosen for value, _label, chosen in c.options if value) for c in self.choices)


def read_filters(params: Mapping[str, Any], step: Step) -> Filters:
    options = Options.of(step)
    choices = _choices(params, step, options)
    chosen = {c.name: next((value for value, _label, is_chosen in c.options if is_chosen), "") for c in choices}
    sort = Sort(params["sort"]) if params.get("sort") in Sort.values else Sort(options.sort)
    start = _start(params.get("from"))
    wanted = Wanted(
        nature=chosen.get("nature", ""),
        category=int(chosen["category"]) if chosen.get("category") else None,
        commune=int(chosen["commune"]) if chosen.get("commune") else None,
        status=int(chosen["status"]) if chosen.get("status") else None,
        verdict=chosen.get("verdict", ""),
        stage=int(chosen["stage"]) if chosen.get("stage") else None,
        words=str(params.get("words", "")).replace("\0", "").strip()[:80],
        sort=sort,
        start=start * (LARGEST_SHUFFLE // STARTS),
    )
    kept = {
        **chosen,
        "words": wanted.words,
        "sort": sort if sort != options.sort else "",
        "view": str(params["view"]) if params.get("view") in VIEWS else "",
        "from": str(start) if sort == Sort.SHUFFLED else "",
    }
    filters = Filters(wanted, choices, [], kept["view"], kept)
    return replace(filters, sorts=[(s, str(s.label), filters.url(sort=s)) for s in _sorts(options)])


def _start(given: Any) -> int:
    if isinstance(given, str) and given.isdecimal() and len(given) < 4:
        return int(given) % STARTS
    return random.randrange(STARTS)  # noqa: S311 -- an order, not a secret


def _sorts(options: Options) -> list[Sort]:
    hidden = {
        s for s, shown in ((Sort.SUPPORTED, options.supports), (Sort.DISCUSSED, options.comments)) if not shown
    }
    return [sort for sort in Sort if sort not in hidden]


def _choices(params: Mapping[str, Any], step: Step, options: Options) -> list[Choice]:
    categories = [(str(c.pk), str(c)) for c in Category.objects.filter(step=step)]
    communes = [(str(c.pk), c.name) for c in communes_of(step)] if options.place != "none" else []
    statuses = [(str(s.pk), str(s)) for s in Status.objects.filter(process=step.process_id)]
    offered = (
        ("nature", _("What"), [(key, str(label)) for key, label in options.nature_choices]),
        ("category", _("Category"), categories),
        ("commune", _("Commune"), communes),
        ("verdict", _("Answer"), [(key, str(label)) for key, label in Verdict.choices]),
        ("status", _("Where it stands"), statuses),
        ("stage", _("On the thread"), [(str(key), str(label)) for key, label in Stage.choices]),
    )
    return [
        Choice(name, label, [("", _("All"), False), *((v, text, params.get(name) == v) for v, text in values)])
        for name, label, values in offered
        if len(values) > 1 or (values and name in {"category", "status"})
    ]
