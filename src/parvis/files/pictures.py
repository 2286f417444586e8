"""A picture in the shape of ``components/image.html``: the right size for the screen, its words."""

from typing import Any

from django.utils.translation import get_language

from parvis.files.models import Image

FULL_WIDTH = "(max-width: 40rem) 100vw, 60rem"
CARD_WIDTH = "(max-width: 40rem) 100vw, 22rem"


def picture(image: Image, sizes: str = FULL_WIDTH, *, lazy: bool = True) -> dict[str, Any]:
    kept = image.sizes
    return {
        "src": kept[len(kept) // 2][1],
        "srcset": ", ".join(f"{url} {width}w" for width, url in kept),
        "sizes": sizes,
        "alt": "" if image.is_decorative else image.alt,
        "alt_language": image.alt.language if image.alt and image.alt.language != get_language() else "",
        "width": image.width,
        "height": image.height,
        "lazy": lazy,
    }
