"""The words of a page in blocks, for search, excerpts and mails."""

from collections.abc import Iterator
from typing import Any

from parvis.core.blocks.kinds import KINDS, Field, Shape
from parvis.core.text import strip_html


def blocks_text(value: list[dict[str, Any]], language: str) -> str:
    """The plain text of ``value`` in ``language`` (texts missing in it are left out), one line per text."""
    return "\n".join(_words(value, language))


def _words(value: list[dict[str, Any]], language: str) -> Iterator[str]:
    for block in value or []:
        kind = KINDS.get(block.get("type", ""))
        if kind:
            yield from _of(block, kind.fields, language)
            for item in block.get("items", []):
                yield from _of(item, kind.items, language)


def _of(holder: dict[str, Any], fields: tuple[Field, ...], language: str) -> Iterator[str]:
    for field in fields:
        if field.shape.is_text and (words := holder.get(field.name, {}).get(language)):
            yield strip_html(words) if field.shape is Shape.RICH else words
