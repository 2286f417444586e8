from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from parvis.legal import checks, queries
from parvis.legal.register import closing_of


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """« Cadre juridique » for everyone: the text, its steps, the file, what was announced and what was kept."""
    regulation = queries.readable(request.actor, slug)
    if regulation is None:
        raise Http404
    process = regulation.process
    request.space = process.space
    acts, pieces = list(queries.acts_of(process)), list(queries.pieces_of(process))
    window = checks.window_of(process, process.phases.all())
    context = {
        "process": process,
        "regulation": regulation,
        "law": regulation.text,
        "steps": checks.steps_of(
            regulation.text,
            window,
            acts,
            has_file=bool(pieces or process.body),
            has_register=hasattr(process, "register"),
        ),
        "acts": acts,
        "pieces": pieces,
        "lines": queries.lines_of(queries.arrangements_of(process)),
        "register": getattr(process, "register", None),
        "closing": closing_of(process.register) if hasattr(process, "register") else None,
    }
    return render(request, "legal/page.html", context)
