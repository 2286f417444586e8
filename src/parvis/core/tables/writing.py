"""Writing tables as CSV, XLSX or ODS in constant memory, safe to open in a spreadsheet.

`columns` are the titles, `rows` any iterable of sequences of values: text, numbers, booleans, dates, None.
`progress` is called with the number of rows written, every 500 rows and at the end.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone, translation

from parvis.core.tables.sheets import cell_text

Progress = Callable[[int], None]
Row = Sequence[Any]

_STEP = 500
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE_NUMBER = re.compile(r"-\d+(?:[.,]\d+)?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # forbidden in XML 1.0
_MOST_CHARACTERS = 32_767  # of one cell, in Excel


def guard(value: Any) -> Any:
    """Disarm a text that a spreadsheet would run as a formula, with an apostrophe before it.

    Numbers, and texts that are a negative number, are left as they are.
    See OWASP, "CSV Injection".
    """
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS) and not _NEGATIVE_NUMBER.fullmatch(value):
        return "'" + value
    return value


def _typed(value: Any) -> Any:
    """A value as cells know them: naive local dates, numbers, or a guarded text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if isinstance(value, date | time):
        return value
    return guard(str(value))


def _counted(rows: Iterable[Row], progress: Progress | None) -> Iterator[Row]:
    count = 0
    for count, row in enumerate(rows, start=1):
        yield row
        if progress and count % _STEP == 0:
            progress(count)
    if progress and count % _STEP:
        progress(count)


# CSV -------------------------------------------------------------------------------------------------


def stream_csv(
    columns: Sequence[Any],
    rows: Iterable[Row],
    *,
    separator: str = ";",
    progress: Progress | None = None,
) -> Iterator[bytes]:
    """The table as pieces of a CSV file, in UTF-8 with the mark that Excel needs."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator)
    buffer.write("\ufeff")
    for count, row in enumerate(chain([columns], _counted(rows, progress))):
        writer.writerow([cell_text(_typed(value)).replace("\0", "") for value in row])
        if count % _STEP == 0:
            yield _emptied(buffer)
    if rest := _emptied(buffer):
        yield rest


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return piece


# XLSX ------------------------------------------------------------------------------------------------


def write_xlsx(
    columns: Sequence[Any],
    rows: Iterable[Row],
    file: IO[bytes],
    *,
    progress: Progress | None = None,
) -> None:
    """Write an Excel workbook of one sheet: bold frozen titles, fitted widths, true dates and numbers.

    A text longer than Excel's 32 767 characters is cut and ends with an ellipsis.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = translation.get_language_bidi()
    titles = [_printable(str(title)) for title in columns]
    widths, rows = _widths(titles, rows)
    for rank, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(rank)].width = width

    def cell(value: Any) -> Any:
        value = _typed(value)
        if not isinstance(value, str):
            return value
        written = WriteOnlyCell(sheet, _printable(value))
        written.data_type = "s"  # never a formula, nor an error such as “#N/A”
        return written

    heads = [WriteOnlyCell(sheet, guard(title)) for title in titles]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in _counted(rows, progress):
        sheet.append([cell(value) for value in row])
    workbook.save(file)


def _printable(text: str) -> str:
    text = _CONTROLS.sub("", text)
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


def _widths(titles: Sequence[str], rows: Iterable[Row]) -> tuple[list[int], Iterator[Row]]:
    """Widths in characters, from the titles and the first rows; and the rows, untouched."""
    rest = iter(rows)
    first = list(islice(rest, 100))
    widths = [len(title) + 2 for title in titles]
    for row in first:
        for rank, value in enumerate(row[: len(widths)]):
            widths[rank] = max(widths[rank], len(cell_text(value)) + 2)
    return [min(max(width, 8), 60) for width in widths], chain(first, rest)


# ODS: OpenDocument 1.3, parts 2 (package) and 3 (schema) -----------------------------------------------

_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"

_ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{_ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)

