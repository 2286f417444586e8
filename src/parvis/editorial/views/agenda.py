from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from parvis.editorial import queries
from parvis.editorial.calendars import by_month, calendar
from parvis.editorial.structured import event_data
from parvis.editorial.views.shared import asked_process
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space

PER_PAGE = 30
CALENDAR = "text/calendar; charset=utf-8"


def agenda(request: HttpRequest) -> HttpResponse:
    """What is coming, month by month; what is past behind a link."""
    space, process = asked_space(request), asked_process(request)
    demand_feature(request, "agenda")
    gatherings = queries.gatherings_for(space, process=process)
    is_past = request.GET.get("passees") == "1"
    rows = queries.past(gatherings) if is_past else queries.coming(gatherings)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "months": by_month(page), "is_past": is_past, "process": process}
    return render(request, "editorial/agenda.html", context)


def agenda_ics(request: HttpRequest) -> HttpResponse:
    """A calendar to subscribe to: the last three months and all that is coming."""
    space, process = asked_space(request), asked_process(request)
    demand_feature(request, "agenda")
    rows = queries.for_calendar(queries.gatherings_for(space, process=process))
    name = str(process) if process else space.name if space else ""
    return HttpResponse(calendar(rows, name=name), content_type=CALENDAR)


def gathering(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    shown = get_object_or_404(queries.with_gathering_page(queries.public_gatherings()), pk=pk)
    request.space = shown.space
    demand_feature(request, "agenda")
    if slug != shown.slug:
        return redirect(shown, permanent=True)
    return render(request, "editorial/gathering.html", {"gathering": shown, "data": event_data(shown)})


def gathering_ics(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(queries.with_gathering_page(queries.public_gatherings()), pk=pk)
    request.space = shown.space
    demand_feature(request, "agenda")
    response = HttpResponse(calendar([shown], name=str(shown.title)), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="{shown.pk}.ics"'
    return response
