"""Handing out files. Addresses come from our own digests: nothing in them is read as a path."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from parvis.files.models import Document, rendition_path
from parvis.files.queries import homes_of_image, is_from_a_resident, may_open, may_see_image

FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "private, max-age=3600"


@require_safe
def image(request: HttpRequest, shelf: str, digest: str, width: int) -> HttpResponse:
    """A rendition: its name is its content, so it is kept for ever by browsers and proxies.

    What is attached to a contribution or a démarche may one day be hidden: it is asked for again every hour.
    """
    homes = homes_of_image(digest)
    if shelf != digest[:2] or not may_see_image(request.actor, digest, homes):
        raise Http404
    response = _handed(rendition_path(digest, width), content_type="image/webp")
    response["Cache-Control"] = AN_HOUR if homes else FOREVER
    response["ETag"] = f'"{digest[:32]}-{width}"'
    return response


@require_safe
def document(request: HttpRequest, pk: int, digest: str, name: str) -> HttpResponse:
    """A document, to whoever may open it. What residents joined is taken away, never shown under our address."""
    found = get_object_or_404(Document, pk=pk, digest__startswith=digest)
    if not may_open(request.actor, found):
        raise Http404
    response = _handed(
        found.file.name,
        content_type=found.content_type,
        filename=found.file.name.rpartition("/")[2],
        as_attachment=found.content_type != "application/pdf" or is_from_a_resident(found),
    )
    response["Cache-Control"] = "private, max-age=600"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-downloads"
    return response


def _handed(path: str, **how: Any) -> FileResponse:
    try:
        response = FileResponse(default_storage.open(path), **how)
    except FileNotFoundError as error:
        raise Http404 from error
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Encoding"] = "identity"  # already compressed: the gzip middleware passes it by
    return response
