"""Documents a council secretary opens: one text in memory, three files (ADR 11, docs/reference/documents.md)."""

from collections.abc import Callable

from parvis.core.documents.manuscript import Manuscript, Picture, Support, emphasis, link, strong
from parvis.core.documents.office import docx, odt
from parvis.core.documents.printing import Files, pdf, sheet

FORMATS: dict[str, tuple[Callable[[Manuscript], bytes], str]] = {
    "docx": (docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (odt, "application/vnd.oasis.opendocument.text"),
    "pdf": (pdf, "application/pdf"),
}

__all__ = [
    "FORMATS",
    "Files",
    "Manuscript",
    "Picture",
    "Support",
    "docx",
    "emphasis",
    "link",
    "odt",
    "pdf",
    "sheet",
    "strong",
]
