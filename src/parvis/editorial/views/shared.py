"""What the views of this room share: whose page it is, and what a space switched off."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from parvis.territories.models import Space
from parvis.territories.queries import with_brand


def asked_space(request: HttpRequest) -> Space | None:
    """The space named in the address (``?espace=volonne``), whose colours the page then wears; else the host's."""
    if slug := request.GET.get("espace"):
        request.space = get_object_or_404(with_brand(Space.objects.all()), slug=slug)
    return request.space or None


def demand_feature(request: HttpRequest, key: str) -> None:
    """Closed (404) where the space of what is shown has switched this off, once that space is known."""
    if request.space and not request.space.has(key):
        raise Http404
