"""One way in for a subject and for an idea: write, say who one is at the end, receive a number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, limit_words, recall_post
from parvis.contributions.models import Contribution
from parvis.contributions.queries import voices_of
from parvis.core.rights import Refused, why_not
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space, own_query


@dataclass(frozen=True, kw_only=True)
class Saying:
    """What differs: the feature a space switches, the right, the form and its verb, the page, where « stop » leads."""

    feature: str
    right: str
    form: Callable[..., Any]
    verb: Callable[..., Contribution]
    template: str
    leave: str
    draft: str


def say(request: HttpRequest, saying: Saying) -> HttpResponse:
    space = asked_space(request)
    demand_feature(request, saying.feature)
    if space is None:
        raise Http404
    words = request.POST if request.method == "POST" else recall_post(request)
    voices = [(str(voice.pk), voice.name) for voice in voices_of(request.actor)]
    form = saying.form(words, space=space, voices=voices)
    if request.method != "POST" or not form.is_valid():
        return _page(request, saying, form, status=422 if request.method == "POST" else 200)
    if asked := ask_who(request, why_not(request.actor, saying.right, space), Identity.EMAIL):
        return asked
    limit_words(request)
    try:
        said = saying.verb(space=space, by=request.actor, **form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, saying, form, status=409)
    return redirect("subjects:receipt", said.code)


def _page(request: HttpRequest, saying: Saying, form: Any, *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "unknown": request.actor.identity < Identity.EMAIL,
        "leave_url": reverse(saying.leave) + own_query(request.space),
        "draft_key": f"{saying.draft}-{form.space.slug}",
    }
    return render(request, saying.template, context, status=status)
