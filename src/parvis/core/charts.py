"""Small charts drawn on the server as SVG: they work in pages, mails, print and right to left, without script.

Every chart goes with `as_table` of the same figures. Drawings carry classes and `currentColor`, never
a style of their own, so that the theme and the content security policy hold. Words come from the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

_WIDTH = 360  # of the drawing, in its own units: texts are 14 high, as on a phone
_MARGIN = 6
_LINE = 44  # letters across the drawing


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a chart: its name, its value (zero or more), and how the value is written.

    `text` carries the base when there is one (“62 % of 412 answers”); by default, the number itself.
    """

    label: str
    value: float
    text: str = ""

    @property
    def shown(self) -> str:
        """The value as readers see it, in their number format."""
        return self.text or number_format(self.value, use_l10n=True, force_grouping=True)


def as_table(figures: Sequence[Figure], *, caption: str, label_head: str, value_head: str) -> SafeString:
    """The figures of a chart as an accessible table."""
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td>{}</td></tr>',
        ((figure.label, figure.shown) for figure in figures),
    )
    return format_html(
        '<table class="chart-table"><caption>{}</caption><thead><tr><th scope="col">{}</th>'
        '<th scope="col">{}</th></tr></thead><tbody>{}</tbody></table>',
        caption,
        label_head,
        value_head,
        rows,
    )


def bar_chart(figures: Sequence[Figure], *, title: str, description: str) -> SafeString:
    """Horizontal bars, each under its name and its value; the longest fills the width."""
    largest = max((figure.value for figure in figures), default=0) or 1
    pieces: list[SafeString] = []
    top = 0
    for figure in figures:
        lines = _label_lines(figure)
        pieces += [_text(0, top + 14 + 18 * rank, line, "chart-label") for rank, line in enumerate(lines)]
        top += 18 * len(lines)
        pieces += [
            _text(_WIDTH, top - 4, figure.shown, "chart-value", anchor="end"),
            _rect(0, top + 4, _WIDTH, "chart-track", opacity=0.1),
            _rect(0, top + 4, _WIDTH * figure.value / largest, "chart-bar"),
        ]
        top += 30
    return _svg(pieces, top - 10, title, description)


def _label_lines(figure: Figure) -> list[str]:
    """The name cut in lines that leave room for the value at the end of the last one."""
    if len(figure.shown) > _LINE / 2:
        return [*wrap(figure.label, _LINE), ""]
    return wrap(figure.label, _LINE - len(figure.shown) - 2) or [""]


def stacked_bar(figures: Sequence[Figure], *, title: str, description: str) -> SafeString:
    """One bar shared between the figures, and its legend below. Six parts at most can be told apart."""
    total = sum(figure.value for figure in figures)
    pieces, start = [], 0.0
    for rank, figure in enumerate(figures):
        width = _WIDTH * figure.value / total if total else 0
        part, opacity = f"chart-part-{rank + 1}", _part_opacity(rank, len(figures))
        line = 36 + rank * 24
        pieces += [
            _rect(start, 0, max(width - 2, 0), part, height=20, opacity=opacity),  # 2: a gap between parts
            _rect(0, line, 12, part, height=12, opacity=opacity),
            _text(20, line + 11, figure.label, "chart-label"),
            _text(_WIDTH, line + 11, figure.shown, "chart-value", anchor="end"),
        ]
        start += width
    return _svg(pieces, 32 + len(figures) * 24, title, description)


def line_chart(figures: Sequence[Figure], *, title: str, description: str) -> SafeString:
    """A line from left to right (right to left in Arabic), from zero up; first, last and highest are named."""
    height, ground, roof = 150, 122, 24
    if not figures:
        return _svg([], height, title, description)
    largest = max(figure.value for figure in figures) or 1
    step = (_WIDTH - 2 * _MARGIN) / max(len(figures) - 1, 1)
    points = [
        (_MARGIN + rank * step, ground - (ground - roof) * figure.value / largest)
        for rank, figure in enumerate(figures)
    ]
    drawn = [(_mirrored(x), y) for x, y in points]
    path = "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in drawn)
    highest = max(range(len(figures)), key=lambda rank: figures[rank].value)
    high_x, high_y = points[highest]
    anchor = "start" if high_x < _WIDTH / 3 else "end" if high_x > _WIDTH * 2 / 3 else "middle"
    pieces = [
        format_html('<path class="chart-axis" d="M0 {}H{}" stroke="currentColor" opacity=".3"/>', ground, _WIDTH),
        format_html('<path class="chart-line" d="{}" fill="none" stroke="currentColor" stroke-width="2"/>', path),
        format_html(
            '<circle class="chart-dot" cx="{}" cy="{}" r="4" fill="currentColor"/>',
            _short(_mirrored(high_x)),
            _short(high_y),
        ),
        _text(high_x, high_y - 9, figures[highest].shown, "chart-value", anchor=anchor),
        _text(0, height - 8, figures[0].label, "chart-label"),
    ]
    if len(figures) > 1:
        pieces.append(_text(_WIDTH, height - 8, figures[-1].label, "chart-label", anchor="end"))
    return _svg(pieces, height, title, description)


def _part_opacity(rank: int, parts: int) -> float:
    """From full ink to a light one, so that parts differ without any colour."""
    return round(1 - 0.8 * rank / max(parts - 1, 1), 2)


def _mirrored(x: float, width: float = 0) -> float:
    return _WIDTH - x - width if get_language_bidi() else x


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _rect(
    x: float, y: float, width: float, css_class: str, *, height: float = 14, opacity: float = 1
) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}" fill="currentColor" fill-opacity="{}"/>',
        css_class,
        _short(_mirrored(x, width)),
        _short(y),
        _short(width),
        _short(height),
        f"{opacity:g}",
    )


def _text(x: float, y: float, words: str, css_class: str, anchor: str = "start") -> SafeString:
    """A text; `anchor` follows the direction of the drawing, as SVG wants."""
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" font-size="14" fill="currentColor">{}</text>',
        css_class,
        _short(_mirrored(x)),
        _short(y),
        anchor,
        words,
    )


def _svg(pieces: Sequence[SafeString], height: float, title: str, description: str) -> SafeString:
    return format_html(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" direction="{}"><title>{}</title><desc>{}</desc>{}</svg>',
        _WIDTH,
        max(height, 1),
        "rtl" if get_language_bidi() else "ltr",
        title,
        description,
        format_html_join("", "{}", ((piece,) for piece in pieces)),
    )
