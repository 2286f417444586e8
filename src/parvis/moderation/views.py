"""What residents may do: report, read why their words are hidden, ask for a second reading, read the charter."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.limits import allow, client_address
from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution
from parvis.contributions.pages import crumbs_of, open_contribution
from parvis.contributions.rules import is_author
from parvis.core.rights import demand, why_not
from parvis.moderation.actions import appeal, report
from parvis.moderation.charter import charter_context
from parvis.moderation.forms import AppealForm, ReportForm
from parvis.moderation.models import Decision
from parvis.moderation.queries import statement_for


def report_words(request: HttpRequest, code: str) -> HttpResponse:
    """Open to all, account or not (DSA art. 16)."""
    contribution = open_contribution(request, code)
    refusal = why_not(request.actor, "report", contribution)
    form = ReportForm(request.POST or None, is_known=request.actor.participant is not None)
    if request.method == "POST" and refusal is None and form.is_valid():
        if not allow("report", client_address(request), most=10, seconds=3600):
            form.add_error(None, _("That is many reports in one hour. Call us, or come back later."))
        else:
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
    if request.method == "POST" and form.is_valid():
        appeal(decision=decision, by=request.actor, text=form.cleaned_data["text"])
        return redirect("moderation:appeal", contribution.code)
    asked = getattr(decision, "appeal", None)
    context = _context(contribution) | {"decision": decision, "appeal": asked, "form": form, "refusal": refusal}
    return render(request, "moderation/appeal.html", context, status=422 if form.errors else 200)


def charter(request: HttpRequest) -> HttpResponse:
    """The rules, who reads and when, and the figures of twelve months."""
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
    crumbs = crumbs_of(contribution.process, contribution.step) if contribution.process else []
    return {
        "contribution": contribution,
        "title": title,
        "crumbs": [*crumbs, (title, contribution.get_absolute_url())],
    }
