"""What the views of this room share: whose page it is."""

from django.http import HttpRequest

from parvis.editorial.queries import public_process
from parvis.processes.models import Process


def asked_process(request: HttpRequest) -> Process | None:
    """The démarche a list is narrowed to (``?demarche=transport``); the page wears the colours of its space."""
    process = public_process(request.GET.get("demarche", "")[:90])
    if process:
        request.space = process.space
    return process
