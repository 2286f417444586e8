"""« Comprendre », the pages in blocks, and those the law asks for, written by us until the team writes its own."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import select_template
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Stage
from parvis.editorial import plan, queries, source_code
from parvis.editorial.retention import kept_for
from parvis.processes.degrees import WEIGHTS
from parvis.territories.pages import asked_space

# The life of an opinion, as « Comprendre » tells it.
THREAD = (
    (Stage.RECEIVED, _("You give your opinion, your own way.")),
    (Stage.READ, _("A person of the team reads it.")),
    (Stage.STUDIED, _("The right service looks at what can be done.")),
    (Stage.ANSWERED, _("You are answered: accepted or not, and why.")),
    (Stage.DECIDED, _("The mayor or the council decides. You are told.")),
    (Stage.DONE, _("It is done, or given up: you are told which, and why.")),
)


def understand(request: HttpRequest) -> HttpResponse:
    space = asked_space(request)
    pages = queries.public_pages(space).filter(in_menu=True)
    thread = [{"label": stage.label, "detail": detail, "state": "todo"} for stage, detail in THREAD]
    context = {"pages": pages, "weights": WEIGHTS.values(), "thread": thread}
    return render(request, "editorial/understand.html", context)


def degrees(request: HttpRequest) -> HttpResponse:
    asked_space(request)
    return render(request, "editorial/degrees.html", {"weights": WEIGHTS.values()})


def page(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(queries.public_pages(asked_space(request)), slug=slug)
    return render(request, "editorial/page.html", {"page": shown})


def standing(request: HttpRequest, slug: str, **context: Any) -> HttpResponse:
    """Our words in the reader's language, filled from the space; or the team's own page of the same address."""
    space = asked_space(request)
    if own := queries.written_instead(slug, space):
        return render(request, "editorial/page.html", {"page": own, **context})
    languages = (get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
    template = select_template([f"editorial/defaults/{language}/{slug}.html" for language in languages])
    words = {
        "others": queries.other_spaces(space),
        "in_france": space is None or space.territory.country == "FR",
        "base_url": settings.BASE_URL,
        **context,
    }
    return HttpResponse(template.render(words, request))


def privacy(request: HttpRequest) -> HttpResponse:
    return standing(request, "donnees-personnelles", kept=kept_for())


def accessibility(request: HttpRequest) -> HttpResponse:
    space = asked_space(request)
    status, audit = queries.accessibility_status(space), queries.valid_audit(space)
    return standing(request, "accessibilite", status=status, audit=audit)


def contact(request: HttpRequest) -> HttpResponse:
    space = asked_space(request)
    context = {"meetings": queries.coming(queries.gatherings_for(space))[:3], "others": queries.other_spaces(space)}
    return render(request, "editorial/contact.html", context)


def site_map(request: HttpRequest) -> HttpResponse:
    space = asked_space(request)
    return render(request, "editorial/site_map.html", {"sections": plan.sections(space)})


def source(request: HttpRequest) -> HttpResponse:
    return standing(request, "source", version=source_code.version(), published_at=source_code.published_at())


def source_archive(request: HttpRequest, version: str) -> HttpResponse:
    """The very code that answers, as the licence asks: whoever uses the service may have it."""
    response = HttpResponse(source_code.archive(), content_type="application/gzip")
    response["Content-Disposition"] = f'attachment; filename="parvis-{source_code.version()}.tar.gz"'
    return response
