"""What the public shell adds to an answer that would be an empty page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from parvis.site.views.errors import alone


class OnlySent:
    """An address that only takes what a form sends, opened by hand or after a change of language: say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = alone(request, "405.html", 405)
        page["Allow"] = response["Allow"]
        return page
