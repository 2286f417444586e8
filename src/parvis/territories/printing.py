"""What a space prints on its documents: its funders, its mark."""

from django.core.files.storage import default_storage

from parvis.core.documents import Picture, Support
from parvis.files.models import Image, rendition_path
from parvis.territories.models import Space
from parvis.territories.theming import mark_paths, theme, wanted_funders

EMBLEM_WIDTH = 480


def supports(space: Space, *, process_id: int | None = None) -> list[Support]:
    """The funders' sentences and emblems. One query, and one file read for each emblem."""
    return [
        Support(str(f.sentence) or f.name, _picture(f.emblem, f.name)) for f in wanted_funders(space, process_id)
    ]


def logo(space: Space) -> Picture | None:
    """Its logo, else the silhouette of its territory in its own colour, else nothing."""
    if space.logo:
        return _picture(space.logo, space.name)
    paths = mark_paths(space)
    if not paths:
        return None
    colour = theme(space).primary
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="{paths}" fill="{colour}"/></svg>'
    return Picture(svg.encode(), space.name)


def _picture(image: Image | None, words: str) -> Picture | None:
    """A file that storage lost is left out: the sentence is what a funder requires."""
    if image is None:
        return None
    width = next((width for width, _url in image.sizes if width >= EMBLEM_WIDTH), image.sizes[-1][0])
    try:
        with default_storage.open(rendition_path(image.digest, width)) as kept:
            return Picture(kept.read(), str(image.alt) or words)
    except OSError:
        return None
