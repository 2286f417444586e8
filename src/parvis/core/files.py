"""What a received file truly is: judged by its bytes, never by its name."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file we accept: its usual ending, its media type, the most it may weigh in MB."""

    extension: str
    content_type: str
    megabytes: int


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

KINDS = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", 50),
        Kind("docx", f"{_OFFICE}.wordprocessingml.document", 20),
        Kind("odt", f"{_OPEN}.text", 20),
        Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet", 20),
        Kind("ods", f"{_OPEN}.spreadsheet", 20),
        Kind("csv", "text/csv", 20),
        Kind("txt", "text/plain", 5),
        Kind("png", "image/png", 20),
        Kind("jpg", "image/jpeg", 20),
        Kind("webp", "image/webp", 20),
        Kind("gif", "image/gif", 20),
    )
}

IMAGES = frozenset({"png", "jpg", "webp", "gif"})
DOCUMENTS = frozenset(KINDS) - IMAGES
# What residents may join to their words: read everywhere, and of kinds that hold no programs.
RESIDENTS_DOCUMENTS = frozenset({"pdf", "odt", "docx"}) | IMAGES
RESIDENTS_MEGABYTES = 10


def check_upload(
    file: IO[bytes], name: str, *, allowed: frozenset[str] = frozenset(KINDS), megabytes: int | None = None
) -> Kind:
    """The true kind of an upload, if it is allowed and light enough (``megabytes``: less than its kind may weigh).

    Raises `ValidationError` with the sentence to show. The file is left at its beginning.
    """
    extension = sniff(file, name)
    if extension is None or extension not in allowed:
        raise ValidationError(
            _("“%(name)s” cannot be accepted. Kinds of files accepted: %(kinds)s."),
            code="kind",
            params={"name": name, "kinds": ", ".join(kind for kind in KINDS if kind in allowed)},
        )
    kind = KINDS[extension]
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    limit = min(kind.megabytes, megabytes or kind.megabytes)
    if size > limit * 2**20:
        raise ValidationError(
            _("“%(name)s” is too heavy: %(limit)s MB at most."),
            code="size",
            params={"name": name, "limit": limit},
        )
    return kind


def sniff(file: IO[bytes], name: str) -> str | None:
    """The usual ending of what the bytes show, or None. `name` only tells CSV from plain text."""
    file.seek(0)
    head = file.read(8192)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _sniff_zip(file)
    return _sniff_image(head) or _sniff_text(head, name)


def _sniff_image(head: bytes) -> str | None:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return None


def _sniff_zip(file: IO[bytes]) -> str | None:
    """Office documents are ZIP archives; those that carry macros are refused."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    finally:
        file.seek(0)
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        return None
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    by_type = {KINDS[extension].content_type.encode(): extension for extension in ("odt", "ods")}
    return by_type.get(mimetype)


_MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|html|svg|script|!--)", re.IGNORECASE)
_EXECUTABLE = (b"MZ", b"\x7fELF", b"#!", b"{\\rtf", b"%!PS")


def _sniff_text(head: bytes, name: str) -> str | None:
    if not head or head.startswith(_EXECUTABLE) or _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return None
    marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))  # UTF-16, as Excel's “Unicode text”
    if not marked and any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head):
        return None
    return "csv" if name.lower().endswith((".csv", ".tsv")) else "txt"


def safe_name(name: str, extension: str) -> str:
    """A file name safe for disks, mails and addresses, in any script, ended by its true kind."""
    base = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    stem = base.rpartition(".")[0] or base
    stem = re.sub(r"[^\w-]+", "-", stem).strip("-_")
    return f"{stem[:80].rstrip('-_') or 'file'}.{extension}"
