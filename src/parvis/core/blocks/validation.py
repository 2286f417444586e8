"""What may be stored: anything else is refused with a sentence that names the block."""

import re
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from parvis.core.blocks.kinds import KINDS, Field, Shape
from parvis.core.html import clean
from parvis.core.text import strip_html

MOST_BLOCKS = 100
MOST_ITEMS = 50
_ID = re.compile(r"[a-z0-9]{1,16}")
_WEB = re.compile(r"https?://[^\s<>\"]+|mailto:[^\s<>\"]+|tel:[+\d][\d .]*", re.IGNORECASE)
_HERE = re.compile(r"[/#?][^\s<>\"\\]*")
_CODE = re.compile(r"[A-Za-z0-9-]{1,40}")


def new_id() -> str:
    return secrets.token_hex(4)


def validate_blocks(value: Any) -> list[dict[str, Any]]:
    """The value as it is stored: known fields only, texts trimmed, HTML cleaned.

    Raises ``ValidationError`` with one sentence per thing to mend, each naming its block.
    """
    if not isinstance(value, list):
        raise ValidationError(_("The content of the page is damaged: it should be a list of blocks."))
    if len(value) > MOST_BLOCKS:
        raise ValidationError(
            ngettext("At most %(most)d block.", "At most %(most)d blocks.", MOST_BLOCKS) % {"most": MOST_BLOCKS}
        )
    errors: list[str] = []
    seen: set[str] = set()
    stored = []
    for rank, raw in enumerate(value, start=1):
        block, complaints = _block(raw, seen)
        name = KINDS[block["type"]].label if block else gettext("unknown")
        errors += [f"{gettext('Block')} {rank} ({name}): {complaint}" for complaint in complaints]
        stored.append(block)
    if errors:
        raise ValidationError(errors)
    return stored


def _block(raw: Any, seen: set[str]) -> tuple[dict[str, Any], list[str]]:
    kind = KINDS.get(raw["type"]) if isinstance(raw, dict) and isinstance(raw.get("type"), str) else None
    if kind is None:
        return {}, [gettext("this kind of block does not exist.")]
    identifier = raw.get("id")
    if not isinstance(identifier, str) or not _ID.fullmatch(identifier) or identifier in seen:
        identifier = new_id()
    seen.add(identifier)
    block: dict[str, Any] = {"id": identifier, "type": kind.key}
    complaints = _fill(block, raw, kind.fields)
    if kind.items:
        items = raw.get("items")
        items = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
        block["items"] = []
        for item in items[:MOST_ITEMS]:
            kept: dict[str, Any] = {}
            complaints += _fill(kept, item, kind.items)
            block["items"].append(kept)
        if not items:
            complaints.append(str(kind.no_items))
        if len(items) > MOST_ITEMS:
            complaints.append(gettext("at most %(most)d in one block.") % {"most": MOST_ITEMS})
    return block, complaints


def _fill(target: dict[str, Any], raw: dict[str, Any], fields: tuple[Field, ...]) -> list[str]:
    complaints = []
    for field in fields:
        value, complaint = _CHECKS[field.shape](raw.get(field.name), field)
        if complaint:
            complaints.append(str(complaint))
        elif not value and field.is_required:
            complaints.append(str(field.missing))
        if value:
            target[field.name] = value
    if any(field.name == "decorative" for field in fields) and not (target.get("alt") or target.get("decorative")):
        complaints.append(gettext("say what the image shows, or tick “decorative”."))
    return complaints


def _texts(raw: Any, field: Field) -> tuple[dict[str, str], str]:
    """A text per language; a plain string is in the site's own language."""
    if isinstance(raw, str):
        raw = {settings.LANGUAGE_CODE: raw}
    if not isinstance(raw, dict):
        raw = {}
    texts: dict[str, Any] = {}
    for code, _name in settings.LANGUAGES:
        words = raw.get(code)
        if not isinstance(words, str):
            continue
        words = words.replace("\r\n", "\n").replace("\0", "").strip()
        if field.shape is Shape.RICH:
            words = clean(words)
            words = words if strip_html(words) or "<hr" in words else ""
        if field.shape is Shape.LINE:
            words = " ".join(words.split())
        if len(words) > field.longest:
            return texts, gettext("“%(field)s” is too long: %(longest)d characters at most.") % {
                "field": field.label,
                "longest": field.longest,
            }
        if words:
            texts[code] = words
    return texts, ""


def _url(raw: Any, field: Field) -> tuple[str, str]:
    url = raw.strip() if isinstance(raw, str) else ""
    if not url:
        return "", ""
    inside = _HERE.fullmatch(url) and not url.startswith("//")
    if len(url) <= 500 and (inside or _WEB.fullmatch(url)):
        return url, ""
    return "", gettext("“%(url)s” is not an address: it begins with https:// or with /.") % {"url": url[:80]}


def _choice(raw: Any, field: Field) -> tuple[str, str]:
    known = [key for key, _label in field.choices]
    return (str(raw) if str(raw) in known else known[0]), ""


def _tick(raw: Any, field: Field) -> tuple[bool, str]:
    return raw is True or raw in ("on", "true", "1"), ""


def _identifier(raw: Any, field: Field) -> tuple[int, str]:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 19:
        raw = int(raw)
    return (raw if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw < 2**63 else 0), ""


def _code(raw: Any, field: Field) -> tuple[str, str]:
    return (raw if isinstance(raw, str) and _CODE.fullmatch(raw) else ""), ""


_CHECKS = {
    Shape.LINE: _texts,
    Shape.LINES: _texts,
    Shape.RICH: _texts,
    Shape.URL: _url,
    Shape.CHOICE: _choice,
    Shape.TICK: _tick,
    Shape.IMAGE: _identifier,
    Shape.DOCUMENT: _identifier,
    Shape.STEP: _code,
}
