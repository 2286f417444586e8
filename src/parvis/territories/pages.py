"""Whose page it is, for the rooms whose addresses name no démarche."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from parvis.territories.models import Space
from parvis.territories.queries import with_brand


def asked_space(request: HttpRequest) -> Space | None:
    """The space named in the address (``?espace=volonne``), whose colours the page then wears; else the host's."""
    if slug := request.GET.get("espace"):
        request.space = get_object_or_404(with_brand(Space.objects.all()), slug=slug)
    return request.space or None


def own_query(space: Space | None) -> str:
    """What an address adds to stay in this space: nothing for the main one."""
    return f"?espace={space.slug}" if space and not space.is_main else ""
