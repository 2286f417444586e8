"""The addresses search engines should know, in files of at most 5 000, each read by id: flat at any volume.

A chunk is a range of ids, so that its address keeps meaning the same rows while others come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.conf import settings
from django.db.models import Max, Q, QuerySet
from django.urls import reverse

from parvis.contributions.models import Contribution
from parvis.editorial import queries as editorial
from parvis.editorial.models import Page
from parvis.processes.models import Process

CHUNK = 5_000
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
DOORS = (
    "site:home",
    "site:processes",
    "site:changes",
    "editorial:agenda",
    "editorial:news",
    "editorial:understand",
    "editorial:degrees",
    "editorial:contact",
)


@dataclass(frozen=True)
class Entry:
    url: str
    changed: datetime | None = None


def contributions() -> QuerySet[Contribution]:
    """Public, and not a comment: a comment is read on the page of what it answers."""
    shown = Q(process=None) | Q(process__in=Process.objects.public())
    return Contribution.objects.public().roots().filter(shown)


def chunks() -> list[tuple[str, int]]:
    """Each file: its section, and for contributions its rank from 1."""
    newest = Contribution.objects.aggregate(newest=Max("pk"))["newest"] or 0
    files = [("portes", 0), ("demarches", 0), ("pages", 0), ("actualites", 0)]
    return files + [("avis", rank) for rank in range(1, -(-newest // CHUNK) + 1)]


def _doors() -> Iterator[Entry]:
    yield from (Entry(reverse(name)) for name in DOORS)


def _processes() -> Iterator[Entry]:
    rows = Process.objects.public().order_by("pk").only("slug", "updated_at")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows)


def _pages() -> Iterator[Entry]:
    rows = Page.objects.filter(is_published=True, space__is_main=True).order_by("pk")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows)


def _articles() -> Iterator[Entry]:
    rows = editorial.public_articles().select_related(None).order_by("-pk")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows)


SECTIONS = {"portes": _doors, "demarches": _processes, "pages": _pages, "actualites": _articles}


def chunk_of_contributions(rank: int) -> Iterator[Entry]:
    """Rows as plain values and one address worked out for all: a file of 5 000 is read by robots again and again."""
    first = (rank - 1) * CHUNK
    rows = contributions().filter(pk__gt=first, pk__lte=first + CHUNK).order_by("pk")
    address = reverse("contributions:detail", args=["CODE"])
    for code, *dates in rows.values_list("code", "created_at", "published_at", "edited_at", "answered_at"):
        yield Entry(address.replace("CODE", code), max(filter(None, dates)))


def written(entries: Iterator[Entry]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {NAMESPACES}>\n'
    for entry in entries:
        yield _url(entry)
    yield "</urlset>\n"


def _url(entry: Entry) -> str:
    changed = f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{_absolute(in_language(entry.url, code))}"/>'
        for code, _name in settings.LANGUAGES
    )
    return f"<url><loc>{_absolute(entry.url)}</loc>{changed}{links}</url>\n"


def in_language(url: str, code: str) -> str:
    """Our prefixes, without resolving each address: none for the site's own language."""
    return url if code == settings.LANGUAGE_CODE else f"/{code}{url}"


def _absolute(url: str) -> str:
    return escape(settings.BASE_URL + url)


def written_index(files: list[tuple[str, int]]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for section, rank in files:
        url = reverse("sitemap_chunk", args=[section, rank]) if rank else reverse("sitemap", args=[section])
        yield f"<sitemap><loc>{_absolute(url)}</loc></sitemap>\n"
    yield "</sitemapindex>\n"
