"""How much a table may hold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a file to read. Megabytes are those of the opened (uncompressed) file."""

    megabytes: int = 200
    rows: int = 200_000
    columns: int = 200
    cell: int = 100_000  # characters; below the 131 072 of Python's csv module
