"""The gestures of a contribution’s story: each a small form that works without script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.contributions import actions
from parvis.contributions.cards import author_name, title_of
from parvis.contributions.highlights import DAYS
from parvis.contributions.models import Contribution
from parvis.contributions.queries import manageable_by, with_page
from parvis.core.rights import Refused, demand
from parvis.core.sentences import human_date
from parvis.desk import gathering
from parvis.desk.contribution_forms import Parts, PlaceForm, StatusForm
from parvis.methods.proposals.actions import put_in_category, split_proposal
from parvis.methods.proposals.models import Proposal


def worked_on(request: HttpRequest, code: str, verb: str = "work_on") -> Contribution:
    """The contribution of this code, for whoever may do ``verb`` on it; the page wears its space’s colours."""
    found = get_object_or_404(with_page(manageable_by(request.actor)), code=code.upper())
    demand(request.actor, verb, found)
    request.space = found.space
    return found


@require_POST
def read(request: HttpRequest, code: str) -> HttpResponse:
    actions.mark_read(contributions=[worked_on(request, code)], by=request.actor)
    messages.success(request, _("Marked as read: the author sees it on the thread."))
    return redirect("desk:contribution", code)


@require_POST
def status(request: HttpRequest, code: str) -> HttpResponse:
    found = worked_on(request, code, "manage")
    form = StatusForm(request.POST, statuses=found.process.statuses.all())
    if form.is_valid():
        actions.set_status(contribution=found, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Status kept."))
    else:
        messages.error(request, _("This word belongs to another démarche."))
    return redirect("desk:contribution", code)


@require_POST
def put_forward(request: HttpRequest, code: str) -> HttpResponse:
    """For a few days, on the pages of its step and démarche."""
    found, days = worked_on(request, code, "put_forward"), request.POST.get("days", "")
    wanted = int(days) if days in {str(one) for one in DAYS} else 3
    try:
        shown = actions.put_forward(contribution=found, days=wanted, by=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(
            request, _("Put forward until %(day)s. It ends by itself.") % {"day": human_date(shown.until)}
        )
    return redirect("desk:contribution", code)


@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    actions.take_back(contribution=worked_on(request, code, "manage"), by=request.actor)
    messages.success(request, _("It is no longer put forward."))
    return redirect("desk:contribution", code)


def place(request: HttpRequest, code: str) -> HttpResponse:
    """Another commune, another drawer."""
    found = worked_on(request, code, "manage")
    form = PlaceForm(request.POST or None, contribution=found)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        actions.move_to_territory(contribution=found, territory=wanted["territory"], by=request.actor)
        if "category" in wanted:
            put_in_category(proposal=form.proposal, category=wanted["category"], by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("desk:contribution", code)
    context = {"contribution": found, "title": title_of(found), "form": form}
    return render(request, "desk/contributions/place.html", context, status=422 if form.errors else 200)


def gather(request: HttpRequest) -> HttpResponse:
    """Several become one: looked at first, with the reason their authors will read."""
    rows = gathering.chosen(request)
    problem = ""
    if request.method == "POST":
        into = next((one for one in rows if one.code == request.POST.get("into")), None)
        reason = request.POST.get("reason", "").strip()[:500]
        if into and reason and len(rows) > 1:
            return _gather(request, rows, into, reason)
        problem = _("Choose at least two contributions, the one that stays, and say why.")
    context = {
        "found": gathering.gathering(rows, request.GET.get("q", "").strip()[:120]),
        "first": rows[0],
        "words": request.GET.get("q", ""),
        "into": request.POST.get("into") or max(rows, key=lambda one: one.shown_supports).code,
        "problem": problem,
    }
    return render(request, "desk/contributions/gather.html", context, status=422 if problem else 200)


def _gather(request: HttpRequest, rows: list[Contribution], into: Contribution, reason: str) -> HttpResponse:
    others = [one for one in rows if one.pk != into.pk]
    try:
        actions.merge(contributions=others, into=into, by=request.actor, reason=reason)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = ngettext(
            "%(n)d contribution brought together with this one.",
            "%(n)d contributions brought together with this one.",
            len(others),
        )
        messages.success(request, words % {"n": len(others)})
    return redirect("desk:contribution", into.code)


def split(request: HttpRequest, code: str) -> HttpResponse:
    """One that says several things: each part becomes a contribution of the same author."""
    found = worked_on(request, code, "manage")
    proposal = get_object_or_404(Proposal, pk=found.pk)
    parts = Parts(request.POST or None, prefix="part")
    if request.POST.get("gesture") == "more":
        parts = parts.with_one_more()
    elif request.method == "POST" and parts.is_valid():
        drawn = split_proposal(proposal=proposal, parts=parts.parts(), by=request.actor)
        words = ngettext("%(n)d part was drawn out of it.", "%(n)d parts were drawn out of it.", len(drawn))
        messages.success(request, words % {"n": len(drawn)})
        return redirect("desk:contribution", code)
    refused = request.method == "POST" and request.POST.get("gesture") != "more"
    context = {
        "contribution": found,
        "title": title_of(found),
        "author": author_name(found),
        "parts": parts,
        "refused": refused,
    }
    return render(request, "desk/contributions/split.html", context, status=422 if refused else 200)
