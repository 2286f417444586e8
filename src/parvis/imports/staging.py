"""Rows made contributions that nobody sees yet. Called inside the verb that stages one chunk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import Q

from parvis.comments.models import KIND as COMMENT
from parvis.comments.models import MOST_DEPTH
from parvis.contributions import spine
from parvis.contributions.models import Contribution, ImportBatch, State
from parvis.core.codes import random_code
from parvis.core.text import normalise
from parvis.imports.rows import Parent, Row
from parvis.imports.survey import PROPOSAL
from parvis.methods.proposals.models import Category, Proposal
from parvis.processes.models import Step
from parvis.processes.queries import territories_of

_STANDING = (
    "pk",
    "source_key",
    "batch_id",
    "code",
    "kind",
    "root_id",
    "parent_id",
    "depth",
    "space_id",
    "process_id",
    "step_id",
)


@dataclass
class Context:
    """What the rows of one batch have in common, read once."""

    batch: ImportBatch
    parents: Step
    places: dict[str, int]
    drawers: dict[tuple[str, int | None], Category]
    made: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, batch: ImportBatch, parents: Step) -> "Context":
        places: dict[str, int] = {}
        for pk, name, code in territories_of(batch.step.process.space).values_list("pk", "name", "code"):
            places[normalise(name)] = places[normalise(code)] = pk
        drawers = {(normalise(str(one)), one.parent_id): one for one in Category.objects.filter(step=batch.step)}
        return cls(batch, parents, places, drawers)

    @property
    def step(self) -> Step:
        return self.batch.step


@dataclass
class Staged:
    """``skipped``: rows that were there before this batch. ``waiting``: rows whose parent is further down."""

    skipped: int
    waiting: list[Row]
    removed: list[int]


def stage(context: Context, rows: Sequence[Row]) -> Staged:
    parents = _standing(context, [row.parent for row in rows if row.parent])
    ready = [row for row in rows if row.parent is None or _parent(context, parents, row.parent)]
    there = _already(context, ready)
    new = [row for row in ready if there.get((row.parent is not None, row.key)) is None]
    made: list[Contribution] = []
    codes = iter(spine.next_codes(context.step.process, sum(row.parent is None for row in new)))
    for row in new:
        if row.parent is None:
            made.append(_proposal(context, row, next(codes)))
        else:
            made.append(_comment(context, row, _parent(context, parents, row.parent)))
    spine.create_many(made)
    skipped = sum(batch_id != context.batch.pk for batch_id in there.values() if batch_id is not None)
    removed = [one.pk for one, row in zip(made, new, strict=True) if row.is_removed]
    return Staged(skipped, [row for row in rows if row not in ready], removed)


def _standing(context: Context, wanted: Sequence[Parent]) -> dict[tuple[bool, str], Contribution]:
    """What these rows answer, by (is it a comment, its number or code); rows of this file come first."""
    keys = {parent.key for parent in wanted}
    said = Contribution.objects.filter(
        Q(source_key__in=keys) | Q(code__in=keys),
        Q(batch=context.batch) | ~Q(state=State.STAGED),
        step__in={context.step.pk, context.parents.pk},
    )
    found: dict[tuple[bool, str], Contribution] = {}
    for one in sorted(said.only(*_STANDING), key=lambda one: one.batch_id == context.batch.pk):
        for key in (one.code, one.source_key):
            found[one.kind == COMMENT, key] = one
    return found


def _parent(
    context: Context, found: dict[tuple[bool, str], Contribution], parent: Parent | None
) -> Contribution | None:
    if parent is None:
        return None
    kinds = (False, True) if parent.is_comment is None else (parent.is_comment,)
    return next((found[kind, parent.key] for kind in kinds if (kind, parent.key) in found), None)


def _already(context: Context, rows: Sequence[Row]) -> dict[tuple[bool, str], int | None]:
    """The rows that are there, with the batch that brought them (0: none did)."""
    there: dict[tuple[bool, str], int | None] = {}
    keys = {row.key for row in rows}
    for kind, step in ((PROPOSAL, context.step), (COMMENT, context.parents)):
        said = Contribution.objects.filter(step=step, kind=kind)
        for field_name in ("source_key", "code"):
            known = said.filter(**{f"{field_name}__in": keys}).values_list(field_name, "batch_id")
            there |= {(kind == COMMENT, key): batch_id or 0 for key, batch_id in known}
    return {place: there[place] for row in rows if (place := (row.parent is not None, row.key)) in there}


def _shared(context: Context, row: Row) -> dict[str, object]:
    date: datetime = row.date or context.batch.at
    territory = context.places.get(normalise(row.text("territory"))) if row.text("territory") else None
    place = row.text("place") or ("" if territory else row.text("territory"))
    return {
        "territory_id": territory,
        "place": place[:200],
        "lon": row.lon,
        "lat": row.lat,
        "author_label": row.author,
        "channel": row.channel,
        "language": row.text("language")[:8] or settings.LANGUAGE_CODE,
        "title": row.title,
        "body": row.body,
        "state": State.STAGED,
        "imported_for": row.votes_for,
        "imported_against": row.votes_against,
        "imported_neutral": row.votes_neutral,
        "created_at": date,
        "published_at": date,
        "dated_by_import": row.date is None,
        "batch_id": context.batch.pk,
        "source_key": row.key,
    }


def _proposal(context: Context, row: Row, code: str) -> Proposal:
    process = context.step.process
    return Proposal(
        **_shared(context, row),
        code=code,
        kind=PROPOSAL,
        space_id=process.space_id,
        process_id=process.pk,
        step_id=context.step.pk,
        theme_id=process.theme_id,
        nature=row.nature,
        category=_drawer(context, *row.category),
    )


def _comment(context: Context, row: Row, parent: Contribution) -> Contribution:
    """It lives where what it answers lives; deeper than the house goes, it stands beside what it answers."""
    parent_id = parent.pk if parent.depth < MOST_DEPTH else parent.parent_id
    root_id = parent.root_id or parent.pk
    return Contribution(
        **_shared(context, row),
        code=random_code(10),
        kind=COMMENT,
        space_id=parent.space_id,
        process_id=parent.process_id,
        step_id=parent.step_id,
        root_id=root_id,
        parent_id=parent_id,
        depth=min(parent.depth, MOST_DEPTH - 1) + 1,
        stance=row.stance if parent_id == root_id else None,
    )


def _drawer(context: Context, name: str, inner: str) -> Category | None:
    """The category of these names, made when it is not there; the inner one when both are said."""
    found = _open(context, name, None) if name else None
    return _open(context, inner, found) if inner else found


def _open(context: Context, name: str, parent: Category | None) -> Category:
    place = (normalise(name), parent.pk if parent else None)
    if place not in context.drawers:
        order = len(context.drawers)
        new = Category.objects.create(step=context.step, name=name, parent=parent, order=order)
        context.drawers[place] = new
        context.made.append(new.pk)
    return context.drawers[place]
