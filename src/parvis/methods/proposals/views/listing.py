from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.contributions.cards import cards
from parvis.contributions.highlights import highlights_of
from parvis.contributions.pages import crumbs_of
from parvis.methods.proposals import queries
from parvis.methods.proposals.filters import read_filters
from parvis.methods.proposals.options import Options, PlaceMode
from parvis.processes.models import Step
from parvis.processes.queries import open_verbs


def list_view(request: HttpRequest, step: Step) -> HttpResponse:
    """The step’s public page: what was said, and the one thing to do."""
    filters = read_filters(request.GET, step)
    rows = queries.shown(step, filters.wanted)
    context = {
        "step": step,
        "process": step.process,
        "crumbs": crumbs_of(step.process),
        "filters": filters,
        "is_open": "create" in open_verbs(step),
        "has_map": Options.of(step).place == PlaceMode.POINT and step.process.space.has("map"),
    }
    if context["has_map"] and filters.view == "map":
        return render(request, "proposals/map.html", context | {"map": queries.map_of(step, rows)})
    page = queries.page_of(rows, filters.wanted, request.GET.get("page"))
    total, more = queries.total_of(step, rows, filters.wanted, page)
    context |= {
        "cards": cards(page.items),
        "total": total,
        "more": more,
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
        "highlights": [] if filters.wanted.narrows else highlights_of([step]),
    }
    return render(request, "proposals/list.html", context)
