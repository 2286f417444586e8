from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.identification import ask_who
from parvis.contributions.cards import title_of
from parvis.contributions.kinds import words_of
from parvis.contributions.models import Contribution
from parvis.contributions.pages import crumbs_about, open_contribution
from parvis.core.rights import Refused, Sentence, why_not
from parvis.supports.actions import support, unsupport
from parvis.supports.queries import supported_by
from parvis.supports.rules import NOT_KNOWN, least_identity
from parvis.territories.features import demand_feature


def give(request: HttpRequest, code: str) -> HttpResponse:
    """One page, one button; the button of the contribution's page leads here."""
    contribution = open_contribution(request, code)
    demand_feature(request, "supports")
    refusal = why_not(request.actor, "support", contribution)
    if request.actor.participant is None:
        refusal = refusal or NOT_KNOWN
    if asked := ask_who(request, refusal, least_identity(contribution)):
        return asked
    if request.method == "POST":
        try:
            support(contribution=contribution, by=request.actor)
        except Refused as refused:
            return _page(request, contribution, refused.sentence, status=409)
        messages.success(request, _("Your support is counted. Thank you."))
        return redirect(contribution.root or contribution)
    return _page(request, contribution, refusal)


def take_back(request: HttpRequest, code: str) -> HttpResponse:
    contribution = open_contribution(request, code)
    demand_feature(request, "supports")
    refusal = why_not(request.actor, "unsupport", contribution)
    if request.method == "POST" and refusal is None:
        unsupport(contribution=contribution, by=request.actor)
        messages.success(request, _("Your support is taken back."))
        return redirect(contribution.root or contribution)
    return _page(request, contribution, refusal, status=409 if request.method == "POST" else 200)


def _page(
    request: HttpRequest, contribution: Contribution, refusal: Sentence | None, status: int = 200
) -> HttpResponse:
    title, words = title_of(contribution), words_of(contribution)
    context = {
        "contribution": contribution,
        "title": title,
        "crumbs": [*crumbs_about(contribution), (title, contribution.get_absolute_url())],
        "words": words,
        "sentence": words.supports(contribution.shown_supports),
        "is_mine": contribution.pk in supported_by(request.actor, [contribution.pk]),
        "refusal": refusal,
    }
    return render(request, "supports/give.html", context, status=status)
