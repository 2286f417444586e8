from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from parvis.processes.cards import cards
from parvis.processes.queries import with_cards
from parvis.site import queries
from parvis.site.home_page import changes, figures_of, home_map, welcome
from parvis.territories.models import Space


def home(request: HttpRequest) -> HttpResponse:
    """The square: what is open first, then where we meet, then what changed."""
    return _door(request)


def space(request: HttpRequest, slug: str) -> HttpResponse:
    """Another space’s front door, in its own colours."""
    request.space = get_object_or_404(
        Space.objects.select_related("territory", "logo", "favicon", "banner"), slug=slug
    )
    return _door(request)


def _door(request: HttpRequest) -> HttpResponse:
    here = request.space
    processes, figures = queries.public_processes(here), figures_of(here)
    first = queries.first_open(here)
    shown, now_open = cards(first), [process for process in first if not process.is_suspended]
    open_count = len(now_open) if len(first) < queries.OPEN_SHOWN else queries.open_now(processes).count()
    return render(
        request,
        "site/home.html",
        {
            "welcome": welcome(here, figures, open_count),
            "processes": shown,
            "before": []
            if shown
            else cards(with_cards(processes).order_by("-published_at", "-id")[: queries.OPEN_SHOWN]),
            "gatherings": queries.next_gatherings(here),
            "articles": queries.latest_articles(here),
            "changes": changes(figures),
            "map": home_map(here, figures),
            "spaces": queries.other_spaces(here),
        },
    )
