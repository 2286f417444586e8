"""DOCX and ODT by pandoc, from the same HTML. Our reference documents give styles, head, foot and direction."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from parvis.core.documents.manuscript import Manuscript
from parvis.core.documents.writing import html

LINE, PANDOC_LINE = 9412, 7920  # twentieths of a point between our margins, and between those pandoc believes in
REFERENCES = Path(__file__).parent / "references"


def docx(manuscript: Manuscript) -> bytes:
    return _finished(_converted(manuscript, "docx"), manuscript, _docx_part)


def odt(manuscript: Manuscript) -> bytes:
    return _finished(_converted(manuscript, "odt"), manuscript, _odt_part)


def _converted(manuscript: Manuscript, kind: str) -> bytes:
    import pypandoc

    direction = "rtl" if manuscript.rtl else "ltr"
    said = {
        "title": manuscript.title,
        "subtitle": manuscript.subject,
        "date": manuscript.dated_label,
        "lang": manuscript.language,
        "dir": direction,
    }
    with tempfile.TemporaryDirectory(prefix="parvis-office-") as folder:
        target = Path(folder) / f"document.{kind}"
        pypandoc.convert_text(
            html(manuscript),
            to=kind,
            format="html",
            outputfile=str(target),
            extra_args=[
                "--sandbox",
                f"--reference-doc={REFERENCES / f'{direction}.{kind}'}",
                *(f"--metadata={name}:{_one_line(words)}" for name, words in said.items() if words),
            ],
        )
        return target.read_bytes()


def _one_line(words: str) -> str:
    return " ".join("".join(letter for letter in words if letter.isprintable() or letter.isspace()).split())


Change = Callable[[str, str, Manuscript], str]


def _finished(content: bytes, manuscript: Manuscript, change: Change) -> bytes:
    """What pandoc has no word for: our head and foot, the direction of tables, the colour of the space."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename.endswith(".xml"):
                data = change(entry.filename, data.decode(), manuscript).encode()
            made.writestr(entry, data, zipfile.ZIP_STORED if entry.filename == "mimetype" else zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _edges(xml: str, manuscript: Manuscript) -> str:
    head = " · ".join(part for part in (manuscript.owner, manuscript.draft) if part)
    foot = manuscript.footer or " · ".join(support.sentence for support in manuscript.supports)
    return xml.replace("PARVIS-HEAD", escape(_one_line(head))).replace("PARVIS-FOOT", escape(_one_line(foot)))


def _docx_part(name: str, xml: str, manuscript: Manuscript) -> str:
    if re.search(r"word/(header|footer)\d*\.xml$", name):
        return _edges(xml, manuscript)
    if name == "word/document.xml":
        width = '<w:tblW w:type="pct" w:w="5000" />'
        xml = re.sub(r"<w:tblW [^>]*/>", ("<w:bidiVisual />" if manuscript.rtl else "") + width, xml)
        return re.sub(
            r'(<w:gridCol w:w=")(\d+)', lambda found: f"{found[1]}{int(found[2]) * LINE // PANDOC_LINE}", xml
        )
    if name == "word/styles.xml":
        return xml.replace("1d3a5f", manuscript.primary.removeprefix("#"))
    return xml


def _odt_part(name: str, xml: str, manuscript: Manuscript) -> str:
    if name == "styles.xml":
        return _edges(xml, manuscript).replace("#1d3a5f", manuscript.primary)
    if name != "content.xml":
        return xml
    line = 'fo:border="none" fo:border-bottom="0.5pt solid #d9d2c5" fo:padding="0.06in"'
    xml = re.sub(r'(<style:table-cell-properties )fo:border="none"', rf"\1{line}", xml)
    pictures = iter(_pictures(manuscript))
    xml = re.sub(r"</draw:frame>", lambda _: f"<svg:desc>{escape(next(pictures, ''))}</svg:desc></draw:frame>", xml)
    if manuscript.rtl:
        xml = re.sub(r"(<style:table-properties )", r'\1style:writing-mode="rl-tb" ', xml)
        xml = re.sub(r'(<style:paragraph-properties [^>]*fo:text-align=")(?:right|end)', r"\1left", xml)
    return xml


def _pictures(manuscript: Manuscript) -> list[str]:
    """Their words, in the order of the text: pandoc writes none in an ODT."""
    figures = [block.picture[1] for block in manuscript.blocks if block.picture]
    return figures + [str(support.emblem.alt) for support in manuscript.supports if support.emblem]
