"""What the views of this room share: whose page it is."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from parvis.editorial.queries import public_process
from parvis.processes.models import Process
from parvis.territories.models import Space
from parvis.territories.queries import with_brand


def asked_space(request: HttpRequest) -> Space | None:
    """The space named in the address (``?espace=volonne``), whose colours the page then wears; else the host's."""
    if slug := request.GET.get("espace"):
        request.space = get_object_or_404(with_brand(Space.objects.all()), slug=slug)
    return request.space or None


def asked_process(request: HttpRequest) -> Process | None:
    """The démarche a list is narrowed to (``?demarche=transport``); the page wears the colours of its space."""
    process = public_process(request.GET.get("demarche", "")[:90])
    if process:
        request.space = process.space
    return process
