"""Puts ``request.space`` on each request: the front door this host stands for, else the main one.

A page about a démarche replaces it by the démarche's own space, so that the page wears its colours.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from parvis.territories.queries import space_for_host


class SpaceMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.space = SimpleLazyObject(lambda: space_for_host(request.get_host()))
        return self.get_response(request)
