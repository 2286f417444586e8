"""How a received file becomes one of ours. Plain functions, called by verbs inside their transaction.

Names on disk are made of the file's own digest: the same photo sent twice is kept once, an address never
changes what it shows, and nothing a sender wrote reaches the disk.
"""

import hashlib
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import as_translated
from parvis.core.files import DOCUMENTS, IMAGES, check_upload, safe_name
from parvis.core.images import reencode
from parvis.files.models import WIDTHS, Attachment, Document, Image, Rendition, rendition_path
from parvis.files.queries import bytes_kept, is_held

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Space

MOST_BYTES = 5 * 2**30  # per space: some 10 000 photos, or 1 000 long documents

ALT_NEEDED = _("Say in a few words what the image shows, or tick “decorative”: some people listen to the page.")
EMPTY = _("“%(name)s” is empty. Choose another file.")
FULL = _("This space has no room left for files (%(limit)s GB). Remove some, or ask your administrator for more.")


def keep_image(
    *, upload: IO[bytes], alt: Any, is_decorative: bool, space: "Space | None", by: "Actor", credit: str = ""
) -> Image:
    """A picture re-encoded in three widths, without what the camera wrote in it. Raises ``ValidationError``."""
    words = as_translated("" if is_decorative else alt)
    if not words and not is_decorative:
        raise ValidationError(ALT_NEEDED, code="alt")
    name = _checked_name(upload, space)
    check_upload(upload, name, allowed=IMAGES)
    digest = _digest(upload)
    known = Image.objects.filter(digest=digest, space=space, alt=words, is_decorative=is_decorative, credit=credit)
    if image := known.first():
        return image
    twin = Image.objects.filter(digest=digest).prefetch_related("renditions").first()
    sizes = _again(twin) if twin else _encoded(upload, digest)
    image = Image.objects.create(
        space=space,
        alt=words,
        is_decorative=is_decorative,
        credit=credit,
        width=sizes[-1].width,
        height=sizes[-1].height,
        digest=digest,
        uploaded_by=by.user,
    )
    return _with_sizes(image, sizes)


def _with_sizes(image: Image, sizes: list[Rendition]) -> Image:
    for rendition in sizes:
        rendition.image = image
    Rendition.objects.bulk_create(sizes)
    return image


def say_again(*, image: Image, alt: Any, is_decorative: bool, by: "Actor") -> Image:
    """The same picture with other words: another row, the same files; where it is said otherwise nothing changes."""
    words = as_translated("" if is_decorative else alt)
    if not words and not is_decorative:
        raise ValidationError(ALT_NEEDED, code="alt")
    if (words, is_decorative) == (image.alt, image.is_decorative):
        return image
    sizes = _again(image)
    image.pk, image.alt, image.is_decorative, image.uploaded_by = None, words, is_decorative, by.user
    image.save(force_insert=True)
    return _with_sizes(image, sizes)


def keep_document(
    *, upload: IO[bytes], title: Any, text_alternative: Any, language: str, space: "Space | None", by: "Actor"
) -> Document:
    """A file people download, judged by its bytes. Raises ``ValidationError``."""
    words = as_translated(title)
    if not words:
        raise ValidationError(
            _("Give this document a title: it is what people read before opening it."), code="title"
        )
    name = _checked_name(upload, space)
    kind = check_upload(upload, name, allowed=DOCUMENTS)
    digest = _digest(upload)
    size = upload.seek(0, 2)
    upload.seek(0)
    path = f"documents/{digest[:2]}/{digest}/{safe_name(name, kind.extension)}"
    return Document.objects.create(
        space=space,
        title=words,
        text_alternative=as_translated(text_alternative),
        language=language,
        file=_saved(path, File(upload)),
        content_type=kind.content_type,
        size=size,
        digest=digest,
        uploaded_by=by.user,
    )


def forget(attachments: QuerySet[Attachment]) -> None:
    """Take these off what they were joined to, with the files nothing else holds, once the verb is sure."""
    images = list(Image.objects.filter(pk__in=attachments.values("image")))
    documents = list(Document.objects.filter(pk__in=attachments.values("document")))
    attachments.delete()
    let_go(*images, *documents)


def let_go(*rows: Image | Document) -> None:
    """Delete those that nothing points to any more, and their files, once the verb is sure."""
    for row in rows:
        if not is_held(row):
            paths = [r.file.name for r in row.renditions.all()] if isinstance(row, Image) else [row.file.name]
            row.delete()
            transaction.on_commit(partial(_erase, paths))


def _erase(paths: list[str]) -> None:
    """The same photo sent twice is one file: it goes with the last one that shows it."""
    for path in paths:
        if not (Rendition.objects.filter(file=path).exists() or Document.objects.filter(file=path).exists()):
            default_storage.delete(path)


def _checked_name(upload: IO[bytes], space: "Space | None") -> str:
    name = str(getattr(upload, "name", "") or "file")
    size = upload.seek(0, 2)
    upload.seek(0)
    if not size:
        raise ValidationError(EMPTY, code="empty", params={"name": name})
    if space is not None and bytes_kept(space) + size > MOST_BYTES:
        raise ValidationError(FULL, code="full", params={"limit": MOST_BYTES // 2**30})
    return name


def _digest(upload: Any) -> str:
    upload.seek(0)
    digest = hashlib.file_digest(upload, "sha256").hexdigest()
    upload.seek(0)
    return digest


def _encoded(upload: IO[bytes], digest: str) -> list[Rendition]:
    return [
        Rendition(
            width=made.width,
            height=made.height,
            size=len(made.bytes),
            file=_saved(rendition_path(digest, made.width), ContentFile(made.bytes)),
        )
        for made in reencode(upload, max_side=3200, sizes=WIDTHS)
    ]


def _again(twin: Image) -> list[Rendition]:
    """The same picture said otherwise, or elsewhere: other rows, the same files."""
    return [Rendition(width=r.width, height=r.height, size=r.size, file=r.file.name) for r in twin.renditions.all()]


def _saved(path: str, content: File) -> str:
    return path if default_storage.exists(path) else default_storage.save(path, content)
