"""A démarche frozen: each item hashed on its own, then a root over the hashes.

An erased text leaves its hash and « retiré »: what remains can still be checked, and nobody's words are kept
against her will. A room that holds items of a démarche declares them here, in its own ``archive.py``.

Root: SHA-256 of the lines ``kind TAB key TAB hash LF``, in the manifest's order. Hash of an item: SHA-256 of its
JSON, keys sorted, no spaces, UTF-8 (the spirit of RFC 8785).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from parvis.processes.models import Archive, Correction, LogEntry, Phase, Process, Promise


@dataclass(frozen=True)
class Item:
    """One thing to freeze. ``content`` is ``None`` when its words were withdrawn or erased."""

    kind: str
    key: str
    content: dict[str, Any] | None


Source = Callable[[Process], Iterable[Item]]
_sources: list[Source] = []


def archived(source: Source) -> Source:
    """Register a function that lists the items of a démarche, in an order that never changes."""
    _sources.append(source)
    return source


def digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(text.encode()).hexdigest()


def root_of(lines: Iterable[list[str]]) -> str:
    whole = hashlib.sha256()
    for kind, key, fingerprint in lines:
        whole.update(f"{kind}\t{key}\t{fingerprint}\n".encode())
    return whole.hexdigest()


def items_of(process: Process) -> Iterator[Item]:
    for source in _sources:
        yield from source(process)


def build_manifest(process: Process) -> dict[str, Any]:
    """``items``: [kind, key, hash]. A text already gone when the démarche is frozen has no hash to leave."""
    return {
        "format": 1,
        "hash": "sha256",
        "process": process.prefix,
        "items": [
            [item.kind, item.key, digest(item.content)] for item in items_of(process) if item.content is not None
        ],
    }


@dataclass(frozen=True, kw_only=True)
class Verification:
    """``altered``: words that are no longer those frozen. ``removed``: gone, their hash stays. ``added``: not there then."""

    root: str
    root_holds: bool
    count: int
    altered: tuple[str, ...]
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.root_holds and not self.altered and not self.added


def verify_archive(archive: Archive) -> Verification:
    """Compare what is there now with what was frozen."""
    frozen = {(kind, key): fingerprint for kind, key, fingerprint in archive.manifest["items"]}
    present = {
        (item.kind, item.key): digest(item.content)
        for item in items_of(archive.process)
        if item.content is not None
    }
    return Verification(
        root=archive.root,
        root_holds=root_of(archive.manifest["items"]) == archive.root,
        count=len(frozen),
        altered=tuple(_named(k) for k, was in frozen.items() if k in present and present[k] != was),
        removed=tuple(_named(k) for k in frozen if k not in present),
        added=tuple(_named(k) for k in present if k not in frozen),
    )


def _named(place: tuple[str, str]) -> str:
    return " ".join(place)


@archived
def _frame(process: Process) -> Iterator[Item]:
    """The démarche itself, its commitments, its calendar, what its logbook says to everyone."""
    fields = ("prefix", "title", "summary", "degree", "audience", "body", "cost", "ending", "ending_text")
    yield Item("process", process.prefix, {name: getattr(process, name) for name in fields})
    promise = Promise.objects.filter(process=process).first()
    if promise:
        yield Item("promise", process.prefix, _plain(promise, leave={"id", "process"}))
    for phase in Phase.objects.filter(process=process).order_by("id"):
        yield Item(
            "phase", str(phase.pk), _plain(phase, leave={"id", "process", "opening_told", "closing_told", "order"})
        )
    for change in Correction.objects.filter(process=process).order_by("id"):
        yield Item("correction", str(change.pk), _plain(change, leave={"id", "process", "by"}))
    until = process.archived_at or timezone.now()
    for entry in LogEntry.objects.filter(process=process, is_public=True, at__lte=until).order_by("id"):
        yield Item("log", str(entry.pk), {"at": entry.at, "title": entry.title, "body": entry.body})


def _plain(row: Any, *, leave: set[str]) -> dict[str, Any]:
    return {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in leave}
