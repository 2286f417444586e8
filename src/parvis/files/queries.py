"""Reading files: what an image's addresses are, who may open a document, how much is kept."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Sum

from parvis.core.rights import can
from parvis.files.models import Attachment, Document, Image, Rendition

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space


def addresses(images: Iterable[Image], *, width: int) -> dict[int, str]:
    """The address of each image in the smallest size at least this wide. One query, none without images."""
    wanted = {image.pk for image in images}
    found: dict[int, str] = {}
    enough: set[int] = set()
    if wanted:
        for rendition in Rendition.objects.filter(image_id__in=wanted).order_by("image_id", "width"):
            if rendition.image_id not in enough:
                found[rendition.image_id] = rendition.url
            if rendition.width >= width:
                enough.add(rendition.image_id)
    return found


def bytes_kept(space: "Space") -> int:
    """What a space's files weigh, in bytes."""
    documents = Document.objects.filter(space=space).aggregate(total=Sum("size"))["total"] or 0
    images = Rendition.objects.filter(image__space=space).aggregate(total=Sum("size"))["total"] or 0
    return documents + images


def may_open(actor: "Actor", document: Document) -> bool:
    """A document attached to something is for those who may see one of these things.

    One attached to nothing stands in the text of a page: whoever was given its address (which holds half
    of its digest, and cannot be guessed) may open it.
    """
    attached = Attachment.objects.filter(document=document).select_related("contribution__process", "process")
    homes = [attachment.contribution or attachment.process for attachment in attached]
    return not homes or any(can(actor, "see", home) for home in homes)
