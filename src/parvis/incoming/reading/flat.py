"""HTML mail as plain text, quoted parts marked « > » as in plain mails, so that one reader serves both."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    [
        "p",
        "div",
        "tr",
        "table",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "center",
        "dl",
        "dt",
        "dd",
    ]
)
SILENT = frozenset({"style", "script", "head", "title"})
# What Outlook, Zimbra and others put between the answer and what it answers: all that follows is the former mail.
BORDERS = re.compile(
    r"divRplyFwdMsg|appendonsend|stopSpelling|zwchr|mail-editor-reference-message-container|yahoo_quoted|"
    r"OLK_SRC_BODY_SECTION|reply-intro",
    re.IGNORECASE,
)
OUTLOOK_RULE = re.compile(r"border:\s*none;\s*border-top:\s*solid\s+#(?:E1E1E1|B5C4DF)", re.IGNORECASE)


class _Flat(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.line, self.depth, self.silent, self.pre = "", 0, 0, 0
        self.border: int | None = None
        self.counts: list[int | None] = []

    def end_line(self, *, always: bool = False) -> None:
        words = re.sub(r"[ \t\n\r\f]+", " ", self.line).strip() if not self.pre else self.line.rstrip()
        if words or always:
            self.lines.append((self.depth, words))
        self.line = ""

    def gap(self) -> None:
        if self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
            return
        if tag == "body":
            self.silent = 0  # a head that nobody closed
        marks = " ".join(
            value or "" for name, value in attrs if name in {"id", "class", "name", "data-marker", "style"}
        )
        if tag in {"div", "hr", "blockquote", "span"} and (BORDERS.search(marks) or OUTLOOK_RULE.search(marks)):
            self.end_line()
            self.border = self.border if self.border is not None else len(self.lines)
        if tag == "br":
            self.end_line(always=True)
        elif tag == "blockquote":
            self.end_line()
            self.depth += 1
        elif tag in BLOCKS:
            self.end_line()
            if tag in {"p", "h1", "h2", "h3"}:
                self.gap()
            self.line = self._mark() if tag == "li" else ""
            self.pre += tag == "pre"
            if tag in {"ul", "ol"}:
                self.counts.append(0 if tag == "ol" else None)

    def _mark(self) -> str:
        if not self.counts or self.counts[-1] is None:
            return "- "
        self.counts[-1] += 1
        return f"{self.counts[-1]}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "blockquote":
            self.end_line()
            self.depth = max(0, self.depth - 1)
        elif tag in {"td", "th"}:
            self.line += " "
        elif tag in BLOCKS:
            self.end_line()
            if tag in {"p", "ul", "ol"}:
                self.gap()
            if tag in {"ul", "ol"} and self.counts:
                self.counts.pop()
            self.pre = max(0, self.pre - (tag == "pre"))

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.pre and "\n" in data:
            *whole, self.line = (self.line + data).split("\n")
            self.lines += [(self.depth, line.rstrip()) for line in whole]
        else:
            self.line += data


def flat_text(html: str) -> str:
    """What the letter says; lines of a quote begin with « > ». What stands under a border of Outlook is left out."""
    reader = _Flat()
    reader.feed(html)
    reader.close()
    reader.end_line()
    lines = reader.lines if reader.border is None else reader.lines[: reader.border]
    return "\n".join(f"{'>' * depth} {line}" if depth else line for depth, line in lines).replace("\u00a0", " ")