# LibreOffice keeps the frozen row of titles among the settings of the view.
_ODS_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<office:document-settings xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" office:version="1.3"><office:settings>'
    '<config:config-item-set config:name="ooo:view-settings">'
    '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
    '<config:config-item-map-named config:name="Tables">'
    '<config:config-item-map-entry config:name="Sheet">'
    '<config:config-item config:name="VerticalSplitMode" config:type="short">2</config:config-item>'
    '<config:config-item config:name="VerticalSplitPosition" config:type="int">1</config:config-item>'
    '<config:config-item config:name="ActiveSplitRange" config:type="short">2</config:config-item>'
    '<config:config-item config:name="PositionBottom" config:type="int">1</config:config-item>'
    "</config:config-item-map-entry></config:config-item-map-named>"
    "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
    "</office:settings></office:document-settings>"
)

_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3">'
    "<office:automatic-styles>"
    '<number:date-style style:name="day"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    "</number:date-style>"
    '<number:date-style style:name="moment"><number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text><number:day number:style="long"/>'
    '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:date-style>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="date" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="datetime" style:family="table-cell" style:data-style-name="moment"/>'
)


def write_ods(
    columns: Sequence[Any],
    rows: Iterable[Row],
    file: IO[bytes],
    *,
    progress: Progress | None = None,
) -> None:
    """Write an OpenDocument spreadsheet of one sheet, row by row: as `write_xlsx`, for LibreOffice."""
    titles = [str(title) for title in columns]
    widths, rows = _widths(titles, rows)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and uncompressed: programs read it at a fixed place (part 2, § 3.3).
        archive.writestr("mimetype", _ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _ODS_MANIFEST)
        archive.writestr("settings.xml", _ODS_SETTINGS)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write((_ODS_HEAD + _ods_sheet_start(widths)).encode())
            content.write(_ods_row(titles, ' table:style-name="head"').encode())
            for row in _counted(rows, progress):
                content.write(_ods_row(row).encode())
            content.write(b"</table:table></office:spreadsheet></office:body></office:document-content>")


def _ods_sheet_start(widths: Sequence[int]) -> str:
    direction = "rl-tb" if translation.get_language_bidi() else "lr-tb"
    styles = "".join(
        f'<style:style style:name="w{rank}" style:family="table-column"><style:table-column-properties '
        f'style:column-width="{width * 0.2:.1f}cm"/></style:style>'
        for rank, width in enumerate(widths)
    )
    table_columns = "".join(f'<table:table-column table:style-name="w{rank}"/>' for rank in range(len(widths)))
    return (
        f'{styles}<style:style style:name="sheet" style:family="table"><style:table-properties '
        f'style:writing-mode="{direction}"/></style:style></office:automatic-styles>'
        '<office:body><office:spreadsheet><table:table table:name="Sheet" table:style-name="sheet">'
        f"{table_columns}"
    )


def _ods_row(row: Row, style: str = "") -> str:
    cells = "".join(_ods_cell(_typed(value), style) for value in row)
    return f"<table:table-row>{cells}</table:table-row>\n"


def _ods_cell(value: Any, style: str) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        return _ods_value("boolean", "boolean-value", cell_text(value))
    if isinstance(value, int | float | Decimal):
        return _ods_value("float", "value", str(value))
    if isinstance(value, datetime):
        moment = value.isoformat(timespec="seconds")
        return _ods_value("date", "date-value", moment, ' table:style-name="datetime"')
    if isinstance(value, date):
        return _ods_value("date", "date-value", value.isoformat(), ' table:style-name="date"')
    paragraphs = _CONTROLS.sub("", cell_text(value)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    text = "".join(f"<text:p>{_ods_spaces(escape(paragraph))}</text:p>" for paragraph in paragraphs)
    return f'<table:table-cell office:value-type="string"{style}>{text}</table:table-cell>'


def _ods_value(kind: str, attribute: str, value: str, style: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:{attribute}={quoteattr(value)}{style}/>'


def _ods_spaces(text: str) -> str:
    """Spaces that OpenDocument would merge (part 3, § 6.1.2) and tabs, as elements."""
    text = text.replace("\t", "<text:tab/>")
    return re.sub(r"^ | (?= )| $", "<text:s/>", text)
