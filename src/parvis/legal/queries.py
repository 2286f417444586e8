"""Reading the legal life of a démarche. Every join its pages need is decided here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from parvis.legal.models import (
    Act,
    Arrangement,
    Correction,
    Entry,
    Evidence,
    Piece,
    PieceVersion,
    Register,
    Regulation,
)
from parvis.processes.models import Process
from parvis.processes.queries import visible_to

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def readable(actor: "Actor", slug: str) -> Regulation | None:
    """The legal frame of a démarche this person may see, with what its page’s frame prints."""
    brand = ("space__territory__drawing", "space__logo", "space__favicon")
    found = (
        visible_to(actor)
        .select_related(*brand, "territory", "regulation", "register")
        .defer("space__territory__drawing__paths")
    )
    process = found.filter(slug=slug, regulation__isnull=False).first()
    return process.regulation if process else None


def acts_of(process: Process) -> QuerySet[Act]:
    return process.acts.select_related("document").prefetch_related("corrections")


def pieces_of(process: Process) -> QuerySet[Piece]:
    versions = PieceVersion.objects.select_related("document")
    return process.pieces.prefetch_related(Prefetch("versions", versions))


def entries_of(register: Register) -> QuerySet[Entry]:
    """In the order of their numbers, with what was said and its scan."""
    return register.entries.select_related("contribution", "scan")


def arrangements_of(process: Process) -> QuerySet[Arrangement]:
    return process.arrangements.prefetch_related(
        Prefetch("evidence", Evidence.objects.select_related("image", "document")),
        Prefetch("corrections", Correction.objects.order_by("at", "id")),
    )


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of « Modalités annoncées / tenues ». ``state``: kept, unproven, not_kept, late, coming, withdrawn."""

    arrangement: Arrangement
    state: str
    proofs: tuple[Evidence, ...]
    removed: tuple[Evidence, ...]


def lines_of(arrangements: Iterable[Arrangement], today: date | None = None) -> list[Line]:
    """Announced and kept, side by side: kept means dated *and* proven by something still there."""
    today = today or timezone.localdate()
    return [_line(arrangement, today) for arrangement in arrangements]


def _line(arrangement: Arrangement, today: date) -> Line:
    every = list(arrangement.evidence.all())
    proofs = tuple(one for one in every if one.removed_at is None)
    removed = tuple(one for one in every if one.removed_at is not None)
    return Line(
        arrangement=arrangement, state=_state(arrangement, bool(proofs), today), proofs=proofs, removed=removed
    )


def _state(arrangement: Arrangement, is_proven: bool, today: date) -> str:
    if arrangement.withdrawn_at:
        return "withdrawn"
    if arrangement.not_kept_reason:
        return "not_kept"
    if arrangement.kept_on:
        return "kept" if is_proven else "unproven"
    last = arrangement.ends_on or arrangement.starts_on
    return "late" if last and last < today else "coming"
