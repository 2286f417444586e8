"""A space's own look: its name, mark and colours, as the page's frame prints them (``core/templates/base.html``)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from parvis.core.colours import contrast, nearest_accessible, parse_hex, to_hex
from parvis.core.prepared import prepared
from parvis.files.models import Image
from parvis.territories.models import Drawing, FunderMention, Space

PAPER, SURFACE, INK = "#faf7f1", "#ffffff", "#1b2430"
LEAST_CONTRAST = 4.5  # WCAG 2.2, level AA, text
DEFAULTS = {"primary": "#1d3a5f", "accent": "#b4451f", "sun": "#f0b840"}


@dataclass(frozen=True, slots=True)
class Theme:
    primary: str = DEFAULTS["primary"]
    on_primary: str = SURFACE
    accent: str = DEFAULTS["accent"]
    on_accent: str = SURFACE
    sun: str = DEFAULTS["sun"]


@dataclass(frozen=True, slots=True)
class Brand:
    name: str
    home_url: str
    tagline: str = ""
    mark_url: str = ""
    outline: str = ""
    favicon_url: str = ""
    phone: str = ""
    phone_link: str = ""
    phone_hours: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A funder as the foot of the page, a document or a mail prints it."""

    name: str
    sentence: str
    image_url: str
    image_alt: str


# Colours ---------------------------------------------------------------------------------------------


def better_colour(name: str, value: str) -> str | None:
    """``None`` when a colour can be read; else the nearest one that can.

    The main and accent colours are text and links on our paper, and grounds under white; the third is a
    ground under dark ink only.
    """
    ground = INK if name == "sun" else PAPER
    if contrast(value, ground) >= LEAST_CONTRAST:
        return None
    return nearest_accessible(value, ground, LEAST_CONTRAST)


def check_colour(name: str, value: str) -> str:
    """The colour as “#rrggbb”; refused with a sentence when it is not one, or cannot be read."""
    colour = to_hex(parse_hex(value))
    better = better_colour(name, colour)
    if better is None:
        return colour
    raise ValidationError(
        _("%(colour)s is too pale to be read. The nearest good colour is %(better)s.")
        if name != "sun"
        else _("%(colour)s is too dark for dark text upon it. The nearest good colour is %(better)s."),
        code="contrast",
        params={"colour": colour, "better": better},
    )


def theme(space: Space | None) -> Theme:
    """The colours of a page. A stored colour that is not one is left out: nothing unchecked enters a style."""
    if not space:
        return Theme()
    primary, accent, sun = (_safe(name, getattr(space, name)) for name in DEFAULTS)
    return Theme(primary, ink_on(primary), accent, ink_on(accent), sun)


def _safe(name: str, value: str) -> str:
    try:
        return to_hex(parse_hex(value))
    except ValidationError:
        return DEFAULTS[name]


def ink_on(colour: str) -> str:
    """White or dark ink, whichever reads better on this ground."""
    return max((SURFACE, INK), key=lambda ink: contrast(ink, colour))


def theme_css(space: Space | None) -> SafeString:
    """The ``:root{…}`` block that puts a space's colours on a page."""
    look = theme(space)
    return format_html(
        ":root{{--primary:{};--on-primary:{};--accent:{};--on-accent:{};--sun:{}}}",
        look.primary,
        look.on_primary,
        look.accent,
        look.on_accent,
        look.sun,
    )


# Name, mark, contact, funders ------------------------------------------------------------------------


def brand(space: Space | None) -> Brand:
    """The head of a page. No query when the space comes from ``queries.with_brand``."""
    if not space:
        return Brand(name="Parvis", home_url=reverse("site:home"))
    return Brand(
        name=space.name,
        home_url=space_url(space),
        tagline=str(space.tagline),
        mark_url=_url(space.logo, 160),
        outline="" if space.logo else mark_paths(space),
        favicon_url=_url(space.favicon, 160),
        phone=space.phone,
        phone_link=dialled(space.phone),
        phone_hours=str(space.phone_hours),
    )


def _url(image: Image | None, width: int) -> str:
    return image.address(width=width) if image else ""


def mark_paths(space: Space) -> str:
    """The silhouette of its territory, an SVG path in a box of 40 × 40; empty when nobody drew it."""
    try:
        return space.territory.drawing.mark
    except Drawing.DoesNotExist:
        return ""


def space_url(space: Space) -> str:
    """Its own front page; the site's when it is the main one."""
    if not space.is_main:
        try:
            return reverse("site:space", args=[space.slug])
        except NoReverseMatch:  # an installation whose site has a single front door
            pass
    return reverse("site:home")


def dialled(phone: str) -> str:
    """A phone number as a link dials it: « +237 6 99… » → « +2376 99… », without spaces."""
    return "".join(
        character for character in phone if character.isascii() and (character.isdigit() or character == "+")
    )


def mentions(space: Space | None, *, process_id: int | None = None) -> list[Mention]:
    """What funders require here: on every page of the space, and those of one démarche. One query."""
    if not space:  # a lazy request.space may stand for none
        return []
    return [
        Mention(f.name, str(f.sentence) or f.name, _url(f.emblem, 240), f.name if f.emblem else "")
        for f in wanted_funders(space, process_id)
    ]


def wanted_funders(space: Space, process_id: int | None) -> list[FunderMention]:
    return list(_funders(space.pk, process_id or _NO_PROCESS))


_NO_PROCESS = 0


@prepared
def _funders(space: int, process: int) -> QuerySet[FunderMention]:
    wanted = Q(everywhere=True) | Q(processes=process)
    return FunderMention.objects.filter(wanted, space=space).select_related("emblem").distinct()
