"""Writing files, for the screens of the team. Residents' photos are kept by the verbs of their contributions."""

from typing import IO, TYPE_CHECKING, Any

from parvis.audit.actions import record
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.files.keeping import keep_document, keep_image, say_again
from parvis.files.models import Document, Image

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space


@verb
def store_image(
    *, upload: IO[bytes], alt: Any, is_decorative: bool, space: "Space", by: "Actor", credit: str = ""
) -> Image:
    """Keep a picture for a space; ``alt`` says what it shows (text, or text per language)."""
    demand(by, "store_file", space)
    image = keep_image(upload=upload, alt=alt, is_decorative=is_decorative, space=space, by=by, credit=credit)
    record("store_image", by=by, target=image)
    return image


@verb
def describe_image(*, image: Image, alt: Any, is_decorative: bool, by: "Actor") -> Image:
    """Say otherwise what a picture shows, here; gives back the picture to use instead."""
    demand(by, "store_file", image.space)
    said = say_again(image=image, alt=alt, is_decorative=is_decorative, by=by)
    record("describe_image", by=by, target=said)
    return said


@verb
def store_document(
    *, upload: IO[bytes], title: Any, text_alternative: Any = "", language: str = "fr", space: "Space", by: "Actor"
) -> Document:
    """Keep a file to download for a space, with what it says in text."""
    demand(by, "store_file", space)
    document = keep_document(
        upload=upload, title=title, text_alternative=text_alternative, language=language, space=space, by=by
    )
    record("store_document", by=by, target=document)
    return document
