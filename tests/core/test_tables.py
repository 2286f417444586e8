import csv
import io
import json
import subprocess
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from shutil import which

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from parvis.core.tables import Limits, TableError, guard, read_table, stream_csv, write_ods, write_xlsx


def read(data, filename="table.csv", **limits):
    if isinstance(data, str):
        data = data.encode()
    table = read_table(data, filename, Limits(**limits))
    return table.columns, list(table.rows)


def refused(data, filename="table.csv", **limits):
    with translation.override("en"), pytest.raises(TableError) as caught:
        read(data, filename, **limits)
    with translation.override("en"):
        return str(caught.value)


# CSV


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_guessed(separator):
    text = f"Titre{separator}Texte\nUn{separator}« Bonjour, oui ; non »\n".replace("« ", '"').replace(" »", '"')
    assert read(text) == (["Titre", "Texte"], [(2, {"Titre": "Un", "Texte": "Bonjour, oui ; non"})])


def test_one_column_is_never_cut():
    assert read("Idée\nDes arbres, des bancs\nUn café; vite\n") == (
        ["Idée"],
        [(2, {"Idée": "Des arbres, des bancs"}), (3, {"Idée": "Un café; vite"})],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_encoding_is_guessed(encoding):
    text = "Thème;Idée\r\nMobilité;« Où est passé l’été à Sisteron ? » Ça, c'est sûr\r\n"
    columns, rows = read(text.encode(encoding))
    assert columns == ["Thème", "Idée"]
    assert rows[0][1]["Idée"] == "« Où est passé l’été à Sisteron ? » Ça, c'est sûr"


def test_lines_are_those_of_the_file():
    text = 'a;b\n\n1;"deux\nlignes"\n;\n3;4\n\n'
    assert read(text)[1] == [(3, {"a": "1", "b": "deux\nlignes"}), (6, {"a": "3", "b": "4"})]


def test_separator_named_by_excel():
    assert read("sep=|\na|b\n1|2\n") == (["a", "b"], [(3, {"a": "1", "b": "2"})])


def test_titles_are_made_unique_and_never_empty():
    assert read("Titre;;Titre; Titre \n1;2;3;4\n")[0] == ["Titre", "B", "Titre (2)", "Titre (3)"]


def test_short_rows_are_completed():
    assert read("a;b;c\n1\n")[1] == [(2, {"a": "1", "b": "", "c": ""})]


def test_our_own_guard_is_taken_away():
    assert read("a,b\n'=1+1,'- un\n")[1] == [(2, {"a": "=1+1", "b": "- un"})]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty: no row of titles was found."),
        (b"\n;;\n", "This file is empty: no row of titles was found."),
        (b"a;b\n1;2;3\n", "Line 2: There are more cells than titles. Give a title to column C, or empty it."),
        (
            b'a;b\n1;2\n3;"open\n5;6\n',
            'Line 3: A quotation mark (") is not closed, or is not doubled inside a text.',
        ),
        (b"a;b\n" + b"x" * 300 + b";\0\n", "Line 2: This file holds characters that are not text."),
        (b"\0\1\2\3\0\0\0", "This file holds characters that are not text."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..", "This file is protected by a password"),
        (b"%PDF-1.7", "This file is not a table we can read."),
        (
            b"a;b\n\x81\x8d;\x8f\x90\x01\x81\n" * 3 + b"\xf5\xf6\xf7\xf8\xf9\xfa" * 9,
            "The letters of this file",
        ),
    ],
)
def test_csv_refusals(data, sentence):
    assert refused(data).startswith(sentence)


def test_limits():
    assert refused("a;b\n1;2\n", columns=1) == "Line 1: There are more than 1 columns."
    assert refused("a\n1\n2\n", rows=1).startswith("Line 3: There are more than 1 rows.")
    assert refused("a\n12345\n", cell=4) == "Line 2: A cell is too long: 4 characters at most."
    assert refused("a\n" + "x" * 200_000).startswith("Line 2: A cell is too long")
    assert refused(b"x" * 2**20 + b"yz", megabytes=1).startswith("This file is too big: 1 MB")


def test_unknown_kinds():
    assert refused("x", "image.png").startswith("This file is not a table")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.json", "a.xlsx"]))
def test_anything_is_read_or_refused(data, filename):
    with suppress(TableError):
        read(data, filename)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=["Cs"]))


