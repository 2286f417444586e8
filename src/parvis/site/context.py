"""What every page needs around it: brand, colours, menu, languages, footer (shape: ``core/templates/base.html``)."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy

from parvis.editorial.queries import accessibility_status
from parvis.territories.models import Space
from parvis.territories.pages import own_query
from parvis.territories.theming import Mention, brand, mentions, theme, theme_css

# What leads where in the public menu; the third says which switchable feature it belongs to.
MENU = (
    (gettext_lazy("Take part"), "site:processes", ""),
    (gettext_lazy("Diary"), "editorial:agenda", "agenda"),
    (gettext_lazy("Understand"), "editorial:understand", ""),
    (gettext_lazy("What changed"), "site:changes", ""),
)


@dataclass(frozen=True)
class Look:
    """The space's colours as one small style sheet, kept for ever: its address changes with them."""

    url: str
    primary: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy where a fragment needs nothing of it: the queries run only if the shell is drawn."""
    return {
        "site": SimpleLazyObject(lambda: brand(request.space)),
        "theme": SimpleLazyObject(lambda: look(request.space)),
        "manifest_url": f"{reverse('manifest')}?langue={translation.get_language()}",
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "my_url": reverse("accounts:mine"),
        "search_url": reverse("search:results"),
        "search_label": gettext_lazy("Search"),
        "footer": SimpleLazyObject(lambda: _footer(request)),
        "desk_url": SimpleLazyObject(lambda: reverse("desk:today") if request.actor.is_staff else ""),
        "actor": request.actor,
        "space": request.space,
    }


def look(space: Space | None) -> Look:
    digest = hashlib.sha256(theme_css(space).encode()).hexdigest()[:12]
    return Look(reverse("theme", args=[space.slug if space else "parvis", digest]), theme(space).primary)


def _nav(request: HttpRequest) -> list[tuple[str, str, bool]]:
    space, items = request.space, []
    for label, name, feature in MENU:
        if not feature or not space or space.has(feature):
            url = reverse(name)
            items.append((str(label), url, request.path.startswith(url)))
    return items


def _languages(request: HttpRequest) -> list[tuple[str, str, str, bool]]:
    """The same page in the other languages; one that only speaks one has no switch."""
    offered = (request.space.languages if request.space else None) or [code for code, _name in settings.LANGUAGES]
    current = translation.get_language()
    found = [
        (code, name, translate_url(request.get_full_path(), code), code == current)
        for code, name in settings.LANGUAGES
        if code in offered or code == current
    ]
    return found if len(found) > 1 else []


@dataclass(frozen=True)
class Footer:
    links: list[tuple[str, str]]
    software_url: str
    funders: list[Mention]


FOOTER_LINKS = (
    (gettext_lazy("Legal notice"), "editorial:legal"),
    (gettext_lazy("Personal data"), "editorial:privacy"),
    (gettext_lazy("Moderation charter"), "moderation:charter"),
    (gettext_lazy("Site map"), "editorial:site_map"),
    (gettext_lazy("Easy to read"), "editorial:falc"),
    (gettext_lazy("Contact"), "editorial:contact"),
)


OWN_TO_SPACE = {"editorial:accessibility", "editorial:legal", "editorial:privacy", "editorial:contact"}


def _footer(request: HttpRequest) -> Footer:
    # Each territory has its own controller and contacts: these pages speak for the space one is in.
    own = own_query(request.space)
    named = [(accessibility_status(request.space).label, "editorial:accessibility"), *FOOTER_LINKS]
    links = [(str(label), reverse(name) + (own if name in OWN_TO_SPACE else "")) for label, name in named]
    funders = mentions(request.space, process_id=getattr(request, "process_id", None))
    return Footer(links=links, software_url=settings.SOURCE_URL, funders=funders)
