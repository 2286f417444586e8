"""A manuscript as semantic HTML, the one source of both office files (and of a preview on screen)."""

import base64
import re
import unicodedata
from collections.abc import Callable
from html import escape

from parvis.core.documents.manuscript import RIGHT_TO_LEFT, Manuscript, Picture
from parvis.core.documents.printing import kind_of_image, png_of_svg, widths
from parvis.core.documents.rich import Block, Cell, Run
from parvis.core.html import demote_headings

STYLES = {"bold": "strong", "italic": "em", "under": "u", "sub": "sub", "sup": "sup"}
LISTS = {"bullets": "ul", "numbered": "ol"}
LINE = 16.6  # centimetres between the margins of our reference documents
TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif"}


def html(manuscript: Manuscript) -> str:
    """The body, without the title, the line under it and the date, which each format has its own place for."""
    pieces = [_block(block) for block in manuscript.blocks]
    for support in manuscript.supports:
        emblem = f"{_image(support.emblem, 'height', 1.1)} " if support.emblem else ""
        pieces.append(f"<p>{emblem}{_text(support.sentence)}</p>")
    return "\n".join(pieces)


def for_screen(manuscript: Manuscript) -> str:
    """The same text as part of a page of the site: its sections begin at h2, and no style is written in it."""
    manuscript.supports = ()  # the foot of the page has them already
    written = re.sub(r"<colgroup>.*?</colgroup>", "", html(manuscript))
    written = written.replace(' style="text-align: right"', ' class="num"').replace(' custom-style="Note"', "")
    return demote_headings(
        written.replace("<table>", '<div class="table-box" tabindex="0"><table>').replace(
            "</table>", "</table></div>"
        )
    )


def _block(block: Block) -> str:
    written = _written(block)
    if not block.language:
        return written
    direction = "rtl" if block.language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return f'<div lang="{escape(block.language)}" dir="{direction}">{written}</div>'


def _written(block: Block) -> str:
    return WRITERS.get(block.kind, _paragraph)(block)


def _paragraph(block: Block) -> str:
    return f"<p>{_runs(block.runs)}</p>"


def _heading(block: Block) -> str:
    return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>"


def _list(block: Block) -> str:
    items = "".join(f"<li>{''.join(_block(part) for part in item)}</li>" for item in block.items)
    return f"<{LISTS[block.kind]}>{items}</{LISTS[block.kind]}>"


def _facts(block: Block) -> str:
    lines = "".join(f"<dt>{_runs(label.runs)}</dt><dd>{_block(value)}</dd>" for label, value in block.items)
    return f"<dl>{lines}</dl>"


def _figure(block: Block) -> str:
    caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
    image = _image(Picture(*(block.picture or (b"", ""))), "width", block.level * LINE / 100)
    return f"<figure>{image}{caption}</figure>"


def _quote(block: Block) -> str:
    source = f"<p>— {_text(block.caption)}</p>" if block.caption else ""
    return f"<blockquote>{_paragraph(block)}{source}</blockquote>"


def _note(block: Block) -> str:
    return f'<div class="note" custom-style="Note">{_paragraph(block)}</div>'


def _table(block: Block) -> str:
    rows = block.rows
    caption = f"<caption>{_text(block.caption)}</caption>" if block.caption else ""
    head = ""
    if all(cell.header for cell in rows[0]):
        head = f"<thead>{_row(rows[0], 'col')}</thead>"
        rows = rows[1:]
    shares = widths(block.rows)
    columns = "".join(f'<col style="width: {share * 100 / sum(shares):.1f}%" />' for share in shares)
    return f"<table>{caption}<colgroup>{columns}</colgroup>{head}<tbody>{''.join(_row(row, 'row') for row in rows)}</tbody></table>"


def _row(cells: list[Cell], scope: str) -> str:
    return f"<tr>{''.join(_cell(cell, scope) for cell in cells)}</tr>"


def _cell(cell: Cell, scope: str) -> str:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("colspan", cell.columns), ("rowspan", cell.rows)) if count > 1
    )
    side = ' style="text-align: right"' if cell.number else ""
    words = _runs(cell.runs)
    if not cell.header:
        return f"<td{spans}{side}>{words}</td>"
    # Office formats have no header for a row: bold says it.
    return f'<th scope="{scope}"{spans}{side}><strong>{words}</strong></th>'


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.text == "\n":
        return "<br />"
    words = _text(run.text)
    for name, tag in STYLES.items():
        if getattr(run, name):
            words = f"<{tag}>{words}</{tag}>"
    if run.url:
        words = f'<a href="{escape(run.url)}">{words}</a>'
    return f'<span lang="{escape(run.language)}">{words}</span>' if run.language else words


def _image(picture: Picture, side: str, centimetres: float) -> str:
    data, kind = picture.data, kind_of_image(picture.data)
    if kind == "svg":
        data, kind = png_of_svg(data), "png"
    elif kind == "webp":
        data, kind = _png(data), "png"
    return (
        f'<img src="data:{TYPES[kind]};base64,{base64.b64encode(data).decode()}" '
        f'alt="{escape(str(picture.alt))}" {side}="{centimetres:.1f}cm" />'
    )


def _png(data: bytes) -> bytes:
    from io import BytesIO

    from PIL import Image

    written = BytesIO()
    with Image.open(BytesIO(data)) as image:
        image.save(written, "PNG")
    return written.getvalue()


def _text(text: str) -> str:
    """Escaped, without the control characters an XML file cannot hold."""
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cs"})
    return escape("".join(kept))


WRITERS: dict[str, Callable[[Block], str]] = {
    "heading": _heading,
    "bullets": _list,
    "numbered": _list,
    "facts": _facts,
    "table": _table,
    "figure": _figure,
    "quote": _quote,
    "note": _note,
    "rule": lambda _: "<hr />",
    "new_page": lambda _: "",
}