@given(st.lists(st.tuples(cells, cells), max_size=8), st.sampled_from(",;"))
@example([("", "\t"), ("-", "'")], ",")
def test_what_is_written_as_csv_reads_back(rows, separator):
    written = b"".join(stream_csv(["first", "second"], rows, separator=separator))
    _, read_back = read(written)
    expected = [tuple(_once_unguarded(cell) for cell in row) for row in rows]
    expected = [(a, b if b.strip() else "") for a, b in expected if a.strip() or b.strip()]
    assert [(row["first"], row["second"]) for _, row in read_back] == expected


def _once_unguarded(cell):
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t"} else cell


# JSON


def test_json():
    data = json.dumps([{"titre": "Un", "voix": 3}, {"voix": None, "lieu": "Digne", "clos": True}])
    assert read(data, "x.json") == (
        ["titre", "voix", "lieu", "clos"],
        [
            (1, {"titre": "Un", "voix": "3", "lieu": "", "clos": ""}),
            (2, {"titre": "", "voix": "", "lieu": "Digne", "clos": "true"}),
        ],
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("[{", "This JSON file cannot be read: Expecting property name"),
        ("{}", "This JSON file must be a list of objects"),
        ("[" * 100_000, "This JSON file"),
        ("[1]", "This JSON file must be a list of objects"),
        ('[{"a": 1}, {"a": [1]}]', "Line 2: The value of “a” must be a text or a number."),
        ("[]", "This file is empty"),
    ],
)
def test_json_refusals(data, sentence):
    assert refused(data, "x.json").startswith(sentence)


# Spreadsheets

COLUMNS = ["Titre", "Voix", "Prix", "Déposé", "Jour", "Clos"]
ROWS = [
    ["=1+1", 12, Decimal("-3.5"), datetime(2026, 3, 2, 14, 5, tzinfo=UTC), date(2026, 3, 2), True],
    ["Deux\nlignes  et <espaces>", None, 0.25, None, None, False],
    ["\x0bمقترح", -4, None, None, None, None],
]
READ_BACK = [
    ["=1+1", "12", "-3.5", "2026-03-02T15:05:00", "2026-03-02", "true"],
    ["Deux\nlignes  et <espaces>", "", "0.25", "", "", "false"],
    ["مقترح", "-4", "", "", "", ""],
]


@pytest.fixture
def paris_time(settings):
    settings.TIME_ZONE = "Europe/Paris"


@pytest.mark.usefixtures("paris_time")
@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_spreadsheets_read_back(write):
    file, seen = io.BytesIO(), []
    write(COLUMNS, iter(ROWS), file, progress=seen.append)
    columns, rows = read(file.getvalue(), "export.bin")
    assert columns == COLUMNS
    assert [list(row.values()) for _, row in rows] == READ_BACK
    assert [line for line, _ in rows] == [2, 3, 4]
    assert seen == [3]


def test_xlsx_is_typed_frozen_and_guarded():
    file = io.BytesIO()
    with translation.override("ar"):
        write_xlsx(COLUMNS, [*ROWS, ["#N/A"]], file)
    sheet = load_workbook(file).active
    assert sheet.freeze_panes == "A2"
    assert sheet.sheet_view.rightToLeft
    assert sheet["A2"].value == "'=1+1"
    assert (sheet["A2"].data_type, sheet["A5"].data_type) == ("s", "s")
    assert isinstance(sheet["E2"].value, datetime)
    assert sheet["E2"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width


def test_ods_package_and_direction():
    file = io.BytesIO()
    with translation.override("ar"):
        write_ods(["أ"], [["ب"], ["a  b"]], file)
    with zipfile.ZipFile(file) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert b'"rl-tb"' in archive.read("content.xml")
        assert b"<text:p>a<text:s/> b</text:p>" in archive.read("content.xml")


def test_ods_is_read_by_another_library():
    from odf.opendocument import load
    from odf.table import TableRow

    file = io.BytesIO()
    write_ods(COLUMNS, ROWS, file)
    file.seek(0)
    lines = load(file).getElementsByType(TableRow)
    assert [str(line.firstChild) for line in lines[:2]] == ["Titre", "'=1+1"]


@pytest.mark.slow
@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
@pytest.mark.parametrize(("write", "name"), [(write_ods, "t.ods"), (write_xlsx, "t.xlsx")])
def test_libreoffice_opens_it(write, name, tmp_path):
    with (tmp_path / name).open("wb") as file:
        write(COLUMNS, ROWS, file)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / name], check=True, capture_output=True, timeout=120)
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == COLUMNS
    assert rows[1][0] == "'=1+1"
    assert rows[1][4] == "2026-03-02"
    assert rows[2][0] == "Deux\nlignes  et <espaces>"


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_writing_keeps_memory_flat(write):
    def peak(count):
        tracemalloc.start()
        write(["a", "b"], ((f"Une phrase {n}", n) for n in range(count)), io.BytesIO())
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(8_000) < peak(800) + 1_500_000  # the file itself grows, in memory here


