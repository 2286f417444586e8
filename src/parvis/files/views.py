"""Handing out files. Addresses come from our own digests: nothing in them is read as a path."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from parvis.files.models import Document
from parvis.files.queries import may_open

FOREVER = "public, max-age=31536000, immutable"


@require_safe
def image(request: HttpRequest, shelf: str, digest: str, width: int) -> HttpResponse:
    """A rendition: its name is its content, so it is kept for ever by browsers and proxies."""
    if shelf != digest[:2]:
        raise Http404
    response = _handed(f"images/{shelf}/{digest}-{width}.webp", content_type="image/webp")
    response["Cache-Control"] = FOREVER
    response["ETag"] = f'"{digest[:32]}-{width}"'
    return response


@require_safe
def document(request: HttpRequest, pk: int, digest: str, name: str) -> HttpResponse:
    """A document, to whoever may see one of the things it is attached to."""
    found = get_object_or_404(Document, pk=pk, digest__startswith=digest)
    if not may_open(request.actor, found):
        raise Http404
    response = _handed(
        found.file.name,
        content_type=found.content_type,
        filename=found.file.name.rpartition("/")[2],
        as_attachment=found.content_type != "application/pdf",
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
