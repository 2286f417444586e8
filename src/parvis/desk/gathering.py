"""« Réunir »: contributions that say the same thing, looked at side by side before they become one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from parvis.contributions.cards import author_name, title_of
from parvis.contributions.models import Contribution
from parvis.contributions.queries import manageable_by, with_page
from parvis.core.rights import demand
from parvis.core.text import excerpt
from parvis.search.queries import similar_contributions
from parvis.supports.models import Support

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_AT_ONCE = 50
MOST_FOUND = 12


@dataclass(frozen=True)
class Row:
    one: Contribution
    title: str
    author: str
    words: str


@dataclass(frozen=True)
class Gathering:
    """``people``: how many distinct persons support one or another; ``refused``: those that cannot be gathered."""

    chosen: list[Row]
    refused: list[Row]
    people: int
    comments: int
    nearby: list[Row]
    is_search: bool


def chosen(request: HttpRequest) -> list[Contribution]:
    """The contributions named in the address or the form, that this person manages, in the order they were named."""
    codes = list(dict.fromkeys((request.POST or request.GET).getlist("code")))[:MOST_AT_ONCE]
    found = {one.code: one for one in with_page(manageable_by(request.actor)).filter(code__in=codes)}
    rows = [found[code] for code in codes if code in found]
    if not rows:
        raise Http404(_("Choose at least one contribution."))
    for one in rows:
        demand(request.actor, "manage", one)
    return rows


def gathering(rows: list[Contribution], words: str) -> Gathering:
    """What would become one; beside, what else of the démarche says nearly the same, or holds ``words``."""
    first = rows[0]
    together = [one for one in rows if _may_join(one, first)]
    supporters = Support.objects.filter(contribution__in=together).values("participant").distinct()
    return Gathering(
        chosen=_rows(together),
        refused=_rows(one for one in rows if one not in together),
        people=supporters.count(),
        comments=sum(one.comments_count for one in together),
        nearby=_rows(_nearby(first, words, {one.pk for one in rows})),
        is_search=bool(words),
    )


def _may_join(one: Contribution, first: Contribution) -> bool:
    return one.process_id == first.process_id and one.state == "published" and one.parent_id is None


def _nearby(first: Contribution, words: str, seen: set[int]) -> list[Contribution]:
    alike = similar_contributions(first.step, words or title_of(first), MOST_FOUND) if first.step else []
    if words:
        named = Q(code__iexact=words) | Q(title__icontains=words) | Q(body__icontains=words)
        rows = Contribution.objects.filter(named, process=first.process_id, parent=None, state="published")
        alike = [*rows.order_by("-supports_count", "-id")[:MOST_FOUND], *alike]
    unique = {one.pk: one for one in alike if one.pk not in seen}
    return list(unique.values())[:MOST_FOUND]


def _rows(found: "Iterable[Contribution]") -> list[Row]:
    return [Row(one, title_of(one), author_name(one), excerpt(one.body, 160)) for one in found]
