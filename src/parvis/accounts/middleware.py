"""Puts ``request.actor`` on each request, computed only if something asks."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from parvis.accounts.actors import actor_from_request
from parvis.audit.actions import request_id
from parvis.core.rights import Refused


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_from_request(request))
        token = request_id.set(uuid.uuid4().hex)
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal is a page with the sentence, wherever in the house it was raised."""
        if isinstance(exception, Refused):
            return render(request, "403.html", {"sentence": exception.sentence}, status=403)
        return None
