"""Colours that everyone can read: contrast (WCAG 2.2) and the nearest readable one (OKLCH)."""

import math
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Rgb = tuple[int, int, int]

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def parse_hex(colour: str) -> Rgb:
    """Red, green and blue (0–255) of “#1f5c4a” or “#abc”; raises `ValidationError` with a sentence."""
    match = _HEX.fullmatch(colour.strip())
    if match is None:
        raise ValidationError(
            _("“%(colour)s” is not a colour. Write it as # and six signs, such as #1f5c4a."),
            code="colour",
            params={"colour": colour},
        )
    digits = match.group(1)
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def to_hex(rgb: Rgb) -> str:
    """The “#rrggbb” writing of a colour."""
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def contrast(a: str, b: str) -> float:
    """Contrast ratio of two colours, from 1 (same) to 21 (black on white): WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((_luminance(parse_hex(a)), _luminance(parse_hex(b))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def nearest_accessible(colour: str, on: str, ratio: float = 4.5) -> str:
    """The colour nearest to `colour` that reaches `ratio` of contrast on the ground `on`.

    Hue is kept, and as much chroma as the screen can show; only OKLCH lightness moves. When nothing
    of this hue reaches the ratio, the better of black and white is given.
    """
    own = to_hex(parse_hex(colour))
    if contrast(own, on) >= ratio:
        return own
    lightness, chroma, hue = _to_oklch(parse_hex(colour))
    steps = sorted((step / 500 for step in range(501)), key=lambda step: abs(step - lightness))
    for step in steps:
        candidate = to_hex(_from_oklch(step, chroma, hue))
        if contrast(candidate, on) >= ratio:
            return candidate
    return max(("#000000", "#ffffff"), key=lambda extreme: contrast(extreme, on))


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (_linear(channel) for channel in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# OKLCH: Björn Ottosson, "A perceptual color space for image processing" (2020), as in CSS Color 4.


def _to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    red, green, blue = (_linear(channel) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """The sRGB colour, with just enough chroma given up to be shown on a screen."""
    kept, lost = 0.0, chroma
    if _in_gamut(_oklch_channels(lightness, chroma, hue)):
        kept = chroma
    else:
        for _step in range(20):
            middle = (kept + lost) / 2
            if _in_gamut(_oklch_channels(lightness, middle, hue)):
                kept = middle
            else:
                lost = middle
    red, green, blue = (_encoded(channel) for channel in _oklch_channels(lightness, kept, hue))
    return red, green, blue


def _oklch_channels(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _in_gamut(channels: tuple[float, float, float]) -> bool:
    return all(-1e-6 <= channel <= 1 + 1e-6 for channel in channels)


def _encoded(channel: float) -> int:
    share = min(max(channel, 0.0), 1.0)
    share = share * 12.92 if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055
    return round(share * 255)
