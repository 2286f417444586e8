from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parvis.contributions.cards import cards
from parvis.subjects import queries
from parvis.subjects.actions import submit_idea
from parvis.subjects.filters import read_idea_filters
from parvis.subjects.forms import IdeaForm
from parvis.subjects.views.saying import Saying, say
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space, own_query

IDEA = Saying(
    feature="ideas",
    right="submit_idea",
    form=IdeaForm,
    verb=submit_idea,
    template="subjects/submit.html",
    leave="subjects:ideas",
    draft="idea",
)


@require_GET
def idea_list(request: HttpRequest) -> HttpResponse:
    """« La boîte à idées »: what people put in it, and the one thing to do."""
    space = asked_space(request)
    demand_feature(request, "ideas")
    rows = queries.ideas_in(space)
    filters = read_idea_filters(request.GET, space, rows)
    page = queries.page_of_ideas(rows, filters.wanted, request.GET.get("page"))
    context = {
        "filters": filters,
        "own": own_query(space),
        "cards": cards(page.items),
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
    }
    return render(request, "subjects/ideas.html", context)


def submit(request: HttpRequest) -> HttpResponse:
    """A photo may follow, from the receipt."""
    return say(request, IDEA)
