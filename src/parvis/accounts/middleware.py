"""Puts ``request.actor`` on each request, computed only if something asks."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from parvis.accounts.actors import Identity, actor_from_request
from parvis.accounts.identification import forget_post, safe_next
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
        if not isinstance(exception, Refused):
            return None
        back_to = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
        words = {
            "sentence": exception.sentence,
            "needs_second_key": exception.sentence is SECOND_FACTOR_NEEDED,
            "back_to": safe_next(request, back_to),
            "is_known": request.actor.identity == Identity.ACCOUNT,
        }
        return render(request, "accounts/refused.html", words, status=403)
