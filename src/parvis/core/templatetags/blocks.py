"""``{% load blocks %}{% blocks page.body territory=process.territory %}``: a page in blocks, shown."""

from typing import Any

from django import template
from django.utils.translation import get_language

from parvis.core.blocks.forms import wanted_keys
from parvis.core.blocks.kinds import KINDS, Shape
from parvis.core.blocks.sources import drawn_map, load_all
from parvis.core.blocks.video import embed_url, host_of
from parvis.core.fields import Translated
from parvis.core.html import demote_headings

register = template.Library()


@register.inclusion_tag("blocks/blocks.html")
def blocks(value: list[dict[str, Any]] | None, *, territory: Any = None, under: int = 0) -> dict[str, Any]:
    """``under``: how many levels headings go down, where the page around already has its own.

    One query per kind of thing named (images, files, steps), whatever their number.
    """
    known = [block for block in value or [] if block.get("type") in KINDS]
    loaded = load_all(wanted_keys(known))
    return {"blocks": [_shown(block, loaded, territory, under) for block in known]}


def _shown(
    block: dict[str, Any], loaded: dict[Shape, dict[Any, Any]], territory: Any, under: int
) -> dict[str, Any]:
    kind = KINDS[block["type"]]
    shown = {"id": block["id"], "template": f"blocks/{kind.key}.html", **_fields(block, kind.fields, loaded)}
    shown["items"] = [_fields(item, kind.items, loaded) for item in block.get("items", [])]
    if kind.key == "text":
        shown["html"] = demote_headings(str(shown["html"]), under) if under else str(shown["html"])
    elif kind.key == "heading":
        shown["level"] = int(shown["level"] or 2) + under
    elif kind.key == "video":
        shown |= {"embed": embed_url(shown["url"]), "host": host_of(shown["url"])}
    elif kind.key == "map":
        shown["map"] = drawn_map(territory)
    return shown


def _fields(holder: dict[str, Any], fields: tuple[Any, ...], loaded: dict[Shape, dict[Any, Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for field in fields:
        value = holder.get(field.name, "")
        if field.shape.is_text:
            text = Translated(value or {})
            shown[field.name] = text
            # Said once per block: the words are in another language than the page.
            if text and text.language != (get_language() or "").split("-")[0]:
                shown["lang"] = text.language
        elif field.shape in (Shape.IMAGE, Shape.DOCUMENT, Shape.STEP):
            shown[field.name] = loaded.get(field.shape, {}).get(value)
        else:
            shown[field.name] = value
    shown.setdefault("lang", "")
    return shown
