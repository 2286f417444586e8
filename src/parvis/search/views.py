from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from parvis.search.forms import SearchForm
from parvis.search.queries import Results, search


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The one search of the site: everything the reader may see, at an address she can keep."""
    form = SearchForm(request.GET, actor=request.actor, space=request.space)
    found = search(request.actor, form.words, form.filters, page=form.page_number) if form.words else None
    context = {"form": form, "found": found, "total": "", "previous_url": "", "next_url": ""}
    if found:
        context |= {"total": _total(found), **_around(request, found)}
    return render(request, "search/results.html", context)


def _total(found: Results) -> str:
    if found.is_capped:
        return _("More than %(count)s results") % {"count": number_format(found.total)}
    return ngettext("%(count)s result", "%(count)s results", found.total) % {"count": number_format(found.total)}


def _around(request: HttpRequest, found: Results) -> dict[str, str]:
    def page(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return {
        "previous_url": page(found.page - 1) if found.page > 1 else "",
        "next_url": page(found.page + 1) if found.has_next else "",
    }
