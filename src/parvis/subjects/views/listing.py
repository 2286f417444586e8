from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from parvis.core.tables import stream_csv
from parvis.subjects import cards, queries
from parvis.subjects.filters import read_filters
from parvis.territories.features import demand_feature
from parvis.territories.pages import asked_space, own_query

PER_CHUNK = 500


@require_GET
def subject_list(request: HttpRequest) -> HttpResponse:
    """« Les sujets à venir »: each with its state, weight, date, contact, and « suivre »."""
    space = asked_space(request)
    demand_feature(request, "subjects")
    rows = queries.shown(space)
    filters = read_filters(request.GET, space, rows)
    page = queries.page_of(rows, filters.wanted, request.GET.get("page"))
    context = {
        "filters": filters,
        "own": own_query(space),
        "lines": [cards.line(subject) for subject in page.items],
        "next_url": filters.url(page=page.next_cursor) if page.next_cursor else "",
        "previous_url": filters.url(page=page.previous_cursor) if page.previous_cursor else "",
    }
    return render(request, "subjects/list.html", context)


@require_GET
def subject_table(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a CSV file, whole."""
    space = asked_space(request)
    demand_feature(request, "subjects")
    rows = queries.shown(space)
    wanted = read_filters(request.GET, space, rows).wanted
    found = queries.with_line(queries.narrowed(rows, wanted))
    lines = cards.rows(found.order_by(*queries.ORDERS[wanted.order]).iterator(chunk_size=PER_CHUNK))
    response = StreamingHttpResponse(stream_csv(cards.columns(), lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sujets-a-venir.csv"'
    return response
