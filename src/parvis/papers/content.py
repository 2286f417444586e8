"""What the machine writes in a section: a list of items, kept as JSON, each one hashed on its own when frozen.

A room that registers a kind builds them with these calls. All take plain text, but `text`, which takes clean HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from parvis.core.html import clean
from parvis.processes.archive import digest

if TYPE_CHECKING:
    from parvis.contributions.models import Contribution
    from parvis.core.documents import Manuscript
    from parvis.papers.models import Section

Item = dict[str, Any]


def text(html: str) -> Item:
    return {"type": "text", "html": clean(html)}


def subheading(words: Any) -> Item:
    return {"type": "heading", "text": str(words)}


def paragraph(words: Any) -> Item:
    return {"type": "paragraph", "text": str(words)}


def bullets(lines: Iterable[Any]) -> Item:
    return {"type": "bullets", "lines": [str(line) for line in lines]}


def note(words: Any) -> Item:
    return {"type": "note", "text": str(words)}


def facts(pairs: Iterable[tuple[Any, Any]]) -> Item:
    return {"type": "facts", "pairs": [[str(name), str(value)] for name, value in pairs]}


def table(header: Sequence[Any], rows: Iterable[Sequence[Any]], *, caption: Any = "") -> Item:
    """Cells are texts or whole numbers."""
    return {
        "type": "table",
        "header": [str(cell) for cell in header],
        "rows": [[cell if isinstance(cell, int) else str(cell) for cell in row] for row in rows],
        "caption": str(caption),
    }


def quote(contribution: "Contribution", words: str = "", *, source: Any = "") -> Item:
    """Somebody's words, whole or in part. They leave the paper if she withdraws them; their hash stays."""
    return {
        "type": "quote",
        "code": contribution.code,
        "text": words or contribution.body or contribution.title,
        "source": str(source),
        "language": contribution.language,
    }


def withdrawn(item: Item) -> Item:
    """The same item without its words: what it was can no longer be read, only recognised."""
    return {"type": "withdrawn", "code": item["code"], "hash": digest(item)}


def codes_in(items: Iterable[Item]) -> set[str]:
    return {item["code"] for item in items if item["type"] == "quote"}


def hashes(section: "Section") -> Iterator[list[str]]:
    """[kind, key, SHA-256] of what a section says. An item without its words keeps the hash they had."""
    name = section.key or str(section.pk)
    yield ["section", name, digest({"title": section.title, "body": section.body})]
    for rank, item in enumerate(section.items):
        yield ["item", f"{name}/{rank}", item["hash"] if item["type"] == "withdrawn" else digest(item)]


# On paper ---------------------------------------------------------------------------------------------


def write(manuscript: "Manuscript", section: "Section", *, withdrawn_words: Any) -> None:
    """`withdrawn_words`: what stands where words were taken back; « %(hash)s » is their fingerprint."""
    manuscript.heading(section.title)
    manuscript.rich(section.body)
    for item in section.items:
        _write(manuscript, item, withdrawn_words)


def _write(manuscript: "Manuscript", item: Item, withdrawn_words: Any) -> None:
    kind = item["type"]
    if kind == "text":
        manuscript.rich(item["html"])
    elif kind == "heading":
        manuscript.heading(item["text"], 2)
    elif kind == "bullets":
        manuscript.bullets(item["lines"])
    elif kind == "facts":
        manuscript.facts([(name, value) for name, value in item["pairs"]])
    elif kind == "table":
        manuscript.table(item["header"], item["rows"], caption=item["caption"])
    elif kind == "quote":
        language = "" if item["language"] == manuscript.language else item["language"]
        manuscript.quote(item["text"], source=item["source"], language=language)
    elif kind == "withdrawn":
        manuscript.note(str(withdrawn_words) % {"hash": item["hash"]})
    else:
        {"paragraph": manuscript.paragraph, "note": manuscript.note}[kind](item["text"])
