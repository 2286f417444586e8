import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from parvis.core.files import DOCUMENTS, IMAGES, KINDS, check_upload, safe_name, sniff
from parvis.core.tables import write_ods, write_xlsx


def archive(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def sheet(write):
    buffer = io.BytesIO()
    write(["a"], [[1]], buffer)
    return buffer.getvalue()


DOCX = archive(**{"word/document.xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "name", "extension"),
    [
        (b"%PDF-1.7 ...", "a.docx", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "a.pdf", "png"),
        (b"\xff\xd8\xff\xe0...", "a", "jpg"),
        (b"GIF89a...", "a", "gif"),
        (b"RIFF....WEBPVP8 ", "a", "webp"),
        (DOCX, "a.zip", "docx"),
        (sheet(write_xlsx), "a", "xlsx"),
        (sheet(write_ods), "a", "ods"),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "a", "odt"),
        ("é;b\n".encode("cp1252"), "a.CSV", "csv"),
        ("é".encode("utf-16"), "a.txt", "txt"),
        (b"", "a.txt", None),
        (archive(**{"word/document.xml": "x", "word/vbaProject.bin": "x"}), "a.docx", None),
        (archive(a="b"), "a.docx", None),
        (b"PK\x03\x04broken", "a.docx", None),
        (b"MZ\x90 program", "a.txt", None),
        (b"#!/bin/sh", "a.txt", None),
        (b"\xef\xbb\xbf <SVG onload=x>", "a.txt", None),
        (b"<!doctype html>", "a.csv", None),
        (b"abc\0def", "a.csv", None),
    ],
)
def test_bytes_tell_what_a_file_is(data, name, extension):
    file = io.BytesIO(data)
    assert sniff(file, name) == extension
    assert file.tell() == 0


def test_an_allowed_file_is_accepted():
    assert check_upload(io.BytesIO(DOCX), "a.docx", allowed=DOCUMENTS) is KINDS["docx"]


def test_refusals_are_sentences():
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            check_upload(io.BytesIO(DOCX), "photo.png", allowed=IMAGES)
        assert caught.value.messages == [
            "“photo.png” cannot be accepted. Kinds of files accepted: png, jpg, webp, gif."
        ]
        heavy = io.BytesIO(b"x" * (5 * 2**20 + 1))
        with pytest.raises(ValidationError) as caught:
            check_upload(heavy, "a.txt")
        assert caught.value.messages == ["“a.txt” is too heavy: 5 MB at most."]


@given(st.binary(max_size=200), st.text(max_size=20))
def test_any_bytes_get_an_answer(data, name):
    assert sniff(io.BytesIO(data), name) in {None, *KINDS}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Compte rendu (été) n°3.PDF", "Compte-rendu-été-n-3.pdf"),
        ("..\\..\\etc/passwd", "passwd.pdf"),
        ("تقرير.docx", "تقرير.pdf"),
        (".pdf", "pdf.pdf"),
        ("???", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_safe_names(name, safe):
    assert safe_name(name, "pdf") == safe
