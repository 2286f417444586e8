from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts.models import Role
from parvis.contributions.actions import mark_read
from parvis.contributions.cards import author_name, title_of
from parvis.contributions.exporters import columns, rows
from parvis.contributions.queries import manageable_by, with_page
from parvis.core.keyset import Keyset
from parvis.core.rights import demand
from parvis.desk import contributions as listing
from parvis.desk.actions import forget_view, keep_view
from parvis.desk.exports import as_file
from parvis.desk.models import SavedView
from parvis.desk.story import story
from parvis.processes.queries import manageable_by as manageable_processes

PER_PAGE = 40
PAGE = "contributions"


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
        "processes": manageable_processes(request.actor, *Role).order_by("-id")[:100],
        "views": SavedView.objects.filter(user=request.actor.user, page=PAGE),
        "query": listing.query_of(request.GET),
    }
    return render(request, "desk/contributions/list.html", context)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """« Marquer comme lues », on the boxes ticked that this person may work on."""
    demand(request.actor, "enter_desk")
    chosen = manageable_by(request.actor).filter(
        pk__in=[pk for pk in request.POST.getlist("pick")[:200] if pk.isdigit()]
    )
    done = mark_read(contributions=list(with_page(chosen)), by=request.actor)
    if done:
        messages.success(request, ngettext("%(n)d marked as read.", "%(n)d marked as read.", done) % {"n": done})
    else:
        messages.info(request, _("Nothing to mark: tick at least one that is not read yet."))
    return _back(request)


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
    from django.urls import reverse

    return redirect(f"{reverse('desk:contributions')}?{listing.query_of(request.POST)}")


@require_GET
def export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The list as filtered, for those who may take it away."""
    demand(request.actor, "export")
    found = listing.found(request.actor, listing.read(request.GET)).order_by("id")
    name = f"contributions-{timezone.localdate():%Y-%m-%d}"
    return as_file(columns(for_team=True), rows(found, for_team=True), name=name, file_format=file_format)


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The whole story of a contribution on one page."""
    found = get_object_or_404(with_page(manageable_by(request.actor)), code=code.upper())
    demand(request.actor, "work_on", found)
    return render(
        request, "desk/contributions/story.html", {"contribution": found, "story": story(found, request.actor)}
    )
