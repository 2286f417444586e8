"""What a document says, before it is any file: headings, paragraphs, lists, tables, figures, in reading order.

Built by readable calls, each text plain and escaped for the caller:

    minutes = Manuscript(title=_("Minutes"), language="fr", owner="Provence-Alpes Agglomération")
    minutes.heading(_("Who came"))
    minutes.paragraph("Twelve people, ", strong("three of them young"), ".")
    minutes.table([_("Point"), _("Votes")], [["Lighting", 12]], caption=_("Votes by point"))
    minutes.rich(article.html)  # what our own editor wrote

`parvis.core.documents` turns it into PDF, DOCX and ODT.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from parvis.core.documents.rich import Block, Cell, Run, blocks_of_html

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
Text = Any  # str, a lazy translation, a number, a Run


def strong(text: Text) -> Run:
    return Run(str(text), bold=True)


def emphasis(text: Text) -> Run:
    return Run(str(text), italic=True)


def link(text: Text, url: str) -> Run:
    return Run(str(text), url=url)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image (PNG, JPEG, WebP, GIF or SVG, as bytes), and what it shows for who cannot see it."""

    data: bytes
    alt: str


@dataclass(frozen=True, slots=True)
class Support:
    """What a funder requires on each document: its sentence, and its emblem when there is one."""

    sentence: str
    emblem: Picture | None = None


@dataclass(slots=True)
class Manuscript:
    """`owner`: who publishes, at the head of every page. `subject`: one line under the title. `footer`: said on each
    page beside its number. `draft`: printed on each page of what is not final, such as « Projet »."""

    title: str
    language: str = "fr"
    owner: str = ""
    subject: str = ""
    dated: datetime.date | None = None
    dated_label: str = ""
    footer: str = ""
    draft: str = ""
    logo: Picture | None = None
    supports: Sequence[Support] = ()
    primary: str = "#1d3a5f"
    blocks: list[Block] = field(default_factory=list)
    _level: int = 0

    def __post_init__(self) -> None:
        for name in ("title", "owner", "subject", "dated_label", "footer", "draft"):
            setattr(self, name, str(getattr(self, name)))
        if not self.title.strip():
            raise ValueError("a document has a title: it is what a screen reader says first")

    @property
    def rtl(self) -> bool:
        return self.language.split("-")[0] in RIGHT_TO_LEFT

    def heading(self, text: Text, level: int = 1) -> None:
        """Level 1 is a part of the document (its title is above). A level is never skipped."""
        self._level = max(1, min(level, self._level + 1, 6))
        self.blocks.append(Block("heading", runs=runs(text), level=self._level))

    def paragraph(self, *texts: Text, language: str = "") -> None:
        """Lines typed on several lines stay so. `language`: when it is not the document's."""
        self.blocks.append(Block("paragraph", runs=runs(*texts), language=language))

    def lead(self, *texts: Text) -> None:
        """What to read when one reads one sentence."""
        self.blocks.append(Block("lead", runs=runs(*texts)))

    def bullets(self, items: Iterable[Text]) -> None:
        self._list("bullets", items)

    def numbered(self, items: Iterable[Text]) -> None:
        self._list("numbered", items)

    def _list(self, kind: str, items: Iterable[Text]) -> None:
        rows = [[Block("paragraph", runs=_cell_runs(item))] for item in items]
        if rows:
            self.blocks.append(Block(kind, items=rows))

    def facts(self, pairs: Iterable[tuple[Text, Text]]) -> None:
        """A name and its value, line by line: « Dates — from 2 to 30 March ». An empty value is left out."""
        items = [
            [Block("paragraph", runs=runs(label)), Block("paragraph", runs=_cell_runs(value))]
            for label, value in pairs
            if str(value).strip()
        ]
        if items:
            self.blocks.append(Block("facts", items=items))

    def table(
        self,
        header: Sequence[Text],
        rows: Iterable[Sequence[Text]],
        *,
        caption: Text = "",
        row_headers: bool = False,
    ) -> None:
        """`row_headers`: the first cell of each row names it. Numbers stand at the end of their column.

        A cell is a text, a number, a run, or a list of them.
        """
        head = [Cell(_cell_runs(cell), header=True) for cell in header]
        body = [
            [
                Cell(_cell_runs(cell), header=row_headers and not index, number=_is_number(cell))
                for index, cell in enumerate(row)
            ]
            for row in rows
        ]
        if any(len(row) != len(head) for row in body):
            raise ValueError("a row has not as many cells as the header")
        for index, cell in enumerate(head):
            if body and all(row[index].number for row in body):
                head[index] = replace(cell, number=True)
        self.blocks.append(Block("table", rows=[head, *body], caption=str(caption)))

    def figure(self, picture: Picture, *, caption: Text = "", width: int = 100) -> None:
        """`width`: a percentage of the line. A picture without words for it is refused."""
        if not str(picture.alt).strip():
            raise ValueError("a figure says in words what it shows")
        self.blocks.append(
            Block("figure", picture=(picture.data, str(picture.alt)), caption=str(caption), level=width)
        )

    def quote(self, text: Text, *, source: Text = "", language: str = "") -> None:
        """Somebody's own words; `source`: who, where, when."""
        self.blocks.append(Block("quote", runs=runs(text), caption=str(source), language=language))

    def note(self, *texts: Text) -> None:
        """Apart from the text, in a box: a limit, a warning, how a figure was counted."""
        self.blocks.append(Block("note", runs=runs(*texts)))

    def rich(self, html: str) -> None:
        """Text of our staff editor, already cleaned (`core.html.clean`), under the last heading."""
        shift = self._level
        for block in blocks_of_html(html):
            if block.kind == "heading":  # the editor begins at h2
                self.heading(block.runs, level=shift + max(1, block.level - 1))
            else:
                self.blocks.append(block)

    def new_page(self) -> None:
        self.blocks.append(Block("new_page"))


def runs(*texts: Text) -> tuple[Run, ...]:
    """Texts, and line feeds inside them, as runs."""
    found: list[Run] = []
    for text in texts:
        if isinstance(text, Run):
            found.append(text)
        elif isinstance(text, tuple | list):
            found += runs(*text)
        else:
            for index, line in enumerate(str(text).replace("\r\n", "\n").split("\n")):
                if index:
                    found.append(Run("\n"))
                if line:
                    found.append(Run(line))
    return tuple(found)


def _cell_runs(cell: Text) -> tuple[Run, ...]:
    if _is_number(cell):
        from django.utils.formats import number_format

        return (Run(number_format(cell, force_grouping=True)),)
    return runs(cell)


def _is_number(cell: Text) -> bool:
    from decimal import Decimal

    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)
