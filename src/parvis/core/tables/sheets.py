"""Reading spreadsheets (XLSX, ODS) row by row, without trusting what their ZIP promises."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from parvis.core.tables.errors import TableError
from parvis.core.tables.limits import Limits

_MOST_LINES = 2**20  # what Excel and LibreOffice can show


def is_zip(data: bytes) -> bool:
    """Whether the file is a ZIP container, as XLSX and ODS are."""
    return data.startswith(b"PK\x03\x04")


def cell_text(value: Any) -> str:
    """A cell as a text: ISO dates, whole numbers without decimals, empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time.min else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def sheet_rows(data: bytes, limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of the first sheet as (line number, values)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            # zipfile never gives more than these declared sizes: it is a true bound
            opened = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableError("damaged") from error
    if opened > limits.megabytes * 2**20:
        raise TableError("too_big", params={"limit": limits.megabytes})
    if "xl/workbook.xml" in names:
        return _bounded(_xlsx_rows(data), limits)
    if "content.xml" in names:
        return _bounded(_ods_rows(data, limits.columns), limits)
    raise TableError("kind")


def _bounded(rows: Iterator[tuple[int, Sequence[Any]]], limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    """Turn whatever a damaged sheet raises into one sentence, and stop endless empty rows."""
    line = 0
    while True:
        try:
            line, cells = next(rows)
        except StopIteration:
            return
        except TableError:
            raise
        except Exception as error:  # parsers of damaged files raise anything: KeyError, ParseError…
            raise TableError("damaged", line or None) from error
        if line > _MOST_LINES:
            raise TableError("too_many_rows", line, {"limit": limits.rows})
        yield line, cells


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # many programs write a wrong size
        yield from enumerate(sheet.iter_rows(values_only=True), start=1)
    finally:
        workbook.close()


# ODS: OpenDocument 1.3 part 3, § 9.1 (tables) and § 6.1 (text) ------------------------------------------

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


def _ods_rows(data: bytes, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    from defusedxml.ElementTree import iterparse

    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
        line, parents = 1, []
        for event, element in iterparse(content, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                parents.append(element)
                continue
            parents.pop()
            if element.tag == f"{_TABLE}table-row":
                cells = _ods_cells(element, line, most_columns)
                repeated = int(element.get(f"{_TABLE}number-rows-repeated", 1))
                for copy in range(repeated if cells else 0):
                    yield line + copy, cells
                line += repeated
                parents[-1].clear()  # rows already given leave memory
            elif element.tag == f"{_TABLE}table":
                return


def _ods_cells(row: Any, line: int, most_columns: int) -> list[str]:
    cells: list[str] = []
    pending = 0  # empty cells, written only if something follows: rows end with thousands of them
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        text = _ods_value(cell)
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        if not text:
            pending += repeated
            continue
        if len(cells) + pending + repeated > most_columns:
            raise TableError("too_many_columns", line, {"limit": most_columns})
        cells += [""] * pending + [text] * repeated
        pending = 0
    return cells


def _ods_value(cell: Any) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in {"float", "percentage", "currency"}:
        return cell_text(float(cell.get(f"{_OFFICE}value")))
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value")).removesuffix("T00:00:00")
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value"))
    return "\n".join(_ods_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _ods_text(element: Any) -> str:
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            pieces.append(" " * min(int(child.get(f"{_TEXT}c", 1)), 1000))
        elif child.tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif child.tag != f"{_OFFICE}annotation":
            pieces.append(_ods_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
