"""Rich text of the staff editor as blocks: what `core.html.clean` lets through, and nothing else."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

INLINE = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic", "u": "under", "sub": "sub", "sup": "sup"}
LISTS = {"ul": "bullets", "ol": "numbered"}


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style. A line feed alone is a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    under: bool = False
    sub: bool = False
    sup: bool = False
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    runs: tuple[Run, ...]
    header: bool = False
    number: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """One element of a document. `kind` says which of the other fields it uses (see `Manuscript`)."""

    kind: str
    runs: tuple[Run, ...] = ()
    level: int = 0
    items: list[list["Block"]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    caption: str = ""
    picture: tuple[bytes, str] | None = None
    language: str = ""


def blocks_of_html(html: str) -> list[Block]:
    """Paragraphs, headings (their level as written), lists, quotes, rules, tables, in the order of the text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[list[Block]] = [[]]  # where blocks go: the document, or the list item being read
        self.lists: list[tuple[str, list[list[Block]]]] = []
        self.runs: list[Run] = []
        self.style = Run("")
        self.styles: list[tuple[str, Run]] = []
        self.kind, self.level, self.language = "paragraph", 0, ""
        self.quoted = 0
        self.table: list[list[Cell]] | None = None
        self.cell: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in INLINE or tag in {"a", "span"}:
            self.styles.append((tag, self.style))
            changes: dict = {INLINE[tag]: True} if tag in INLINE else {}
            if tag == "a" and given.get("href", "").startswith(("http:", "https:", "mailto:", "tel:")):
                changes["url"] = given["href"]
            if given.get("lang"):
                changes["language"] = given["lang"]
            self.style = replace(self.style, **changes)
        elif tag == "br":
            self.runs.append(Run("\n"))
        elif tag in {"td", "th"}:
            self._flush()
            self.cell = Cell(
                (), header=tag == "th", columns=int(given.get("colspan") or 1), rows=int(given.get("rowspan") or 1)
            )
        else:
            self._open_block(tag, given)

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        if tag == "p" and self.cell is not None:
            if self.runs:
                self.runs.append(Run("\n"))
            return
        self._flush()
        self.language = given.get("lang", "") or self.language
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.kind, self.level = "heading", int(tag[1])
        elif tag == "blockquote":
            self.quoted += 1
        elif tag == "hr":
            self.stack[-1].append(Block("rule"))
        elif tag in LISTS:
            self.lists.append((LISTS[tag], []))
        elif tag == "li" and self.lists:
            self.stack.append([])
        elif tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])

    def handle_endtag(self, tag: str) -> None:
        if self.styles and tag == self.styles[-1][0]:
            self.style = self.styles.pop()[1]
        elif tag in {"td", "th"} and self.cell is not None:
            if self.table:
                self.table[-1].append(replace(self.cell, runs=_trimmed(self.runs)))
            self.cell, self.runs = None, []
        elif tag == "p" and self.cell is not None:
            return
        elif tag not in INLINE and tag not in {"a", "span", "br", "hr"}:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        self._flush()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)
        elif tag == "li" and self.lists and len(self.stack) > 1:
            item = self.stack.pop()
            if item:
                self.lists[-1][1].append(item)
        elif tag in LISTS and self.lists:
            kind, items = self.lists.pop()
            if items:
                self.stack[-1].append(Block(kind, items=items))
        elif tag == "table" and self.table is not None:
            if rows := [row for row in self.table if row]:
                self.stack[-1].append(Block("table", rows=rows))
            self.table = None
        if tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table"}:
            self.language = ""

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split(" ")).replace("\n", " ").replace("\r", "").replace("\t", " ")
        if text.strip() or (self.runs and text):
            self.runs.append(replace(self.style, text=text))

    def _flush(self) -> None:
        if self.cell is not None:
            return
        if words := _trimmed(self.runs):
            kind = "quote" if self.quoted and self.kind == "paragraph" else self.kind
            self.stack[-1].append(Block(kind, runs=words, level=self.level, language=self.language))
        self.runs, self.kind, self.level = [], "paragraph", 0

    def finished(self) -> list[Block]:
        self._flush()
        return self.stack[0]


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Without the spaces and new lines of the source around the words."""
    kept = list(runs)
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" "))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return tuple(kept)
