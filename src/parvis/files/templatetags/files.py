"""Images in pages: the right size for the screen, its words, loaded when it comes into view."""

from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language

from parvis.files.models import Document, Image

register = template.Library()

FULL_WIDTH = "(max-width: 40rem) 100vw, 60rem"


@register.inclusion_tag("files/image.html")
def image(picture: Image | None, sizes: str = FULL_WIDTH, *, lazy: bool = True) -> dict[str, Any]:
    """``{% image process.image sizes="…" lazy=False %}``. Prefetch ``renditions`` in lists."""
    renditions = list(picture.renditions.all()) if picture else []
    if not picture or not renditions:
        return {"src": ""}
    return {
        "src": renditions[len(renditions) // 2].url,
        "srcset": ", ".join(f"{r.url} {r.width}w" for r in renditions),
        "sizes": sizes,
        "alt": "" if picture.is_decorative else picture.alt,
        "alt_language": picture.alt.language if picture.alt and picture.alt.language != get_language() else "",
        "width": picture.width,
        "height": picture.height,
        "lazy": lazy,
    }


@register.filter
def as_file(document: Document) -> dict[str, Any]:
    """A document in the shape of ``components/file_list.html``."""
    kind = document.file.name.rpartition(".")[2].upper()
    return {
        "title": document.title,
        "url": document.get_absolute_url(),
        "kind": kind,
        "size": filesizeformat(document.size),
    }


@register.filter
def as_files(documents: list[Document]) -> list[dict[str, Any]]:
    return [as_file(document) for document in documents]
