"""The two pages shown when the house cannot be trusted: they ask nothing of the database nor of the request's host."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _alone(request, "413.html", 413)
    return _alone(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _alone(request, "500.html", 500)


def _alone(request: HttpRequest, template: str, status: int) -> HttpResponse:
    nonce = str(getattr(request, "csp_nonce", ""))
    return HttpResponse(loader.get_template(template).render({"nonce": nonce}), status=status)
