"""Puts ``request.actor`` on each request, computed only if something asks."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from parvis.accounts.actors import Identity, actor_from_request
from parvis.accounts.identification import forget_post, safe_next
from parvis.accounts.limits import TooOften
from parvis.accounts.rules import SECOND_FACTOR_NEEDED
from parvis.audit.actions import request_id
from parvis.core.rights import Refused


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_from_request(request))
        token = request_id.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            forget_post(request, response)
            return response
        finally:
            request_id.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is a page with the sentence, and the way out of it, wherever in the house it was raised."""
        if isinstance(exception, TooOften):
            return _slower(request, exception)
        if not isinstance(exception, Refused):
            return None
        request.space = _place_of(exception.about) or request.space
        back_to = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
        words = {
            "sentence": exception.sentence,
            "needs_second_key": exception.sentence is SECOND_FACTOR_NEEDED,
            "back_to": safe_next(request, back_to),
            "is_known": request.actor.identity == Identity.ACCOUNT,
        }
        return render(request, "accounts/refused.html", words, status=403)


def _place_of(about: Any) -> Any:
    """The space of what was asked on, if it has one: a refusal wears the colours of its démarche."""
    if about is None or isinstance(about, type):
        return None
    return getattr(about, "space", None) or getattr(getattr(about, "process", None), "space", None)


def _slower(request: HttpRequest, exception: TooOften) -> HttpResponse:
    """When one may go on, and a button that sends the same words again: nothing typed is lost."""
    typed = [(name, value) for name, values in request.POST.lists() for value in values]
    words = {
        "until": exception.until + timedelta(seconds=59),  # said by the minute, never too early
        "typed": [(name, value) for name, value in typed if name != "csrfmiddlewaretoken"],
        "action": request.get_full_path(),
    }
    response = render(request, "429.html", words, status=429)
    response["Retry-After"] = str(max(1, round((exception.until - timezone.now()).total_seconds())))
    return response
