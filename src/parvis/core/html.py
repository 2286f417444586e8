"""Rich text written by staff, cleaned to a short list of tags. Residents write plain text: see `text`."""

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser

import nh3

Change = Callable[[str, dict[str, str]], tuple[str, dict[str, str]]]

_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_STRUCTURE = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br"}
_INLINE = {"a", "strong", "em", "u", "sub", "sup"}
_TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
_VOID = {"br", "hr"}
_CHOICES = {"dir": {"ltr", "rtl", "auto"}, "scope": {"col", "row", "colgroup", "rowgroup"}}
_VALUES = {"lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"), "span": re.compile(r"[1-9]\d{0,2}")}


def clean(html: str) -> str:
    """Keep the allowed tags and attributes, drop the rest (what `script` and `style` hold goes too).

    Links to other sites carry rel="nofollow noopener"; links inside the site carry none.
    """
    safe = nh3.clean(
        html,
        tags=_STRUCTURE | _INLINE | _TABLE,
        attributes=_ATTRIBUTES,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )
    return _Rewriter(_with_rel).rewrite(safe)


def demote_headings(html: str, levels: int = 1) -> str:
    """Lower every heading by `levels` (h2 → h3…, h6 at most), for a text shown under a title of its own."""

    def demoted(tag: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
        if re.fullmatch("h[1-6]", tag):
            tag = f"h{min(int(tag[1]) + levels, 6)}"
        return tag, attributes

    return _Rewriter(demoted).rewrite(html)


def _filtered(tag: str, attribute: str, value: str) -> str | None:
    if attribute in _CHOICES:
        return value if value in _CHOICES[attribute] else None
    pattern = _VALUES.get("span" if attribute.endswith("span") else attribute)
    if pattern is not None:
        return value if pattern.fullmatch(value) else None
    return value


def _with_rel(tag: str, attributes: dict[str, str]) -> tuple[str, dict[str, str]]:
    if tag == "a" and re.match(r"(?:https?:)?//", attributes.get("href", ""), re.IGNORECASE):
        attributes = {**attributes, "rel": "nofollow noopener"}
    return tag, attributes


class _Rewriter(HTMLParser):
    """Writes clean HTML again with its tags changed by a function."""

    def __init__(self, change: Change) -> None:
        super().__init__(convert_charrefs=False)
        self.change = change
        self.pieces: list[str] = []

    def rewrite(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.pieces)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag, attributes = self.change(tag, {name: value or "" for name, value in attrs})
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        self.pieces.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.pieces.append(f"</{self.change(tag, {})[0]}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")
