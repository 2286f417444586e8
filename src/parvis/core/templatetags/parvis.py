"""Drawings and small sentences for templates. Pure: no database, no request."""

import re
from datetime import date, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from parvis.core import sentences

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"

# Icons that point somewhere along the line of reading: they turn round in Arabic.
MIRRORED = {
    "arrow-left",
    "arrow-right",
    "chevron-left",
    "chevron-right",
    "corner-down-right",
    "external-link",
    "list",
    "log-out",
    "message-square-reply",
    "reply",
    "send",
    "share-2",
    "trending-up",
    "undo-2",
}

# How much a voice weighs, said rather than numbered: « 3 of 5 » reads as a mark out of five.
WEIGHTS = {
    1: gettext_lazy("You are informed"),
    2: gettext_lazy("Your opinion is asked"),
    3: gettext_lazy("Your opinion is discussed and weighs"),
    4: gettext_lazy("We write it together"),
    5: gettext_lazy("You choose, the council votes"),
}

VERDICT_ICONS = {
    "accepted": "circle-check",
    "partly": "split",
    "declined": "minus",
    "studying": "clock",
    "already": "badge-check",
    "forwarded": "send",
}


@cache
def _drawing(name: str) -> str:
    source = (ICONS / f"{name}.svg").read_text()
    return re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)[1]).strip()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon drawn in the page. Silent for screen readers, unless `label` gives it a name."""
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" {}>{}</svg>',
        " mirror" if name in MIRRORED else "",
        voice,
        mark_safe(_drawing(name)),  # noqa: S308 our own files
    )


@register.simple_tag
def degree(level: int, size: str = "", label: str | None = None) -> SafeString:
    """The steps of the square, someone standing on the step reached (1 to 5).

    `size="big"` for the head of a démarche. `label=""` where the same words stand beside it.
    """
    level = int(level)
    words = WEIGHTS[level] if label is None else label
    bars: dict[str, str] = {}
    for step in range(1, 6):
        height = 5 + (step - 1) * 6
        state = "now" if step == level else "on" if step < level else "s"
        bars[state] = bars.get(state, "") + f"M{(step - 1) * 12} {44 - height}h11v{height}h-11z"
    steps = [f'<path class="{state}" d="{drawn}"/>' for state, drawn in bars.items()]
    top, middle = 44 - (5 + (level - 1) * 6), (level - 1) * 12 + 5.5
    steps.append(
        f'<path class="who" d="M{middle} {top - 12.4}a2.3 2.3 0 1 1-.01 0'
        f'M{middle - 3} {top - 1}v-3.4a3 3 0 0 1 6 0v3.4z"/>'
    )
    voice = format_html('role="img" aria-label="{}"', words) if words else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="degree{}" viewBox="0 0 59 44" {}>{}</svg>',
        f" {size}" if size else "",
        voice,
        mark_safe("".join(steps)),  # noqa: S308 numbers only
    )


@register.filter
def weight(level: int) -> str:
    """The words of a degree: « Your opinion is discussed and weighs »."""
    return WEIGHTS[int(level)]


@register.filter
def verdict_icon(key: str) -> str:
    return VERDICT_ICONS[key]


def shares(counts: list[int]) -> list[int]:
    """Whole percentages that add up to 100 (largest remainders, Hamilton's method)."""
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    whole = [100 * count // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda i: -(100 * counts[i] % total))
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


# Dates, as `core.sentences` writes them; nothing for no date.


@register.filter
def full_date(day: date | None) -> str:
    return sentences.full_date(day) if isinstance(day, date) else ""


@register.filter
def short_date(day: date | None) -> str:
    return sentences.short_date(day) if isinstance(day, date) else ""


@register.filter
def short_day(day: date | None) -> str:
    return sentences.short_day(day) if isinstance(day, date) else ""


@register.filter
def human_date(day: date | None) -> str:
    return sentences.human_date(day) if isinstance(day, date) else ""


@register.filter
def human_moment(moment: datetime | None) -> str:
    return sentences.human_moment(moment) if isinstance(moment, date) else ""


@register.filter
def hour(moment: datetime | None) -> str:
    return sentences.hour(moment) if isinstance(moment, date) else ""


@register.inclusion_tag("components/channels_bar.html")
def channels_bar(channels) -> dict:
    """`channels`: (label, count) pairs, the largest first; at most five are told apart."""
    labels = [label for label, _ in channels]
    percents = shares([count for _, count in channels])
    starts = [0, *accumulate(percents)]
    segments = [
        {"label": label, "percent": percent, "start": start, "tone": tone, "share": _percent(percent)}
        for label, percent, start, tone in zip(labels, percents, starts, "abcde", strict=False)
    ]
    return {"segments": segments, "sentence": ", ".join(f"{s['share']} {s['label']}" for s in segments)}


def _percent(number: int) -> str:
    return gettext("%(number)d%%") % {"number": number}
