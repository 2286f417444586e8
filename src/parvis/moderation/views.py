"""What residents may do: report, read why their words are hidden, ask for a second reading, read the charter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.limits import client_address, limit
from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution
from parvis.contributions.pages import crumbs_about, open_contribution
from parvis.contributions.rules import is_author
from parvis.core.rights import demand, why_not
from parvis.moderation.actions import appeal, report
from parvis.moderation.charter import charter_context
from parvis.moderation.forms import AppealForm, ReportForm
from parvis.moderation.models import Decision
from parvis.moderation.queries import statement_for
from parvis.territories.models import Space
from parvis.territories.queries import with_brand


def report_words(request: HttpRequest, code: str) -> HttpResponse:
    """Open to all, account or not (DSA art. 16)."""
    contribution = open_contribution(request, code)
    refusal = why_not(request.actor, "report", contribution)
    form = ReportForm(request.POST or None, is_known=request.actor.participant is not None)
    if request.method == "POST" and refusal is None and form.is_valid():
        limit("report", client_address(request), most=10, seconds=3600)
        report(contribution=contribution, by=request.actor, **form.words())
        return redirect("moderation:thanks", contribution.code)
    context = _context(contribution) | {"form": form, "refusal": refusal}
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Received, and what happens now."""
    return render(request, "moderation/thanks.html", _context(open_contribution(request, code)))


def appeal_words(request: HttpRequest, code: str) -> HttpResponse:
    """The reasons, for the author alone; and one second reading."""
    contribution = open_contribution(request, code)
    decision = _decision(request, contribution)
    demand(request.actor, "see_statement", decision)
    form = AppealForm(request.POST or None)
    refusal = why_not(request.actor, "appeal", decision)
    asked = getattr(decision, "appeal", None)
    if request.method == "POST" and (asked or form.is_valid()):  # pressed twice, it is asked once
        if asked is None:
            appeal(decision=decision, by=request.actor, text=form.cleaned_data["text"])
        return redirect("moderation:appeal", contribution.code)
    context = _context(contribution) | {"decision": decision, "appeal": asked, "form": form, "refusal": refusal}
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else 200)


def charter(request: HttpRequest, space: str = "") -> HttpResponse:
    """The rules, who reads and when, and the figures of twelve months; of this site, or of one of its spaces."""
    if space:
        request.space = get_object_or_404(with_brand(Space.objects.all()), slug=space)
    return render(request, "moderation/charter.html", charter_context(request.space))


def _decision(request: HttpRequest, contribution: Contribution) -> Decision:
    """What hides it now; for its author, also the last one a second reading changed."""
    found = statement_for(contribution)
    if found is None and is_author(request.actor, contribution):
        found = contribution.decisions.filter(appeal__isnull=False).select_related("appeal", "contribution").first()
    if found is None:
        raise Http404(_("This message is not hidden."))
    return found


def _context(contribution: Contribution) -> dict[str, Any]:
    title = title_of(contribution)
    crumbs = crumbs_about(contribution)
    return {
        "contribution": contribution,
        "title": title,
        "crumbs": [*crumbs, (title, contribution.get_absolute_url())],
    }
