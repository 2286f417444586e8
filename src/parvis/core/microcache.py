"""The same page for everyone who asks within ten seconds (« microcaching »).

When a mail has just reached five thousand people, the page it leads to is drawn six times a minute. Kept in each
process’s memory, so without a query: what a process writes empties its own pages; passers-by of another process see it,
or what the worker wrote, within ten seconds. Whoever holds a cookie, so anybody who wrote, signed in or opened a form,
never reads from here.
"""

import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request


class Microcache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _comes_from_anybody(request):
            return self.get_response(request)
        kept: HttpResponse | None = caches["pages"].get(key := _key(request))
        if kept is not None:
            return kept
        response = self.get_response(request)
        if _goes_to_anybody(response):
            caches["pages"].set(key, response)
        return response


def forget_pages() -> None:
    """Something was written here."""
    caches["pages"].clear()


def _comes_from_anybody(request: HttpRequest) -> bool:
    return request.method == "GET" and not request.COOKIES and "HX-Request" not in request.headers


def _goes_to_anybody(response: HttpResponseBase) -> bool:
    """A page with a form sets a cookie, and what must be fresh (or private) says so in its own header."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response
    )


def _key(request: HttpRequest) -> str:
    language = get_language_from_request(request, check_path=True)
    parts = (request.scheme or "", request.get_host(), request.get_full_path(), language)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
