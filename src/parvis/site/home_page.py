"""The home page’s sentences and figures. A figure is never alone: it carries its base."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.models import TerritoryFigure
from parvis.processes.cards import people_sentence
from parvis.processes.models import Process
from parvis.replies.models import Outcome
from parvis.site.models import SpaceFigures
from parvis.site.queries import open_now, spaces_within
from parvis.territories.models import Kind, Space, TerritoryClosure


@dataclass(frozen=True)
class Welcome:
    title: str
    text: str
    base: str


def welcome(space: Space | None, processes: QuerySet[Process]) -> Welcome:
    open_count = open_now(processes).count()
    base = [ngettext("%(n)d subject open", "%(n)d subjects open", open_count) % {"n": open_count}]
    figures = SpaceFigures.objects.filter(space=space).first()
    if figures and figures.people:
        base.append(people_sentence(figures.people))
    return Welcome(
        title=str(space.welcome_title)
        if space and space.welcome_title
        else _("Your territory asks for your opinion. And tells you what it does with it."),
        text=str(space.welcome_text) if space else "",
        base=" · ".join(base),
    )


@dataclass(frozen=True)
class Figure:
    value: str
    label: str
    base: str = ""
    url: str = ""


@dataclass(frozen=True)
class Changes:
    featured: Outcome | None
    figures: list[Figure]


def changes(space: Space | None) -> Changes | None:
    """What changed thanks to people, or nothing at all while nothing has."""
    outcomes = Outcome.objects.filter(space__in=spaces_within(space))
    featured = outcomes.filter(is_featured=True).select_related("process").first() or outcomes.first()
    if featured is None:
        return None
    decided = outcomes.aggregate(n=Count("pk"), done=Count("pk", filter=Q(state=Outcome.State.DONE)))
    figures = [
        Figure(
            str(decided["n"]),
            ngettext("decision changed", "decisions changed", decided["n"]),
            ngettext("%(n)d already done", "%(n)d already done", decided["done"]) % {"n": decided["done"]},
            reverse("site:changes"),
        )
    ]
    return Changes(featured, figures)


def home_map(space: Space | None) -> Any:
    """The communes of the space, darker where more was said; ``None`` without boundaries."""
    if not space:
        return None
    from parvis.territories.maps import outline_map

    inside = TerritoryClosure.objects.filter(ancestor=space.territory_id).values("descendant")
    counts = dict(
        TerritoryFigure.objects.filter(territory__in=inside, territory__kind=Kind.COMMUNE)
        .values_list("territory")
        .annotate(n=Sum("contributions"))
    )
    return outline_map(space.territory, counts)
