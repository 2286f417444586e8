"""DOCX and ODT: the same words in both, the right direction, opened by what a secretary has."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from parvis.core.documents import Manuscript, docx, odt
from parvis.core.documents.writing import html

SOFFICE = shutil.which("soffice")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for entry in archive.namelist():
            if entry.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(entry))
        return archive.read(name).decode()


def headings_of_docx(content: bytes) -> list[tuple[str, str]]:
    found = []
    for paragraph in ET.fromstring(part(content, "word/document.xml")).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = "" if style is None else style.get(f"{W}val", "")
        if name.startswith(("Title", "Heading")):
            found.append((name, "".join(piece.text or "" for piece in paragraph.iter(f"{W}t"))))
    return found


def headings_of_odt(content: bytes) -> list[tuple[str, str]]:
    found = []
    for element in ET.fromstring(part(content, "content.xml")).iter():
        words = "".join(element.itertext())
        if element.tag == f"{TEXT}h":
            found.append((f"Heading{element.get(f'{TEXT}outline-level')}", words))
        elif element.tag == f"{TEXT}p" and element.get(f"{TEXT}style-name") == "Title":
            found.append(("Title", words))
    return found


def test_both_hold_the_same_headings(manuscript) -> None:
    text = manuscript("fr")
    found = headings_of_docx(docx(text))
    assert found == [
        ("Title", "Bilan « Transport urbain »"),
        ("Heading1", "Objet"),
        ("Heading2", "Chiffres"),
        ("Heading1", "Paroles"),
        ("Heading2", "Écrit au bureau"),
    ]
    assert headings_of_odt(odt(text)) == found


def test_head_foot_page_number_language_and_words_for_pictures(manuscript) -> None:
    word, libre = docx(manuscript("fr")), odt(manuscript("fr"))
    assert "Provence-Alpes Agglomération" in part(word, "word/header1.xml")
    assert "Avec le soutien de la région" in part(word, "word/footer1.xml")
    assert " PAGE " in part(word, "word/footer1.xml")
    styles = part(libre, "styles.xml")
    assert "Provence-Alpes Agglomération" in styles
    assert "Avec le soutien de la région" in styles
    assert "page-number" in styles
    assert "PARVIS-" not in styles + part(word, "word/header1.xml") + part(word, "word/footer1.xml")
    assert 'w:val="fr"' in part(word, "word/styles.xml")
    assert "Barre de 60 %" in part(word, "word/document.xml")
    assert "Barre de 60 %" in part(libre, "content.xml")
    assert "w:tblHeader" in part(word, "word/document.xml")
    assert "table-header-rows" in part(libre, "content.xml")


def test_arabic_runs_from_right_to_left_tables_included(manuscript) -> None:
    word, libre = docx(manuscript("ar")), odt(manuscript("ar"))
    body = part(word, "word/document.xml")
    assert body.count("<w:bidiVisual") == body.count("<w:tbl>") == 1
    assert re.search(r"<w:sectPr>.*<w:bidi />", body, re.DOTALL)
    assert 'style:writing-mode="rl-tb"' in part(libre, "styles.xml")
    assert re.search(r'<style:table-properties style:writing-mode="rl-tb"', part(libre, "content.xml"))
    assert "bidiVisual" not in part(docx(manuscript("fr")), "word/document.xml")


def test_nothing_typed_is_read_as_html() -> None:
    text = Manuscript(title="<b>T</b> & co", owner="<x>&", footer="a & b", draft="<i>")
    text.paragraph("<script>alert(1)</script> & \x00\x07<img src=x>")
    text.facts([("<dt>", "</dd>")])
    assert "<script>" not in html(text)
    for made, name in ((docx(text), "word/document.xml"), (odt(text), "content.xml")):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in part(made, name)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_reads_the_same_words_in_both(manuscript, tmp_path: Path) -> None:
    for language in ("fr", "ar"):
        for kind, write in (("docx", docx), ("odt", odt)):
            (tmp_path / f"{language}-{kind}.{kind}").write_bytes(write(manuscript(language)))
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), *map(str, sorted(tmp_path.glob("*.*")))],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    for language in ("fr", "ar"):
        word, libre = (_words(tmp_path / f"{language}-{kind}.txt") for kind in ("docx", "odt"))
        assert word == libre
        assert "412" in word


def _words(path: Path) -> list[str]:
    """Words without the marks a list begins with, which each format draws its own way."""
    return [word for word in path.read_text(encoding="utf-8-sig").split() if word not in {"•", "◦", "▪", "o", ""}]
