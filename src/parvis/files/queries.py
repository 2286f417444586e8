"""Reading files: who may open a document, how much is kept."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Sum
from django.db.models.fields.reverse_related import ForeignObjectRel

from parvis.core.rights import can
from parvis.files.models import Attachment, Document, Image, Rendition

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space


def bytes_kept(space: "Space") -> int:
    """What a space's files weigh, in bytes."""
    documents = Document.objects.filter(space=space).aggregate(total=Sum("size"))["total"] or 0
    images = Rendition.objects.filter(image__space=space).aggregate(total=Sum("size"))["total"] or 0
    return documents + images


Keeper = Callable[[Document], Iterable[models.Model]]
_keepers: list[Keeper] = []


def keeper(function: Keeper) -> Keeper:
    """Register what else holds documents that not everyone may open: a rule « open_files » judges each holder."""
    _keepers.append(function)
    return function


def homes_of(document: Document) -> list[models.Model]:
    """The démarches and contributions it is attached to, and what other rooms say holds it."""
    attached = Attachment.objects.filter(document=document).select_related("contribution__process", "process")
    kept = [row for function in _keepers for row in function(document)]
    return [*(attachment.contribution or attachment.process for attachment in attached), *kept]


def homes_of_image(digest: str) -> list[models.Model]:
    """The démarches and contributions a picture is attached to, whatever words each gives it."""
    attached = Attachment.objects.filter(image__digest=digest).select_related("contribution__process", "process")
    return [attachment.contribution or attachment.process for attachment in attached]


def may_see_image(actor: "Actor", digest: str, homes: list[models.Model]) -> bool:
    """A photo goes out of sight with what it illustrates, unless a page or a cover shows it too."""
    if not homes or any(can(actor, "open_files", home) for home in homes):
        return True
    return any(is_shown_elsewhere(image) for image in Image.objects.filter(digest=digest))


def is_shown_elsewhere(image: Image) -> bool:
    """Does anything but an attachment point to it: a cover, a logo, an emblem…"""
    return any(_points_to(image, model, name) for model, name in holders(Image) if model is not Attachment)


def holders(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """The models that point to this kind of file, with the field that does; its own sizes left aside."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not Rendition:
            yield relation.related_model, relation.field.name


def _points_to(row: models.Model, model: type[models.Model], name: str) -> bool:
    return model._base_manager.filter(**{name: row}).exists()


def is_held(row: Image | Document) -> bool:
    """Does anything point to it: an attachment, a cover, a logo…"""
    return any(_points_to(row, model, name) for model, name in holders(type(row)))


def is_from_a_resident(document: Document) -> bool:
    return Attachment.objects.filter(document=document, contribution__isnull=False).exists()


def may_open(actor: "Actor", document: Document) -> bool:
    """A document attached to something is for those who may open the files of one of these things.

    One attached to nothing stands in the text of a page: whoever was given its address (which holds half
    of its digest, and cannot be guessed) may open it.
    """
    homes = homes_of(document)
    return not homes or any(can(actor, "open_files", home) for home in homes)
