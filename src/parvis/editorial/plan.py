"""« Plan du site »: every door, by family, so that nobody needs the menu."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.editorial import queries
from parvis.processes.models import Process
from parvis.territories.models import Space

MAIN = (
    (_("Home"), "site:home", ""),
    (_("Take part"), "site:processes", ""),
    (_("Diary"), "editorial:agenda", "agenda"),
    (_("News"), "editorial:news", "news"),
    (_("What changed"), "site:changes", ""),
    (_("Who decides here"), "organisations:chart", ""),
    (_("Search"), "search:search", ""),
    (_("My follow-up"), "accounts:mine", ""),
)
UNDERSTAND = (
    (_("Understand"), "editorial:understand", ""),
    (_("The five levels"), "editorial:degrees", ""),
    (_("The site in easy words"), "editorial:falc", ""),
)
ABOUT = (
    (_("Contact"), "editorial:contact", ""),
    (_("Legal notice"), "editorial:legal", ""),
    (_("Personal data"), "editorial:privacy", ""),
    (_("Accessibility"), "editorial:accessibility", ""),
    (_("Moderation charter"), "moderation:charter", ""),
    (_("The software"), "editorial:source", ""),
)
MOST_PROCESSES = 60


@dataclass(frozen=True)
class Section:
    title: Sentence
    links: list[tuple[Sentence, str]]


def sections(space: Space | None) -> list[Section]:
    pages = [(page.title, page.get_absolute_url()) for page in queries.public_pages(space)]
    processes = Process.objects.public().filter(queries.within(space))[:MOST_PROCESSES]
    return [
        Section(_("The essential"), _links(MAIN, space)),
        Section(_("The subjects"), [(process.title, process.get_absolute_url()) for process in processes]),
        Section(_("Understand"), _links(UNDERSTAND, space) + pages),
        Section(_("About this site"), _links(ABOUT, space)),
    ]


def _links(entries: tuple[tuple[Sentence, str, str], ...], space: Space | None) -> list[tuple[Sentence, str]]:
    """The addresses that exist here: a feature switched off takes its line away."""
    links = []
    for label, name, feature in entries:
        if feature and space and not space.has(feature):
            continue
        try:
            links.append((label, reverse(name)))
        except NoReverseMatch:
            continue
    return links
