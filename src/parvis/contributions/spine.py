"""What every verb on a contribution shares: codes, counters, the thread’s marks.

Plain functions, called inside a verb’s transaction; never from a view. Counters move by ``F()`` in the database,
so that a thousand people at once are counted exactly.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import F
from django.db.models.deletion import Collector
from django.db.models.functions import Greatest
from django.utils import timezone

from parvis.contributions.events import ContributionGone, ContributionShown, StageReached
from parvis.contributions.models import (
    ChannelFigure,
    Contribution,
    Numbering,
    Participation,
    Stage,
    Stance,
    State,
    Status,
    StatusChange,
    TerritoryFigure,
)
from parvis.core.events import emit
from parvis.processes.models import Process, Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.accounts.models import Participant

# What others may have changed between our reading a row and our holding it.
FRESH = ("state", "visibility", "stage", "published_at", "supports_count", "comments_count", "edited_at")
STANCE_COUNTER = {Stance.FOR: "for_count", Stance.AGAINST: "against_count", Stance.NEUTRAL: "neutral_count"}


def next_codes(process: Process, count: int = 1) -> list[str]:
    """The next public codes of a démarche (TUD-0046), taken under the row’s lock: no gap, no double."""
    Process.objects.filter(pk=process.pk).update(last_number=F("last_number") + count)
    last = Process.objects.values_list("last_number", flat=True).get(pk=process.pk)
    return [f"{process.prefix}-{number:04d}" for number in range(last - count + 1, last + 1)]


def hold_numbers(letter: str) -> None:
    """Whoever asks the next code of this letter waits for us: a double submit then finds what the first one made."""
    Numbering.objects.get_or_create(letter=letter)
    Numbering.objects.select_for_update(no_key=True).get(letter=letter)


def next_free_code(letter: str) -> str:
    """The next public code outside any démarche (S-0012), once ``hold_numbers`` holds its letter."""
    Numbering.objects.filter(letter=letter).update(last=F("last") + 1)
    return f"{letter}-{Numbering.objects.values_list('last', flat=True).get(letter=letter):04d}"


def move(model: type[models.Model], pk: int | None, **deltas: int) -> None:
    """Add ``deltas`` to counters of one row; a counter never goes below zero."""
    if pk is not None:
        model._default_manager.filter(pk=pk).update(
            **{name: Greatest(F(name) + delta, 0) for name, delta in deltas.items()}
        )


def register_person(process: Process, person: "Participant", channel: str) -> None:
    """Count a person once per démarche, by the channel she came by first."""
    _row, is_new = Participation.objects.get_or_create(
        process=process, participant=person, defaults={"channel": channel}
    )
    if is_new:
        move(Process, process.pk, people_count=1)
        figure, _created = ChannelFigure.objects.get_or_create(process=process, channel=channel)
        move(ChannelFigure, figure.pk, people=1)


def count(contribution: Contribution, delta: int) -> None:
    """Move every counter that a contribution, shown or gone, changes."""
    if contribution.parent_id is None:
        # The démarche first, as ``next_codes`` takes it: whoever locks in one order never waits in a ring.
        move(Process, contribution.process_id, contributions_count=delta)
        move(Step, contribution.step_id, contributions_count=delta)
        if contribution.process_id:
            figure, _created = ChannelFigure.objects.get_or_create(
                process_id=contribution.process_id, channel=contribution.channel
            )
            move(ChannelFigure, figure.pk, contributions=delta)
            if contribution.territory_id:
                place, _created = TerritoryFigure.objects.get_or_create(
                    process_id=contribution.process_id, territory_id=contribution.territory_id
                )
                move(TerritoryFigure, place.pk, contributions=delta)
        return
    deltas = {"comments_count": delta}
    if contribution.stance is not None and contribution.parent_id == contribution.root_id:
        deltas[STANCE_COUNTER[Stance(contribution.stance)]] = delta
    move(Contribution, contribution.root_id, **deltas)
    if contribution.parent_id != contribution.root_id:
        move(Contribution, contribution.parent_id, comments_count=delta)
    move(Process, contribution.process_id, comments_count=delta)


def mark(
    contribution: Contribution,
    *,
    by: "Actor",
    stage: Stage | None = None,
    state: State | str = "",
    status: Status | None = None,
    reason: str = "",
    is_public: bool = True,
    at: datetime | None = None,
    signed: str = "",
) -> StatusChange:
    """Write one dated mark. The stage on the envelope only moves forward; the thread keeps every date.

    ``signed``: who the thread names instead of the person, « Mobilités », « Conseil communautaire ».
    """
    change = StatusChange.objects.create(
        contribution=contribution,
        at=at or timezone.now(),
        by=by.user,
        by_label=signed or (by.label if by.user else ""),
        stage=stage,
        state=state,
        status=status,
        reason=reason,
        is_public=is_public,
    )
    if stage is not None and stage > contribution.stage:
        contribution.stage = stage
        contribution.save(update_fields=["stage"])
        emit(StageReached(contribution=contribution, by=by, stage=stage))
    return change


def lock(*contributions: Contribution) -> None:
    """Hold these rows, their roots and parents, lowest id first, and take what changed since they were read.

    Two people on the same rows then follow one another: nothing is counted twice, no one waits in a ring.
    """
    ids = {pk for one in contributions for pk in (one.pk, one.root_id, one.parent_id) if pk}
    rows = Contribution.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").in_bulk()
    for one in contributions:
        for name in FRESH:
            setattr(one, name, getattr(rows[one.pk], name))


def show(contribution: Contribution, *, by: "Actor") -> None:
    """Make it visible and count it. The person is counted when she speaks, see ``register_person``."""
    lock(contribution)
    if contribution.state == State.PUBLISHED and contribution.published_at:
        return
    contribution.state = State.PUBLISHED
    contribution.published_at = contribution.published_at or timezone.now()
    contribution.save(update_fields=["state", "published_at"])
    if contribution.is_public:
        count(contribution, +1)
    emit(ContributionShown(contribution=contribution, by=by))


def take_away(
    contribution: Contribution, *, state: State, by: "Actor", reason: str = "", is_public: bool = True
) -> None:
    """Hide, withdraw, merge or bin: out of sight and out of the counts; the row and its thread stay."""
    lock(contribution)
    was_public = contribution.is_public
    contribution.state = state
    contribution.save(update_fields=["state"])
    if was_public:
        count(contribution, -1)
    mark(contribution, by=by, state=state, reason=reason, is_public=is_public)
    emit(ContributionGone(contribution=contribution, by=by))


def read(contribution: Contribution, *, by: "Actor") -> None:
    """« Lue »: the first staff gesture on it, whatever the gesture."""
    if contribution.stage < Stage.READ:
        mark(contribution, by=by, stage=Stage.READ)


def create_many(rows: Iterable[Contribution], *, size: int = 500) -> list[Contribution]:
    """The one bulk path: envelopes first, then one insert of the child rows (Django refuses it on a child).

    Neither counters nor events: whoever brings rows in bulk publishes and counts them in bulk.
    """
    saved: list[Contribution] = []
    batch = list(rows)
    for start in range(0, len(batch), size):
        saved.extend(_insert(batch[start : start + size]))
    return saved


def erase_many(ids: Collection[int]) -> None:
    """The way back of ``create_many``, for rows nothing was counted for: deepest first, child rows first.

    Asked to delete envelopes, Django reads each child row’s envelope again, one query a row: 5 s for 500 rows.
    """
    for relation in Contribution._meta.related_objects:
        if relation.parent_link:
            children = Collector(using=DEFAULT_DB_ALIAS)
            children.collect(relation.related_model._default_manager.filter(pk__in=ids), keep_parents=True)
            children.delete()
    rows = Contribution.objects.filter(pk__in=ids)
    for depth in sorted(set(rows.values_list("depth", flat=True)), reverse=True):
        rows.filter(depth=depth).delete()


def _insert(chunk: list[Contribution]) -> list[Contribution]:
    envelope_fields = [f.attname for f in Contribution._meta.concrete_fields if not f.primary_key]
    envelopes = Contribution.objects.bulk_create(
        [Contribution(**{name: getattr(row, name) for name in envelope_fields}) for row in chunk]
    )
    by_child: dict[type[Contribution], list[Contribution]] = {}
    for row, envelope in zip(chunk, envelopes, strict=True):
        row.pk = envelope.pk
        row._state.adding = False
        child = row._meta.concrete_model
        if child is not Contribution:
            setattr(row, child._meta.pk.attname, envelope.pk)
            by_child.setdefault(child, []).append(row)
    for child, children in by_child.items():
        child._base_manager._insert(children, fields=child._meta.local_concrete_fields, using=DEFAULT_DB_ALIAS)
    return chunk
