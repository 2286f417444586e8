"""Where blocks find what they only name: images, files, steps, maps. The rooms that hold them register here.

``core`` knows no model: a room's ``blocks.py`` gives, for a shape, how to load what pages show in one query, and,
for the editor, how to keep an upload or what may be chosen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

from parvis.core.blocks.kinds import Shape
from parvis.core.rights import Sentence


@dataclass(frozen=True, kw_only=True)
class Owner:
    """On whose behalf blocks are edited: the space that keeps the files, who writes, the démarche if there is one."""

    space: Any
    by: Any
    process: Any = None


@dataclass(frozen=True, kw_only=True)
class Source:
    """``load(keys)``: what templates show, by key; absent when it is gone.

    ``keep(upload, words, owner)``: store an upload and return its key; raises ``ValidationError``.
    ``choices(owner)``: (key, label) pairs the editor offers.
    """

    load: Callable[[Iterable[Any]], dict[Any, Any]]
    keep: Callable[[IO[bytes], dict[str, str], Owner], int] | None = None
    choices: Callable[[Owner], list[tuple[str, Sentence]]] | None = None


_sources: dict[Shape, Source] = {}
_draw_map: list[Callable[[Any], dict[str, Any]]] = []


def register_source(shape: Shape, source: Source) -> None:
    _sources[shape] = source


def register_map(draw: Callable[[Any], dict[str, Any]]) -> None:
    """``draw(territory)``: what ``blocks/map.html`` shows of a territory."""
    _draw_map[:] = [draw]


def source_of(shape: Shape) -> Source | None:
    return _sources.get(shape)


def drawn_map(territory: Any) -> dict[str, Any] | None:
    return _draw_map[0](territory) if _draw_map and territory else None


def load_all(keys: dict[Shape, set[Any]]) -> dict[Shape, dict[Any, Any]]:
    """One call per shape, none where nothing is named."""
    return {shape: _sources[shape].load(wanted) for shape, wanted in keys.items() if wanted and shape in _sources}
