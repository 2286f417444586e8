"""The addresses search engines should know, in files of at most 5 000, each read by id: flat at any volume.

A chunk is a range of ids, so that its address keeps meaning the same rows while others come.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.conf import settings
from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse

from parvis.contributions.models import Contribution
from parvis.editorial import queries as editorial
from parvis.editorial.models import Page
from parvis.processes.models import Process
from parvis.territories.models import Space
from parvis.territories.theming import space_url

CHUNK = 5_000
NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# Doors of the whole site, then those each space has of its own, with the feature that may close them.
DOORS = ("site:processes", "site:changes", "editorial:degrees")
OWN_DOORS = (
    ("editorial:agenda", "agenda"),
    ("editorial:news", "news"),
    ("editorial:understand", ""),
    ("editorial:contact", ""),
    ("editorial:accessibility", ""),
    ("editorial:legal", ""),
    ("editorial:privacy", ""),
)


@dataclass(frozen=True)
class Entry:
    url: str
    changed: datetime | None = None


def spaces() -> QuerySet[Space]:
    """Every space, but those of example content: an invented opinion must not be found beside real ones."""
    return Space.objects.filter(is_example=False)


def contributions() -> QuerySet[Contribution]:
    """Public, and not a comment: a comment is read on the page of what it answers."""
    shown = Q(process=None) | Q(process__in=Process.objects.public())
    return Contribution.objects.public().roots().filter(shown, space__in=spaces())


def chunks() -> list[tuple[str, int]]:
    """Each file: its section, and for contributions its rank from 1."""
    ids = Contribution.objects.aggregate(oldest=Min("pk"), newest=Max("pk"))
    ranks = range(-(-(ids["oldest"] or 1) // CHUNK), -(-(ids["newest"] or 0) // CHUNK) + 1)
    files = [("portes", 0), ("demarches", 0), ("pages", 0), ("actualites", 0), ("rencontres", 0)]
    return files + [("avis", rank) for rank in ranks]


def _doors() -> Iterator[Entry]:
    yield from (Entry(reverse(name)) for name in DOORS)
    for space in spaces().order_by("-is_main", "pk")[: CHUNK // (len(OWN_DOORS) + 1)]:
        yield Entry(space_url(space))
        asked = "" if space.is_main else f"?espace={space.slug}"
        yield from (Entry(reverse(name) + asked) for name, feature in OWN_DOORS if space.has(feature))


def _processes() -> Iterator[Entry]:
    rows = Process.objects.public().filter(space__in=spaces()).order_by("pk").only("slug", "updated_at")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows)


def _pages() -> Iterator[Entry]:
    rows = Page.objects.filter(is_published=True, space__in=spaces()).select_related("space").order_by("pk")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows)


def _articles() -> Iterator[Entry]:
    rows = editorial.public_articles().filter(space__in=spaces()).order_by("-pk")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows if row.space.has("news"))


def _gatherings() -> Iterator[Entry]:
    rows = editorial.public_gatherings().filter(space__in=spaces()).order_by("-pk")[:CHUNK]
    yield from (Entry(row.get_absolute_url(), row.updated_at) for row in rows if row.space.has("agenda"))


SECTIONS = {
    "portes": _doors,
    "demarches": _processes,
    "pages": _pages,
    "actualites": _articles,
    "rencontres": _gatherings,
}


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
