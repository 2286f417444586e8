"""The pages shown when the house cannot be trusted: they ask nothing of the database nor of the request's host."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.templatetags.static import static

from parvis.core.away import is_away

FONTS = {"text": "atkinson", "display": "bricolage", "arabic": "readex-arabic"}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return alone(request, "413.html", 413)
    return alone(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: a database away is another page, with when to come back."""
    if is_away(sys.exc_info()[1]):
        response = alone(request, "503.html", 503)
        response["Retry-After"] = "60"
        return response
    return alone(request, "500.html", 500)


def alone(request: HttpRequest, template: str, status: int) -> HttpResponse:
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponse(loader.get_template(template).render({"nonce": nonce, "fonts": _fonts()}), status=status)


def _fonts() -> dict[str, str]:
    """Their addresses, from the list of files read at start-up; none of them if that list is what is broken."""
    try:
        return {use: static(f"parvis/fonts/{name}.woff2") for use, name in FONTS.items()}
    except ValueError:
        return {}
