"""What the public site brings to a territory's page: open démarches there and around, what changed."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import TerritoryFigure
from parvis.processes.cards import cards
from parvis.processes.models import Process
from parvis.processes.queries import with_cards
from parvis.replies.models import Outcome
from parvis.site import mine  # noqa: F401 -- its panels of « Mon suivi »
from parvis.site.queries import open_now
from parvis.territories.models import Territory, TerritoryClosure
from parvis.territories.panels import Measure, Panel, register_measure, register_panel

MOST_CARDS = 6
MOST_CHANGES = 3


def _concerns(territory: Territory, path: str) -> Q:
    """What is about a territory, one inside it, or one it lies in."""
    below = TerritoryClosure.objects.filter(ancestor=territory).values("descendant")
    above = TerritoryClosure.objects.filter(descendant=territory).values("ancestor")
    return Q(**{f"{path}__in": below}) | Q(**{f"{path}__in": above})


def _open(request: HttpRequest, territory: Territory) -> dict[str, Any]:
    found = open_now(Process.objects.public().filter(_concerns(territory, "territory"), space__is_example=False))
    shown = list(with_cards(found)[: MOST_CARDS + 1])
    return {"territory": territory, "cards": cards(shown[:MOST_CARDS]), "more": len(shown) > MOST_CARDS}


def _changed(request: HttpRequest, territory: Territory) -> dict[str, Any] | None:
    found = Outcome.objects.filter(
        _concerns(territory, "process__territory"), process__visibility="public", space__is_example=False
    )
    shown = list(found.select_related("process")[:MOST_CHANGES])
    return {"outcomes": shown} if shown else None


def _contributions(territory: Territory) -> dict[int, int]:
    figures = TerritoryFigure.objects.filter(territory__closure_up__ancestor=territory)
    return dict(figures.values_list("territory").annotate(n=Sum("contributions")))


def _open_processes(territory: Territory) -> dict[int, int]:
    found = open_now(Process.objects.public().filter(territory__closure_up__ancestor=territory))
    return dict(found.order_by().values_list("territory").annotate(n=Count("pk")))


register_panel(Panel(key="open", template="site/territory_open.html", context=_open, order=10))
register_panel(Panel(key="changed", template="site/territory_changed.html", context=_changed, order=20))
register_measure(Measure(key="contributions", label=_("Opinions"), counts=_contributions))
register_measure(Measure(key="processes", label=_("Open subjects"), counts=_open_processes))
