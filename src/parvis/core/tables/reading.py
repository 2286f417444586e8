"""Reading the tables other people send.

Whatever the format, a table is a list of column titles and a stream of rows of *texts*:
numbers without thousands separators, dates in ISO 8601, booleans as "true" and "false".
Nothing is trusted: sizes are bounded before they are read.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from parvis.core.tables.errors import TableError
from parvis.core.tables.limits import Limits
from parvis.core.tables.sheets import cell_text, is_zip, sheet_rows

Source = Path | str | bytes | IO[bytes]


DEFAULT_LIMITS = Limits()

Record = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Column titles, and rows as (line number, {title: text}); rows can be walked once."""

    columns: list[str]
    rows: Iterator[tuple[int, dict[str, str]]]


def read_table(source: Source, filename: str, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Read a CSV, XLSX, ODS or JSON table, recognised by its content.

    `filename` only tells JSON from CSV. Raises `TableError`, at once for the file and its titles,
    while walking the rows for what is wrong further down.
    """
    data = _bytes(source, limits)
    if is_zip(data):
        return _table(_plain(sheet_rows(data, limits)), limits)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # OLE: .xls, or an encrypted .xlsx
        raise TableError("locked")
    suffix = Path(filename).suffix.lower()
    if suffix not in {"", ".csv", ".tsv", ".txt", ".json"} or data[:5] == b"%PDF-":
        raise TableError("kind")
    encoding = sniff_encoding(data)
    if suffix == ".json":
        return _json_table(data.decode(encoding), limits)
    return _table(_csv_records(data, encoding), limits)


def _bytes(source: Source, limits: Limits) -> bytes:
    most = limits.megabytes * 2**20
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            data = file.read(most + 1)
    else:
        data = source.read(most + 1)
    if len(data) > most:
        raise TableError("too_big", params={"limit": limits.megabytes})
    return data


# From records to a table -----------------------------------------------------------------------------


def _table(records: Iterator[Record], limits: Limits) -> Table:
    filled = _filled(records, limits)
    for line, cells in filled:
        return Table(columns := _titles(cells, line, limits), _rows(filled, columns, limits))
    raise TableError("empty")


def _filled(records: Iterable[Record], limits: Limits) -> Iterator[Record]:
    """The records that hold something, without the empty cells at their end."""
    for line, cells in records:
        kept = [_unguarded(cell) for cell in cells]
        while kept and not kept[-1].strip():
            kept.pop()
        if any(len(cell) > limits.cell for cell in kept):
            raise TableError("long_cell", line, {"limit": limits.cell})
        if any("\0" in cell for cell in kept):
            raise TableError("nul", line)
        if kept:
            yield line, kept


def _unguarded(cell: str) -> str:
    """Take away the apostrophe that spreadsheets exports (ours too) put before a formula sign."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _titles(cells: Sequence[str], line: int, limits: Limits) -> list[str]:
    """Column titles made tidy and unique; a column without title takes its spreadsheet letter."""
    if len(cells) > limits.columns:
        raise TableError("too_many_columns", line, {"limit": limits.columns})
    titles: list[str] = []
    for rank, cell in enumerate(cells):
        title = " ".join(cell.split()) or column_letter(rank)
        unique, copies = title, 1
        while unique in titles:
            copies += 1
            unique = f"{title} ({copies})"
        titles.append(unique)
    return titles


def column_letter(rank: int) -> str:
    """The spreadsheet name of a column counted from 0: A, B… Z, AA…"""
    letters = ""
    while rank >= 0:
        rank, letter = divmod(rank, 26)
        letters = chr(ord("A") + letter) + letters
        rank -= 1
    return letters


def _rows(records: Iterator[Record], columns: list[str], limits: Limits) -> Iterator[tuple[int, dict[str, str]]]:
    for count, (line, cells) in enumerate(records, start=1):
        if count > limits.rows:
            raise TableError("too_many_rows", line, {"limit": limits.rows})
        if len(cells) > len(columns):
            raise TableError("extra_cells", line, {"column": column_letter(len(columns))})
        yield line, dict(zip(columns, [*cells, *[""] * (len(columns) - len(cells))], strict=True))


def _plain(records: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Record]:
    for line, cells in records:
        yield line, [cell_text(cell) for cell in cells]


# CSV -------------------------------------------------------------------------------------------------

# What accented letters and signs of French and its neighbours look like: whichever old encoding
# gives more of these read the file right.
_LIKELY = frozenset("éèêëàâäçùûüôöîïœæÉÈÊÀÂÇÔÎŒñáíóú°«»’‘“”…–—€²ß·\xa0")


def sniff_encoding(data: bytes) -> str:
    """The encoding of a text: UTF-8, UTF-16, Windows-1252 or Mac Roman."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _tried(data, "utf-16")
    if b"\0" in data[:200]:
        return _tried(data, _sniff_unmarked_utf16(data[:200]))
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _sniff_old_encoding(data)
    return "utf-8-sig"


def _sniff_unmarked_utf16(sample: bytes) -> str:
    """UTF-16 without its mark: in Latin text one byte of two is zero, and only that one."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) / 4 or min(even, odd) > 0:
        raise TableError("nul")
    return "utf-16-le" if odd else "utf-16-be"


def _tried(data: bytes, encoding: str) -> str:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError("encoding") from error
    return encoding


def _sniff_old_encoding(data: bytes) -> str:
    accented = data.translate(None, bytes(range(128)))
    scores = {}
    for encoding in ("cp1252", "mac_roman"):
        try:
            scores[encoding] = sum(character in _LIKELY for character in accented.decode(encoding))
        except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
            continue
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < len(accented) / 2:
        raise TableError("encoding")
    return best


_SEPARATORS = ",;\t|"
_NO_SEPARATOR = "\x1f"  # a file of one column is never cut


def sniff_separator(sample: str) -> str:
    """The separator that cuts most records of `sample` into as many cells as the first one."""
    best, best_score = _NO_SEPARATOR, (0.0, 1)
    for separator in _SEPARATORS:
        widths = _widths(sample, separator)
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best_score:
                best, best_score = separator, score
    return best


def _widths(sample: str, separator: str) -> list[int]:
    widths = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if cells:
                widths.append(len(cells))
    except csv.Error:
        pass  # said with its line number when the file is really read
    return widths[:-1] or widths  # the sample may stop in the middle of the last record


def _csv_records(data: bytes, encoding: str) -> Iterator[Record]:
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    first = stream.readline(100_000)
    skipped = 0
    if first[:4].lower() == "sep=" and len(first.rstrip("\r\n")) == 5:  # Excel's own hint
        separator, skipped = first[4], 1
    else:
        separator = sniff_separator(first + stream.read(65_536))
        stream.seek(0)
    reader = csv.reader(stream, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            key = "long_cell" if "field limit" in str(error) else "quote"
            raise TableError(key, line, {"limit": csv.field_size_limit()}) from error
        yield line, cells


# JSON ------------------------------------------------------------------------------------------------


def _json_table(text: str, limits: Limits) -> Table:
    try:
        objects = json.loads(text)
    except json.JSONDecodeError as error:
        reason = f"{error.msg} ({error.lineno}:{error.colno})"
        raise TableError("json", params={"reason": reason}) from error
    except (RecursionError, ValueError) as error:
        raise TableError("json_shape") from error
    if not isinstance(objects, list) or not all(isinstance(item, dict) for item in objects):
        raise TableError("json_shape")
    columns = list(dict.fromkeys(key for item in objects for key in item))
    if not columns:
        raise TableError("empty")
    titles = _titles(columns, 1, limits)
    records = ((rank, _json_cells(item, columns, rank)) for rank, item in enumerate(objects, start=1))
    return Table(titles, _rows(_filled(records, limits), titles, limits))


def _json_cells(item: dict[str, Any], columns: list[str], rank: int) -> list[str]:
    for column, value in item.items():
        if isinstance(value, list | dict):
            raise TableError("json_nested", rank, {"column": column})
    return [cell_text(item.get(column)) for column in columns]
