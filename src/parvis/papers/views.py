"""Final papers that everyone may read."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from parvis.core.documents import FORMATS
from parvis.papers.freezing import verify
from parvis.papers.kinds import kind_of
from parvis.papers.models import Paper
from parvis.papers.printing import as_file, on_screen
from parvis.papers.queries import public_papers


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _public(request, pk)
    body = mark_safe(on_screen(shown))  # noqa: S308 — cleaned when written, escaped when built
    context = {
        "paper": shown,
        "kind": kind_of(shown),
        "body": body,
        "formats": list(FORMATS),
        "verification": verify(shown),
    }
    return render(request, "papers/paper.html", context)


@require_GET
def fingerprint(request: HttpRequest, pk: int) -> JsonResponse:
    """What was hashed, line by line, so that anyone recomputes the root."""
    shown = _public(request, pk)
    return JsonResponse(
        {
            "title": shown.title,
            "hash": "sha256",
            "frozen_at": shown.frozen_at,
            "root": shown.root,
            "items": shown.manifest,
        }
    )


@require_GET
def download(request: HttpRequest, pk: int, file_format: str) -> HttpResponse:
    shown = _public(request, pk)
    if file_format not in FORMATS:
        raise Http404
    content, media_type, name = as_file(shown, file_format)
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _public(request: HttpRequest, pk: int) -> Paper:
    shown = get_object_or_404(public_papers(), pk=pk)
    request.space = shown.space
    return shown
