from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.actors import MANAGERS
from parvis.accounts.models import Role
from parvis.contributions.actions import mark_read, set_status_of_many
from parvis.contributions.cards import author_name, title_of
from parvis.contributions.highlights import highlight_of
from parvis.contributions.models import Contribution, Status
from parvis.contributions.queries import manageable_by, with_page
from parvis.core.keyset import Keyset
from parvis.core.rights import can, demand
from parvis.desk import contributions as listing
from parvis.desk.actions import forget_view, keep_view
from parvis.desk.contribution_forms import StatusForm
from parvis.desk.gestures import gestures
from parvis.desk.models import SavedView
from parvis.desk.story import story
from parvis.processes.queries import manageable_by as manageable_processes
from parvis.search.queries import similar_contributions

PER_PAGE = 40
PAGE = "contributions"
MOST_AT_ONCE = 200
# Gestures on several that have a page of their own, where they are looked at together first.
ELSEWHERE = {"assign": "desk:assign", "answer": "desk:reply_new", "gather": "desk:contributions_gather"}


@require_GET
def contribution_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    filters = listing.read(request.GET)
    found = listing.with_row(listing.found(request.actor, filters))
    page = Keyset(found, order=listing.ORDERS[filters.order][0], per_page=PER_PAGE).page(request.GET.get("page"))
    context = {
        "rows": [(row, title_of(row), author_name(row)) for row in page.items],
        "page": page,
        "filters": filters,
        "choices": listing.CHOICES,
        "orders": [(key, label) for key, (_order, label) in listing.ORDERS.items()],
        "order_label": listing.ORDERS[filters.order][1],
        "processes": manageable_processes(request.actor, *Role).order_by("-id")[:100],
        "views": SavedView.objects.filter(user=request.actor.user, page=PAGE),
        "query": listing.query_of(request.GET),
        "statuses": Status.objects.filter(process__slug=filters.process) if filters.process else [],
        "may_work_on": can(request.actor, "work_on"),
        "may_export": can(request.actor, "export"),
        "may_manage": bool(request.actor.scope(*MANAGERS)),
        "may_answer": can(request.actor, "answer"),
        "today": timezone.localdate(),
    }
    return render(request, "desk/contributions/list.html", context)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """One gesture on the boxes ticked that this person may work on."""
    demand(request.actor, "enter_desk")
    codes = request.POST.getlist("code")[:MOST_AT_ONCE]
    chosen = list(with_page(manageable_by(request.actor)).filter(code__in=codes))
    gesture = request.POST.get("gesture", "read")
    if not chosen:
        messages.info(request, _("Tick at least one contribution."))
    elif gesture in ELSEWHERE:
        return redirect(f"{reverse(ELSEWHERE[gesture])}?{urlencode([('code', one.code) for one in chosen])}")
    elif gesture == "status":
        _give_status(request, chosen)
    else:
        _mark_read(request, chosen)
    return _back(request)


def _mark_read(request: HttpRequest, chosen: list[Contribution]) -> None:
    done = mark_read(contributions=chosen, by=request.actor)
    if done:
        messages.success(request, ngettext("%(n)d marked as read.", "%(n)d marked as read.", done) % {"n": done})
    else:
        messages.info(request, _("They had all been read already."))


def _give_status(request: HttpRequest, chosen: list[Contribution]) -> None:
    pk = request.POST.get("status", "")
    wanted = Status.objects.filter(pk=pk[:18]).first() if pk.isdecimal() else None
    if wanted is None:
        messages.error(request, _("Choose a status first."))
        return
    done = set_status_of_many(contributions=chosen, status=wanted, by=request.actor)
    words = ngettext("“%(status)s” given to %(n)d.", "“%(status)s” given to %(n)d.", done)
    messages.success(request, words % {"status": wanted, "n": done})


@require_POST
def save_view(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    name = request.POST.get("name", "").strip()[:60]
    if name:
        keep_view(page=PAGE, name=name, query=listing.query_of(request.POST), by=request.actor)
        messages.success(request, _("View kept: “%(name)s”.") % {"name": name})
    else:
        messages.error(request, _("Give this view a name."))
    return _back(request)


@require_POST
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, user=request.actor.user, page=PAGE)
    forget_view(view=view, by=request.actor)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('desk:contributions')}?{listing.query_of(request.POST)}")


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The whole story of a contribution on one page, and every gesture one may do on it."""
    found = get_object_or_404(with_page(manageable_by(request.actor)), code=code.upper())
    demand(request.actor, "work_on", found)
    may = gestures(found, request.actor)
    context = {
        "contribution": found,
        "title": title_of(found),
        "author": author_name(found),
        "story": story(found, request.actor),
        "may": may,
        "highlight": highlight_of(found),
        "status_form": StatusForm(statuses=found.process.statuses.all(), initial={"status": found.status_id})
        if may.statuses
        else None,
        "nearby": _nearby(found) if may.gather and found.step else [],
    }
    return render(request, "desk/contributions/story.html", context)


def _nearby(found: Contribution) -> list[Contribution]:
    """« Demandes proches »: what the same step holds that reads alike, itself left out."""
    return [one for one in similar_contributions(found.step, title_of(found), 5) if one.pk != found.pk]
