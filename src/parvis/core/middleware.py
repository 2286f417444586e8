"""What no keyboard writes is met before anything asks the database about it."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict


class NulRefused:
    """PostgreSQL fails on a NUL wherever it is compared with a text. In a query or a form it is read as nothing;
    a page whose address holds one does not exist."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise BadRequest("An address with a NUL.")
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query:  # taking one away may leave another: « %%0000 »
            query = query.replace("%00", "")
        request.META["QUERY_STRING"] = query
        if any("\0" in word for name, words in request.POST.lists() for word in (name, *words)):
            request.POST = _without_nul(request.POST)  # type: ignore[misc]
        return self.get_response(request)


def _without_nul(sent: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True)
    for name, words in sent.lists():
        kept.setlist(name.replace("\0", ""), [word.replace("\0", "") for word in words])
    kept._mutable = False
    return kept
