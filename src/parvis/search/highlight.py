"""The few words around what was looked for, with the words found marked."""

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from parvis.search.engines import Term
from parvis.search.vocabulary import folded

LENGTH = 220
# Reading further costs more than it helps: the page shows twenty results.
READ = 6_000
_WORDS = re.compile(r"\w+")


def marked_excerpt(text: str, terms: Sequence[Term], length: int = LENGTH) -> SafeString:
    """The part of ``text`` that holds the first word found, escaped, each word found inside ``<mark>``."""
    flat = " ".join(text[:READ].split())
    first = next((match.start() for match in _WORDS.finditer(flat) if _is_found(match.group(), terms)), 0)
    start = _cut(flat, max(0, first - length // 3)) if first > length // 2 else 0
    end = _cut(flat, start + length) if len(flat) > start + length else len(flat)
    before, after = "…" * (start > 0), "…" * (end < len(flat) or len(text) > READ)
    return format_html("{}{}{}", before, mark(flat[start:end].strip(), terms), after)


def mark(text: str, terms: Sequence[Term]) -> SafeString:
    """``text`` escaped, with the words found inside ``<mark>``."""
    pieces, position = [], 0
    for match in _WORDS.finditer(text):
        if _is_found(match.group(), terms):
            pieces.append((text[position : match.start()], match.group()))
            position = match.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>", pieces), text[position:])


def _is_found(written: str, terms: Sequence[Term]) -> bool:
    words = folded(written).split()
    return any(term.found_in(words) for term in terms)


def _cut(text: str, near: int) -> int:
    """The space before this place, so that no word is cut."""
    return max(text.rfind(" ", 0, near + 1), 0) or near
