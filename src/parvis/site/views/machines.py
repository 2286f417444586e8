"""What machines read. Each is the same for everybody, small, and may be kept an hour by whoever asks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, override
from django.views.decorators.cache import cache_control, never_cache

from parvis.editorial import queries as editorial
from parvis.processes.models import Process
from parvis.site import feeds, queries, sitemaps
from parvis.site.context import shell
from parvis.subjects import queries as subjects
from parvis.territories.pages import asked_space

XML = "application/xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
PRIVATE = ("/bureau/", "/mon-suivi/", "/compte/", "/signaler/", "/recherche/")

kept = cache_control(public=True, max_age=3600)


def in_asked_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """``?langue=ar``: a feed has no language in its address."""

    @wraps(view)
    def speak(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("langue", settings.LANGUAGE_CODE)
        with override(asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            return view(request, *args, **kwargs)

    return speak


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answers 200 when the database does: what a supervisor asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@kept
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration stays out of search engines: its opinions are nobody's."""
    prefixes = ["", *(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    closed = ["/"] if settings.DEMO else [prefix + path for path in PRIVATE for prefix in prefixes]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('sitemap_index')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@kept
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(sitemaps.written_index(sitemaps.chunks())), content_type=XML)


@kept
def sitemap(request: HttpRequest, section: str, chunk: int = 0) -> HttpResponse:
    if section == "avis" and chunk > 0:
        entries = sitemaps.chunk_of_contributions(chunk)
    elif section in sitemaps.SECTIONS and not chunk:
        entries = sitemaps.SECTIONS[section]()
    else:
        raise Http404
    return HttpResponse("".join(sitemaps.written(entries)), content_type=XML)


@kept
@in_asked_language
def processes_feed(request: HttpRequest) -> HttpResponse:
    space = request.space or None
    rows = queries.public_processes(space).order_by("-published_at", "-id")[: feeds.MOST_ENTRIES]
    return HttpResponse(feeds.processes_feed(space, rows), content_type=ATOM)


@kept
@in_asked_language
def subjects_feed(request: HttpRequest) -> HttpResponse:
    space = asked_space(request)
    if space and not space.has("subjects"):
        raise Http404
    rows = subjects.shown(space).order_by("-created_at", "-id")[: feeds.MOST_ENTRIES]
    return HttpResponse(feeds.subjects_feed(space, rows), content_type=ATOM)


@kept
@in_asked_language
def process_feed(request: HttpRequest, slug: str) -> HttpResponse:
    process = get_object_or_404(Process.objects.public(), slug=slug)
    return HttpResponse(feeds.process_feed(process), content_type=ATOM)


@kept
@in_asked_language
def news_feed(request: HttpRequest) -> HttpResponse:
    space = request.space or None
    if space and not space.has("news"):
        raise Http404
    rows = editorial.articles_for(space)[: feeds.MOST_ENTRIES]
    return HttpResponse(feeds.news_feed(space, rows), content_type=ATOM)


@kept
def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. It expires half a year after the current month, so it is never out of date while we answer."""
    space = request.space or None
    contact = f"mailto:{space.email}" if space and space.email else settings.BASE_URL + reverse("editorial:contact")
    month = timezone.now().astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {contact}",
        f"Expires: {_instant(month + timedelta(days=210))}",
        "Preferred-Languages: " + ", ".join(code for code, _name in settings.LANGUAGES),
        f"Canonical: {settings.BASE_URL}{reverse('security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@kept
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(shell(request)["site"].favicon_url or static("parvis/mark.svg"))


@kept
@in_asked_language
def manifest(request: HttpRequest) -> HttpResponse:
    """The site on a phone's first screen: its name, its colours, its mark."""
    frame = shell(request)
    icon = frame["site"].favicon_url or static("parvis/mark.svg")
    data = {
        "name": frame["site"].name,
        "short_name": frame["site"].name[:24],
        "start_url": frame["site"].home_url,
        "display": "browser",
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "theme_color": frame["theme"].primary,
        "background_color": "#ffffff",
        "icons": [{"src": icon, "sizes": "any"}],
    }
    return JsonResponse(data, content_type="application/manifest+json")
