"""Puts ``request.space`` on each request: the front door this host stands for, else the main one.

A page about a démarche replaces it by the démarche's own space, so that the page wears its colours.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from parvis.accounts.identification import asked_space
from parvis.territories.models import Space
from parvis.territories.queries import space_for_host, with_brand


class SpaceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.space = SimpleLazyObject(lambda: space_for_host(request.get_host()))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: Any, kwargs: Any) -> None:
        """Whoever is asked who she is stays in the colours of the démarche that asks."""
        match = request.resolver_match
        if match and match.view_name.startswith("accounts:identify") and (slug := asked_space(request)):
            request.space = with_brand(Space.objects.filter(slug=slug)).first() or request.space
