"""Tagged PDF/UA-1 by Typst. Words travel as data to a fixed page (`pages/*.typ`): nothing in them is read as source.

Typst refuses a picture without words and a letter no font draws; the second would make a resident's emoji an error,
so `printable` knows what our fonts draw (`fonts/coverage.txt`) and gives the nearest.
"""

import json
import shutil
import tempfile
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from parvis.core.documents.manuscript import RIGHT_TO_LEFT, Manuscript, Picture
from parvis.core.documents.rich import Block, Cell, Run

HERE = Path(__file__).parent
PAGES = HERE / "pages"
UNKNOWN = "□"
SPACES = {"\u202f": "\u00a0", "\u2009": " ", "\t": " ", "\ufffd": UNKNOWN}
# Drawn by no font and needed all the same: they join letters, hold a direction, say where a word may be cut.
SILENT = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069\ufe0f")
_one_at_a_time = threading.Lock()  # reading the fonts for each thread would cost more than waiting


def pdf(manuscript: Manuscript) -> bytes:
    files = Files()
    data = {
        "title": manuscript.title,
        "language": manuscript.language,
        "owner": manuscript.owner,
        "subject": manuscript.subject,
        "dated": [manuscript.dated.year, manuscript.dated.month, manuscript.dated.day]
        if manuscript.dated
        else None,
        "dated_label": manuscript.dated_label,
        "draft": manuscript.draft,
        "foot": manuscript.footer or " · ".join(support.sentence for support in manuscript.supports),
        "primary": manuscript.primary,
        "logo": files.add(manuscript.logo),
        "supports": [
            {"sentence": support.sentence, **(files.add(support.emblem) or {"file": None, "alt": ""})}
            for support in manuscript.supports
        ],
        "blocks": [_block(block, files) for block in manuscript.blocks],
    }
    return sheet(PAGES / "manuscript.typ", data, files)


class Files(dict[str, bytes]):
    """Pictures of a page, by the name its source calls them."""

    def add(self, picture: Picture | None) -> dict[str, str] | None:
        """`{"file": name, "alt": words}` to put in the data, or nothing for no picture."""
        if picture is None:
            return None
        name = f"picture-{len(self)}.{kind_of_image(picture.data)}"
        self[name] = picture.data
        return {"file": name, "alt": str(picture.alt)}


def sheet(page: Path, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """A page of its own design (a notice, slips), as tagged PDF/UA-1.

    `page`: a `.typ` file that begins with `#import "house.typ": *` and finds its words in `data`. `data` holds at least
    `title` and `language`; `primary` is the colour of titles. `files`: pictures (`Files.add`).
    """
    return bytes(_compiled(page, data, files or {}, pdf_standards=["ua-1"]))


def png_of_svg(svg: bytes, width: float = 16) -> bytes:
    """A drawing as a bitmap of `width` centimetres at 200 dots per inch, for the formats that know no SVG."""
    data = {"title": "-", "language": "en", "width": width, "file": "drawing.svg"}
    return bytes(_compiled(PAGES / "drawing.typ", data, {"drawing.svg": svg}, format="png", ppi=200))


def _compiled(page: Path, data: Mapping[str, Any], files: Mapping[str, bytes], **options: Any) -> bytes:
    import typst

    rtl = str(data["language"]).split("-")[0] in RIGHT_TO_LEFT
    with tempfile.TemporaryDirectory(prefix="parvis-print-") as folder:
        root = Path(folder)
        shutil.copy(PAGES / "house.typ", root / "house.typ")
        shutil.copy(page, root / "page.typ")
        (root / "data.json").write_text(json.dumps(printable({**data, "rtl": rtl}), ensure_ascii=False))
        for name, content in files.items():
            (root / name).write_bytes(content)
        with _one_at_a_time:
            return typst.compile(root / "page.typ", root=root, font_paths=_fonts(), **options)


@cache
def _fonts() -> Any:
    """Ours first; Typst's own for Greek or Cyrillic. What the machine has is never used: pages are the same anywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])


# Letters --------------------------------------------------------------------------------------------


def printable(value: Any) -> Any:
    """The same data with each text made of letters our fonts draw: « ﬁ » is « fi », what nothing draws « □ »."""
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if text.isascii() and text.isprintable() else "".join(_drawn(letter) for letter in text)


@cache
def _drawn(letter: str) -> str:
    if letter == "\n" or letter in SILENT:
        return letter
    if letter in SPACES:
        return SPACES[letter]
    kind = unicodedata.category(letter)
    if kind in {"Cc", "Cf", "Cs", "Co", "Cn"} or (kind in {"Mn", "Me"} and not _covered(letter)):
        return ""
    if _covered(letter):
        return letter
    for form in ("NFKC", "NFKD"):
        near = "".join(part for part in unicodedata.normalize(form, letter) if not unicodedata.combining(part))
        if near and all(_covered(part) for part in near):
            return near
    return UNKNOWN


def _covered(letter: str) -> bool:
    firsts, lasts = _coverage()
    place = bisect_right(firsts, ord(letter)) - 1
    return place >= 0 and ord(letter) <= lasts[place]


@cache
def _coverage() -> tuple[list[int], list[int]]:
    pairs = [line.split() for line in (HERE / "fonts/coverage.txt").read_text().splitlines()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]


# Blocks ---------------------------------------------------------------------------------------------


def _block(block: Block, files: Files) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": block.kind,
        "level": block.level,
        "language": block.language,
        "caption": block.caption,
        "runs": _runs(block.runs),
        "items": [[_block(part, files) for part in item] for item in block.items],
    }
    if block.picture:
        data |= files.add(Picture(*block.picture)) or {}
    if block.rows:
        data["rows"] = [[_cell(cell) for cell in row] for row in block.rows]
        data["widths"] = widths(block.rows)
    return data


def _runs(runs: tuple[Run, ...]) -> list[dict[str, Any]]:
    return [{name: value for name, value in asdict(run).items() if value or name == "text"} for run in runs]


def _cell(cell: Cell) -> dict[str, Any]:
    return {**asdict(cell), "runs": _runs(cell.runs)}


def widths(rows: list[list[Cell]]) -> list[int]:
    """Shares of the line: a column of sentences is wider than a column of figures, none is narrower than its words."""
    columns = max(sum(cell.columns for cell in row) for row in rows)
    shares = [6] * columns
    for row in rows:
        if len(row) != columns:  # cells joined: they follow the others
            continue
        for index, cell in enumerate(row):
            text = "".join(run.text for run in cell.runs)
            longest = max((len(word) for word in text.split()), default=0)
            shares[index] = max(shares[index], min(len(text), 36), longest + 2)
    return shares


def kind_of_image(data: bytes) -> str:
    """png, jpg, gif, webp or svg, by its first bytes. Raises ValueError for anything else."""
    if data.startswith(b"\x89PNG"):
        return "png"
    if data.startswith(b"\xff\xd8"):
        return "jpg"
    if data.startswith(b"GIF8"):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if b"<svg" in data[:1000]:
        return "svg"
    raise ValueError("not an image a document can hold: PNG, JPEG, GIF, WebP or SVG")
