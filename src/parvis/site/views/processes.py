from importlib import import_module

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render

from parvis.core.registry import get_method
from parvis.processes.cards import cards
from parvis.processes.corrections import told
from parvis.processes.models import Archive, Degree, Process, Redirect, Step
from parvis.processes.queries import previewable, visible_to
from parvis.site import queries
from parvis.site.process_page import process_page

PER_PAGE = 12


def process_list(request: HttpRequest) -> HttpResponse:
    """« Participer »: every démarche, open ones first, with filters that are plain links and a plain form."""
    processes = queries.public_processes(request.space)
    filters = queries.read_filters(request.GET)
    if merged := queries.merged_theme(filters.theme):
        return redirect(f"{request.path}?theme={merged}", permanent=True)
    found = queries.open_first(queries.filtered(processes, filters))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "site/processes.html",
        {
            "processes": cards(page),
            "page": page,
            "filters": filters,
            "choices": queries.filter_choices(processes),
            "degrees": Degree.choices,
        },
    )


def process(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _find(request, slug)
    if isinstance(shown, HttpResponse):
        return shown
    return render(
        request,
        "site/process.html",
        {
            "page": process_page(shown),
            "process": shown,
            "gatherings": queries.gatherings_of(shown, limit=3),
            "articles": queries.articles_about(shown, limit=3),
            "log": queries.latest_log(shown, limit=3),
            "documents": queries.documents(shown),
            "preview": _preview_sentence(shown),
            "frozen": queries.archive_of(shown),
            "regulation": getattr(shown, "regulation", None),
        },
    )


def logbook(request: HttpRequest, slug: str) -> HttpResponse:
    shown = _find(request, slug)
    if isinstance(shown, HttpResponse):
        return shown
    page = Paginator(shown.log.filter(is_public=True), 30).get_page(request.GET.get("page"))
    return render(request, "site/logbook.html", {"process": shown, "page": page})


def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """What changed since it was announced: old words, new words, reason."""
    shown = _find(request, slug)
    if isinstance(shown, HttpResponse):
        return shown
    page = Paginator(shown.corrections.all(), 20).get_page(request.GET.get("page"))
    context = {"process": shown, "page": page, "corrections": [told(correction) for correction in page]}
    return render(request, "site/corrections.html", context)


def summary(request: HttpRequest, slug: str) -> HttpResponse:
    """Of an internal démarche, the one page everyone may read."""
    shown = queries.summarised(slug)
    if shown is None:
        raise Http404
    request.space = shown.space
    return render(request, "site/summary.html", {"process": shown})


def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """The hashes, to be checked elsewhere by anyone who holds the texts."""
    shown = _find(request, slug)
    if isinstance(shown, HttpResponse):
        return shown
    frozen = get_object_or_404(Archive, process=shown)
    content = {"frozen_at": frozen.frozen_at, "root": frozen.root, **frozen.manifest}
    return JsonResponse(content, headers={"Content-Disposition": f'attachment; filename="{shown.slug}.json"'})


def step(request: HttpRequest, slug: str, step_slug: str) -> HttpResponse:
    """The step’s own page, drawn by its method."""
    shown = _find(request, slug, is_step=True)
    if isinstance(shown, HttpResponse):
        return shown
    found = next((candidate for candidate in shown.steps.all() if candidate.slug == step_slug), None)
    if found is None:
        raise Http404
    found.process = shown
    return _list_view(found)(request, found)


def _list_view(step: Step):  # type: ignore[no-untyped-def]
    module, name = get_method(step.method).list_view.rsplit(".", 1)
    return getattr(import_module(module), name)


def _find(request: HttpRequest, slug: str, *, is_step: bool = False) -> Process | HttpResponse:
    """The démarche this person may see, wearing its own space; an old address leads to the new one."""
    token = request.GET.get("apercu")
    found = previewable(token) if token else None
    found = found or queries.process_for(slug, request.actor, is_step=is_step)
    if found is None and not is_step and queries.summarised(slug):
        return redirect("site:summary", slug)
    if found is None:
        known = Redirect.objects.filter(process__in=visible_to(request.actor)).select_related("process")
        moved = get_object_or_404(known, old_slug=slug)
        return redirect(moved.process, permanent=True)
    request.space = found.space
    return found


def _preview_sentence(process: Process) -> str:
    from django.utils.translation import gettext as _

    return "" if process.state in Process.PUBLIC_STATES else _("Preview: this page is not public yet.")


def changes(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.outcomes(request.space), PER_PAGE).get_page(request.GET.get("page"))
    told = queries.summaries(request.space)[:PER_PAGE] if page.number == 1 else []
    return render(request, "site/changes.html", {"page": page, "summaries": told})
