from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, limit_words, recall_post
from parvis.contributions.cards import cards
from parvis.contributions.queries import voices_of
from parvis.core.rights import Refused, why_not
from parvis.subjects import queries
from parvis.subjects.actions import submit_idea
from parvis.subjects.filters import read_idea_filters
from parvis.subjects.forms import IdeaForm
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space, own_query


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
    """Write, say who one is at the end, receive a number; a photo may follow."""
    space = asked_space(request)
    demand_feature(request, "ideas")
    if space is None:
        raise Http404
    words = request.POST if request.method == "POST" else recall_post(request)
    voices = [(str(voice.pk), voice.name) for voice in voices_of(request.actor)]
    form = IdeaForm(words, space=space, voices=voices)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    refused = why_not(request.actor, "submit_idea", space)
    if asked := ask_who(request, refused, Identity.EMAIL):
        return asked
    limit_words(request)
    try:
        idea = submit_idea(space=space, by=request.actor, **form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, form, status=409)
    return redirect("subjects:receipt", idea.code)


def _page(request: HttpRequest, form: IdeaForm, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "unknown": request.actor.identity < Identity.EMAIL,
        "leave_url": reverse("subjects:ideas") + own_query(request.space),
        "draft_key": f"idea-{form.space.slug}",
    }
    return render(request, "subjects/submit.html", context, status=status)
