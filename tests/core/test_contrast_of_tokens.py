"""Every pair of colours that carries text is readable, whatever the territory's theme, by day and by night.

The tokens are read from the real stylesheet and computed as a browser does (color-mix in sRGB,
relative OKLCH colours clipped to the screen), so changing a token changes what is tested here.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.core import colours

CSS = Path(colours.__file__).parent / "static/parvis/css/parvis.css"
THEME = {"--primary": "#1d3a5f", "--on-primary": "#ffffff", "--accent": "#b4451f", "--on-accent": "#ffffff"}

# (ink, grounds): 4.5 everywhere, small text included.
TEXT = [
    (
        "--ink",
        "--paper --surface --sunk --primary-soft --primary-mid --accent-soft --sun-soft --ok-soft --late-soft",
    ),
    ("--ink-2", "--paper --surface --sunk --primary-soft --accent-soft --sun-soft --ok-soft --late-soft"),
    ("--link", "--paper --surface --sunk --primary-soft --accent-soft --sun-soft --ok-soft"),
    ("--hot", "--paper --surface --accent-soft --primary-soft"),
    ("--sun-ink", "--paper --surface --sun-soft"),
    ("--ok", "--paper --surface --ok-soft"),
    ("--late", "--paper --surface --late-soft"),
    ("--on-fill", "--fill"),
    ("--on-fill-hot", "--fill-hot"),
    ("--on-deep", "--deep"),
    ("--paper", "--link --ink"),
]
# Edges of fields, marks, the ring of the focus: 3.
EDGES = [
    ("--ink", "--paper --surface"),
    ("--edge", "--paper --surface"),
    ("--link", "--paper --surface --line"),
    ("--ok", "--surface"),
]

DERIVED_TEXT = [pair for pair in TEXT if not pair[0].startswith("--on-fill") and pair[0] != "--on-deep"]


def _declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block))


def tokens(scheme: str) -> dict[str, str]:
    sheet = CSS.read_text()
    light = re.search(r"\n  :root \{(.*?)\n  \}", sheet, re.DOTALL)[1]
    dark = re.search(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n    \}", sheet, re.DOTALL)[1]
    return _declarations(light) | (_declarations(dark) if scheme == "dark" else {})


def resolve(value: str, known: dict[str, str]) -> str:
    """The #rrggbb a browser shows for a token's value."""
    value = value.strip()
    if value.startswith("#"):
        return value
    if variable := re.fullmatch(r"var\((--[\w-]+)\)", value):
        return resolve(known[variable[1]], known)
    if mix := re.fullmatch(r"color-mix\(in srgb, (.+) (\d+)%, (.+)\)", value):
        share = int(mix[2]) / 100
        top, under = (colours.parse_hex(resolve(mix[part], known)) for part in (1, 3))
        return colours.to_hex(tuple(round(a * share + b * (1 - share)) for a, b in zip(top, under, strict=True)))
    shift = re.fullmatch(r"oklch\(from (var\(--[\w-]+\)) (\S+|min\(l, [\d.]+\)) (c|min\(c, [\d.]+\)) h\)", value)
    lightness, chroma, hue = colours._to_oklch(colours.parse_hex(resolve(shift[1], known)))
    channels = colours._oklch_channels(_component(shift[2], lightness), _component(shift[3], chroma), hue)
    return colours.to_hex(tuple(colours._encoded(channel) for channel in channels))


def _component(text: str, own: float) -> float:
    if limit := re.fullmatch(r"min\(\w, ([\d.]+)\)", text):
        return min(own, float(limit[1]))
    return own if text in "lc" else float(text)


def too_weak(pairs, known: dict[str, str], ratio: float) -> list[str]:
    return [
        f"{ink} on {ground}: {found:.2f}"
        for ink, grounds in pairs
        for ground in grounds.split()
        if (found := colours.contrast(resolve(known[ink], known), resolve(known[ground], known))) < ratio
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme):
    assert too_weak(TEXT, tokens(scheme) | THEME, 4.5) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_can_be_seen(scheme):
    assert too_weak(EDGES, tokens(scheme) | THEME, 3) == []


hues = st.tuples(*[st.integers(0, 255)] * 3).map(colours.to_hex)


@settings(max_examples=60, deadline=None)
@given(primary=hues, accent=hues, sun=hues, scheme=st.sampled_from(["light", "dark"]))
def test_any_theme_can_be_read(primary, accent, sun, scheme):
    known = tokens(scheme) | {"--primary": primary, "--accent": accent, "--sun": sun}
    assert too_weak(DERIVED_TEXT, known, 4.5) == []


def test_a_token_too_pale_is_caught():
    assert too_weak([("--ink-2", "--paper")], tokens("light") | {"--ink-2": "#999999"}, 4.5) != []
