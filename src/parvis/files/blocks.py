"""Images and files named by blocks: how a page loads them, how the editor keeps what is sent."""

from collections.abc import Iterable
from typing import IO, Any

from parvis.core.blocks.kinds import Shape
from parvis.core.blocks.sources import Owner, Source, register_source
from parvis.files.actions import store_document, store_image
from parvis.files.models import Document, Image
from parvis.files.pictures import picture
from parvis.files.templatetags.files import as_file


def _images(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    return {image.pk: picture(image) for image in Image.objects.filter(pk__in=list(keys))}


def _documents(keys: Iterable[int]) -> dict[int, dict[str, Any]]:
    return {document.pk: as_file(document) for document in Document.objects.filter(pk__in=list(keys))}


def _keep_image(upload: IO[bytes], words: dict[str, str], owner: Owner) -> int:
    """What the image shows is said in its block; without words yet, the form will ask for them."""
    image = store_image(upload=upload, alt=words, is_decorative=not words, space=owner.space, by=owner.by)
    return image.pk


def _keep_document(upload: IO[bytes], words: dict[str, str], owner: Owner) -> int:
    title: Any = words or getattr(upload, "name", "")
    return store_document(upload=upload, title=title, space=owner.space, by=owner.by).pk


register_source(Shape.IMAGE, Source(load=_images, keep=_keep_image))
register_source(Shape.DOCUMENT, Source(load=_documents, keep=_keep_document))
