"""The file itself: opened, weighed, named; kept aside while an import from the desk is under way."""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from parvis.core.tables import Limits, Table, TableError, read_table
from parvis.imports.columns import guess

LIMITS = Limits()
SAMPLE = 200


@dataclass(frozen=True)
class Source:
    """A table and its name. Opened as often as one likes; each opening reads it from its beginning."""

    name: str
    data: bytes

    @classmethod
    def of(cls, data: bytes, name: str) -> "Source":
        """From what was read or sent, compressed or not. Raises ``TableError``."""
        if data[:2] == b"\x1f\x8b":
            data, name = _unpacked(data), name.removesuffix(".gz")
        return cls(name, data)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def open(self) -> Table:
        """Raises ``TableError``, with its sentence."""
        return read_table(self.data, self.name, LIMITS)

    def guess(self) -> dict[str, str]:
        table = self.open()
        return guess(table.columns, (cells for _line, cells in islice(table.rows, SAMPLE)))

    def keep(self) -> str:
        """Put it aside under a name nobody guesses; returns that name."""
        suffix = Path(self.name).suffix.lower()[:6]
        return default_storage.save(f"imports/{self.digest[:32]}{suffix}", ContentFile(self.data))

    @classmethod
    def kept(cls, name: str, stored: str) -> "Source":
        try:
            with default_storage.open(stored) as file:
                return cls(name, file.read())
        except FileNotFoundError as error:
            raise TableError("gone") from error


def forget(stored: str) -> None:
    if stored:
        default_storage.delete(stored)


def _unpacked(data: bytes) -> bytes:
    """A gzip opened no further than what a table may weigh."""
    most = LIMITS.megabytes * 2**20
    opened = zlib.decompressobj(wbits=31)
    try:
        text = opened.decompress(data, most + 1)
    except zlib.error as error:
        raise TableError("damaged") from error
    if len(text) > most:
        raise TableError("too_big", params={"limit": LIMITS.megabytes})
    if not opened.eof:
        raise TableError("damaged")
    return text
