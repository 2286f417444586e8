"""Images and documents in pages."""

from typing import Any

from django import template
from django.template.loader import render_to_string

from parvis.core.sentences import human_size
from parvis.files.models import Attachment, Document, Image
from parvis.files.pictures import FULL_WIDTH, picture

register = template.Library()


@register.simple_tag(name="image")
def draw_image(image: Image | None, sizes: str = FULL_WIDTH, *, lazy: bool = True) -> str:
    """``{% image process.image sizes="…" lazy=False %}``."""
    if not image:
        return ""
    return render_to_string("components/image.html", {"picture": picture(image, sizes, lazy=lazy)})


@register.filter
def as_file(document: Document) -> dict[str, Any]:
    """A document in the shape of ``components/file_list.html``."""
    kind = document.file.name.rpartition(".")[2].upper()
    return {
        "title": document.title,
        "url": document.get_absolute_url(),
        "kind": kind,
        "size": human_size(document.size),
    }


@register.filter
def as_files(rows: list[Attachment] | list[Document]) -> list[dict[str, Any]]:
    """Documents, or the attachments that carry them."""
    return [as_file(row.document if isinstance(row, Attachment) else row) for row in rows]
