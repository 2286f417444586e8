"""What every page needs around it: brand, colours, menu, languages, footer (shape: ``core/templates/base.html``)."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.core.colours import contrast
from parvis.territories.models import Space

# What leads where in the public menu; the third says which switchable feature it belongs to.
MENU = (
    (gettext_lazy("Take part"), "site:processes", ""),
    (gettext_lazy("Diary"), "editorial:agenda", "agenda"),
    (gettext_lazy("Understand"), "editorial:understand", ""),
    (gettext_lazy("What changed"), "site:changes", ""),
)


@dataclass(frozen=True)
class Site:
    name: str
    home_url: str
    tagline: str = ""
    mark_url: str = ""
    favicon_url: str = ""
    phone: str = ""
    phone_link: str = ""
    phone_hours: str = ""


@dataclass(frozen=True)
class Colours:
    primary: str = "#1d3a5f"
    on_primary: str = "#ffffff"
    accent: str = "#b4451f"
    on_accent: str = "#ffffff"
    sun: str = "#f0b840"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy where a fragment needs nothing of it: the queries run only if the shell is drawn."""
    return {
        "site": SimpleLazyObject(lambda: _site(request.space)),
        "theme": SimpleLazyObject(lambda: _colours(request.space)),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "my_url": _url("accounts:mine"),
        "footer": SimpleLazyObject(lambda: _footer(request.space)),
        "desk_url": SimpleLazyObject(lambda: _url("desk:today") if request.actor.is_staff else ""),
        "actor": request.actor,
        "space": request.space,
    }


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _site(space: Space | None) -> Site:
    home = reverse("site:home")
    if not space:
        return Site(name="Parvis", home_url=home)
    return Site(
        name=space.name,
        home_url=home if space.is_main else reverse("site:space", args=[space.slug]),
        tagline=str(space.tagline),
        mark_url=_image(space.logo, 160),
        favicon_url=_image(space.favicon, 64),
        phone=space.phone,
        phone_link="".join(c for c in space.phone if c.isdigit() or c == "+"),
        phone_hours=str(space.phone_hours),
    )


def _image(image: Any, width: int) -> str:
    """The smallest rendition at least this wide."""
    if image is None:
        return ""
    renditions = list(image.renditions.all())
    best = next((r for r in renditions if r.width >= width), renditions[-1] if renditions else None)
    return best.file.url if best else ""


def _colours(space: Space | None) -> Colours:
    if not space:
        return Colours()
    return Colours(
        primary=space.primary,
        on_primary=_ink_on(space.primary),
        accent=space.accent,
        on_accent=_ink_on(space.accent),
        sun=space.sun,
    )


def _ink_on(colour: str) -> str:
    return max("#ffffff", "#14181f", key=lambda ink: contrast(ink, colour))


def _nav(request: HttpRequest) -> list[tuple[str, str, bool]]:
    space, items = request.space, []
    for label, name, feature in MENU:
        url = _url(name)
        if url and (not feature or not space or space.has(feature)):
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
class Funder:
    sentence: str
    image_url: str = ""
    image_alt: str = ""


@dataclass(frozen=True)
class Footer:
    links: list[tuple[str, str]]
    software_url: str
    funders: list[Funder]


def _footer(space: Space | None) -> Footer:
    names = (
        (_("Accessibility: not compliant"), "editorial:accessibility"),
        (_("Legal notice"), "editorial:legal"),
        (_("Personal data"), "editorial:privacy"),
        (_("Moderation charter"), "moderation:charter"),
        (_("Site map"), "editorial:site_map"),
        (_("Contact"), "editorial:contact"),
    )
    links = [(label, url) for label, name in names if (url := _url(name))]
    funders = []
    if space:
        for funder in (
            space.funders.filter(everywhere=True).select_related("emblem").prefetch_related("emblem__renditions")
        ):
            funders.append(Funder(str(funder.sentence) or funder.name, _image(funder.emblem, 120), funder.name))
    return Footer(links=links, software_url=settings.SOURCE_URL, funders=funders)
