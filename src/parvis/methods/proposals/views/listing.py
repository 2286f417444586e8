from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.contributions.cards import cards
from parvis.contributions.pages import crumbs_of
from parvis.methods.proposals import queries
from parvis.methods.proposals.filters import read_filters
from parvis.processes.models import Step
from parvis.processes.queries import open_verbs


def list_view(request: HttpRequest, step: Step) -> HttpResponse:
    """The step’s public page: what was said, and the one thing to do."""
    filters = read_filters(request.GET, step)
    page = queries.page_of(step, filters.wanted, request.GET.get("page"))
    total, more = queries.total_of(step, filters.wanted)
    context = {
        "step": step,
        "process": step.process,
        "crumbs": crumbs_of(step.process),
        "cards": cards(page.items),
        "filters": filters,
        "total": total,
        "more": more,
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
        "is_open": "create" in open_verbs(step),
    }
    return render(request, "proposals/list.html", context)