def test_damaged_and_foreign_archives():
    assert refused(b"PK\x03\x04 nothing").startswith("This file is damaged")
    assert refused(_zip({"word/document.xml": b"<x/>"})).startswith("This file is not a table")
    assert refused(_zip({"content.xml": b"<x"})).startswith("This file is damaged")
    assert refused(_zip({"xl/workbook.xml": b"<x/>"})).startswith("This file is damaged")


def test_zip_bombs_are_refused():
    assert refused(_zip({"content.xml": b" " * 3 * 2**20}), megabytes=2).startswith("This file is too big: 2 MB")
    bomb = b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert refused(_zip({"content.xml": bomb})).startswith("This file is damaged")


def _zip(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ods(rows):
    return _zip(
        {
            "content.xml": (
                '<o:d xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
                'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
                f"<table:table>{rows}</table:table><table:table><table:table-row>"
                "<table:table-cell><text:p>other sheet</text:p></table:table-cell>"
                "</table:table-row></table:table></o:d>"
            ).encode()
        }
    )


def _cell(text, repeated=1):
    body = f"<text:p>{text}</text:p>" if text else ""
    return f'<table:table-cell table:number-columns-repeated="{repeated}">{body}</table:table-cell>'


def _row(*cells, repeated=1):
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def test_ods_repetitions():
    data = _ods(
        _row(_cell("a"), _cell("b"), _cell("c"), _cell("", 16_000))
        + _row(_cell("1<text:s text:c='2'/>2"), _cell(""), _cell("3"), _cell("", 16_000), repeated=2)
        + _row(_cell("", 16_384), repeated=1_000_000)
        + _row(_cell("4", 2))
    )
    assert read(data) == (
        ["a", "b", "c"],
        [
            (2, {"a": "1  2", "b": "", "c": "3"}),
            (3, {"a": "1  2", "b": "", "c": "3"}),
            (1_000_004, {"a": "4", "b": "4", "c": ""}),
        ],
    )
    assert refused(_ods(_row(_cell("x", 10**12)))) == "Line 1: There are more than 200 columns."
    assert refused(_ods(_row(_cell("a")) + _row(_cell("x"), repeated=10**9)), rows=5).startswith(
        "Line 7: There are more than 5 rows."
    )


def test_xlsx_of_a_spreadsheet_program():
    book = Workbook()
    book.active.append(["Code", "Nom", "Le", "Part"])
    book.active.append([4000, "Digne", datetime(2026, 5, 1), 0.5])
    book.active.append([])
    book.active.append(["01000", None, datetime(2026, 5, 1, 8, 30)])
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue()) == (
        ["Code", "Nom", "Le", "Part"],
        [
            (2, {"Code": "4000", "Nom": "Digne", "Le": "2026-05-01", "Part": "0.5"}),
            (4, {"Code": "01000", "Nom": "", "Le": "2026-05-01T08:30:00", "Part": ""}),
        ],
    )


def test_paths_and_open_files(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"a\n1\n")
    assert list(read_table(path, "t.csv").rows) == [(2, {"a": "1"})]
    with path.open("rb") as file:
        assert list(read_table(file, "t.csv").rows) == [(2, {"a": "1"})]


# The guard


@pytest.mark.parametrize("value", ["=A1", "+33 6", "-cmd", "@x", "\tx", "\rx", "-1+2", "+1", "=", "-"])
def test_formulas_are_disarmed(value):
    assert guard(value) == "'" + value


@pytest.mark.parametrize("value", [-3, -2.5, Decimal("-1"), "-12", "-1,5", "-1.50", "texte", "", None, "1-2"])
def test_numbers_and_texts_are_left(value):
    assert guard(value) == value


def test_csv_pieces_and_progress():
    seen = []
    pieces = list(stream_csv(["n"], ([n] for n in range(1200)), progress=seen.append))
    assert len(pieces) == 4
    assert pieces[0] == b"\xef\xbb\xbfn\r\n"
    assert seen == [500, 1000, 1200]
