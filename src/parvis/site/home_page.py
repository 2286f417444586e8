"""The home page’s sentences and figures. A figure is never alone: it carries its base."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.core.prepared import prepared
from parvis.processes.cards import people_sentence
from parvis.replies.models import Outcome
from parvis.site.models import SpaceFigures
from parvis.territories.maps import Map, outline_map
from parvis.territories.models import Space


@dataclass(frozen=True)
class Welcome:
    title: str
    text: str
    base: str


def figures_of(space: Space | None) -> SpaceFigures:
    """The last count; zeros before the first one."""
    return next(iter(_figures(space.pk)), SpaceFigures()) if space else SpaceFigures()


@prepared
def _figures(space: int) -> QuerySet[SpaceFigures]:
    return SpaceFigures.objects.filter(space=space).select_related("featured")


def welcome(space: Space | None, figures: SpaceFigures, open_count: int) -> Welcome:
    base = [ngettext("%(n)d subject open", "%(n)d subjects open", open_count) % {"n": open_count}]
    if figures.people:
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
    featured: Outcome
    figures: list[Figure]


def changes(figures: SpaceFigures) -> Changes | None:
    """What changed thanks to people, or nothing at all while nothing has."""
    if figures.featured is None:
        return None
    decided = Figure(
        str(figures.decided),
        ngettext("decision changed", "decisions changed", figures.decided),
        ngettext("%(n)d already done", "%(n)d already done", figures.done) % {"n": figures.done},
        reverse("site:changes"),
    )
    return Changes(figures.featured, [decided])


def home_map(space: Space | None, figures: SpaceFigures) -> Map | None:
    """The communes of the space, darker where more was said; ``None`` without boundaries, or switched off."""
    if not space or not space.has("map"):
        return None
    return outline_map(space.territory, {int(pk): said for pk, said in figures.communes.items()})
