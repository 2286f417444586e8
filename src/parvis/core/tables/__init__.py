"""Tables in and out: CSV, XLSX, ODS and JSON read row by row, written row by row."""

from parvis.core.tables.errors import TableError
from parvis.core.tables.limits import Limits
from parvis.core.tables.reading import Table, read_table
from parvis.core.tables.writing import guard, stream_csv, write_ods, write_xlsx

__all__ = ["Limits", "Table", "TableError", "guard", "read_table", "stream_csv", "write_ods", "write_xlsx"]
