"""Photos made small, clean and quick: re-encoded in WebP, without what the camera wrote in them."""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_MOST_PIXELS = 50_000_000  # a 50-megapixel phone; 150 MB once opened
_QUALITY = 78

_SENTENCES = {
    "kind": _("This image cannot be read. Send a photo in JPEG, PNG or WebP."),
    "svg": _("Drawings in SVG are not accepted, for safety. Send a PNG instead."),
    "animated": _("Animated images are not accepted. Send a still image."),
    "huge": _("This image is too large: %(limit)s million pixels at most."),
    "tiny": _("This image is too small to be seen."),
}


class ImageError(ValidationError):
    """An image that cannot be used, with the sentence to show."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], code=code, params={"limit": _MOST_PIXELS // 1_000_000})


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of an image, ready to be served."""

    width: int
    height: int
    bytes: bytes
    content_type: str = "image/webp"


def reencode(file: IO[bytes], *, max_side: int, sizes: Sequence[int] = (480, 960, 1600)) -> list[Rendition]:
    """The image in each of the widths of `sizes`, narrowest first, in WebP, turned upright.

    No rendition is wider than the image itself nor longer than `max_side` on any side; at least one is made.
    Only pixels are kept: place, date, camera and owner are gone. Raises `ImageError`.
    """
    image = _opened(file)
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    widths = sorted({min(size, image.width) for size in sizes}) or [image.width]
    return [_rendition(image, width) for width in widths]


def check_image(file: IO[bytes]) -> None:
    """Raises ``ImageError`` when it cannot be used. The file is left at its beginning."""
    _opened(file)
    file.seek(0)


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    head = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    file.seek(0)
    if head.startswith((b"<svg", b"<?xml")) or b"<svg" in head:
        raise ImageError("svg")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is lower
            image = Image.open(file, formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise ImageError("huge")
        if getattr(image, "is_animated", False):
            raise ImageError("animated")
        image.load()
        upright = ImageOps.exif_transpose(image)
    except ImageError:
        raise
    except Image.DecompressionBombError as error:
        raise ImageError("huge") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise ImageError("kind") from error  # what Pillow raises on damaged files
    if min(upright.size) < 8:
        raise ImageError("tiny")
    transparent = "A" in upright.getbands() or "transparency" in upright.info
    return upright.convert("RGBA" if transparent else "RGB")


def _rendition(image: Image.Image, width: int) -> Rendition:
    height = max(1, round(image.height * width / image.width))
    # A new image holds pixels only: whatever the file carried stays behind.
    small = Image.new(image.mode, (width, height))
    small.paste(image.resize((width, height), Image.Resampling.LANCZOS))
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=_QUALITY, method=4)
    return Rendition(width, height, buffer.getvalue())
