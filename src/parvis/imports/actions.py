"""Bringing a file: begun, staged chunk by chunk, published at once, taken back at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution, ImportBatch, State
from parvis.core.events import emit
from parvis.core.fields import in_every_language
from parvis.core.jobs import enqueue
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken, verb
from parvis.imports import tasks
from parvis.imports.figures import count_batch
from parvis.imports.rows import Row
from parvis.imports.staging import Context, Staged, stage
from parvis.methods.proposals.models import Category
from parvis.processes.events import ProcessPublished, ProcessUnpublished
from parvis.processes.models import Phase, PhaseOpening, Process, Promise, Step
from parvis.processes.naming import propose_prefix, propose_slug
from parvis.search import index
from parvis.search.tasks import index_batch
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

KEPT_ERRORS = 200
CHUNK = 500


@verb
def make_process(*, title: str, space: Space, by: "Actor") -> Step:
    """A démarche that took place elsewhere, to receive what was said there. A draft until the import is whole."""
    demand(by, "import", space)
    prefix = propose_prefix(title, otherwise=space.territory.name)
    process = Process.objects.create(
        space=space,
        territory=space.territory,
        prefix=prefix,
        slug=propose_slug(title, prefix),
        title=title,
        created_by=by.user,
    )
    Promise.objects.create(process=process)
    step = Step.objects.create(
        process=process,
        method="proposals",
        code=f"{prefix}-1",
        slug="contributions",
        title=in_every_language(_("What people said")),
    )
    record("make_process_for_import", by=by, target=process)
    return step


@verb
def begin(
    *,
    step: Step,
    parents: Step,
    filename: str,
    digest: str,
    mapping: dict[str, str],
    by: "Actor",
    stored: str = "",
    made_process: bool = False,
) -> ImportBatch:
    """Open a batch: nothing is read from the file yet. ``stored``: where the desk put the file aside."""
    demand(by, "import", step)
    options = {"parents": parents.pk, "stored": stored, "made_process": made_process}
    return ImportBatch.objects.create(
        step=step, filename=filename[:200], digest=digest, mapping=mapping, options=options, by=by.user
    )


@verb
def set_mapping(*, batch: ImportBatch, mapping: dict[str, str], by: "Actor") -> None:
    demand(by, "import", batch.step)
    batch = _hold(batch, ImportBatch.State.PREVIEW, ImportBatch.State.FAILED)
    batch.mapping, batch.state, batch.errors = mapping, ImportBatch.State.PREVIEW, []
    batch.save(update_fields=["mapping", "state", "errors"])


@verb
def start(*, batch: ImportBatch, by: "Actor", in_a_job: bool) -> ImportBatch:
    """From here on rows may be staged; started again, an import goes on where it was killed."""
    demand(by, "import", batch.step)
    batch = _hold(batch, ImportBatch.State.PREVIEW, ImportBatch.State.STAGING, ImportBatch.State.FAILED)
    others = ImportBatch.objects.filter(step=batch.step, state=ImportBatch.State.STAGING).exclude(pk=batch.pk)
    if other := others.first():
        raise Refused(
            _("The import of “%(file)s” on this step is not finished: finish it, or erase it first.")
            % {"file": other.filename}
        )
    batch.state = ImportBatch.State.STAGING
    batch.save(update_fields=["state"])
    if in_a_job:
        batch.options["job"] = str(enqueue(tasks.run_import, batch_id=batch.pk))
        batch.save(update_fields=["options"])
    return batch


@verb
def stage_rows(*, context: Context, rows: Sequence[Row]) -> Staged:
    """One chunk, in its own short transaction. ``start`` asked for the right."""
    batch = _hold(context.batch, ImportBatch.State.STAGING)
    context.made.clear()
    staged = stage(context, rows)
    batch.options["removed"] = batch.options.get("removed", []) + staged.removed
    batch.options["categories"] = batch.options.get("categories", []) + context.made
    batch.save(update_fields=["options"])
    return staged


@verb
def refuse(*, batch: ImportBatch, errors: list[dict[str, Any]], rows: int, by: "Actor") -> ImportBatch:
    """Something is wrong in the file: it is kept as a memory of what to mend; nothing came in."""
    batch = _hold(batch, ImportBatch.State.STAGING)
    batch.state, batch.errors = ImportBatch.State.FAILED, errors[:KEPT_ERRORS]
    batch.rows_read, batch.finished_at = rows, timezone.now()
    batch.save(update_fields=["state", "errors", "rows_read", "finished_at"])
    record("refuse_import", by=by, target=batch, changes={"errors": len(errors)})
    return batch


@verb
def publish(*, batch: ImportBatch, rows: int, skipped: int, dates: tuple[Any, Any], by: "Actor") -> ImportBatch:
    """Everything staged is seen and counted, at one instant."""
    batch = _hold(batch, ImportBatch.State.STAGING)
    process = Process.objects.select_for_update().get(pk=batch.step.process_id)
    staged = Contribution.objects.filter(batch=batch, state=State.STAGED)
    for chunk in _chunks(batch.options.get("removed", [])):
        staged.filter(pk__in=chunk).update(state=State.TRASHED)
    staged.update(state=State.PUBLISHED)
    count_batch(batch, sign=+1)
    batch.imported = Contribution.objects.filter(batch=batch).count()
    batch.state, batch.rows_read, batch.skipped = ImportBatch.State.PUBLISHED, rows, skipped
    batch.errors, batch.finished_at = [], timezone.now()
    batch.save(update_fields=["state", "rows_read", "imported", "skipped", "errors", "finished_at"])
    if batch.options.get("made_process") and process.state == Process.State.DRAFT:
        _close(process, batch.step, dates, by)
    record(
        "import_contributions", by=by, target=batch.step, changes={"batch": batch.pk, "imported": batch.imported}
    )
    enqueue(index_batch, batch_id=batch.pk)
    return batch


def _close(process: Process, step: Step, dates: tuple[Any, Any], by: "Actor") -> None:
    """It is over: it shows when people spoke, and that its follow-up is told elsewhere."""
    first, last = dates
    phase = Phase.objects.create(
        process=process,
        title=in_every_language(_("You gave your opinion")),
        starts_at=first,
        ends_at=last if last and first and last > first else None,
        dates_text={} if first else in_every_language(_("Dates not known")),
    )
    PhaseOpening.objects.create(phase=phase, step=step, verbs=["create", "comment", "support"])
    process.state, process.ending = Process.State.CLOSED, Process.Ending.NONE
    process.ending_text = in_every_language(
        _("This démarche took place elsewhere. What was said there was brought here to be read and searched.")
    )
    process.published_at = first or timezone.now()
    process.closed_at = last or timezone.now()
    process.save(update_fields=["state", "ending", "ending_text", "published_at", "closed_at", "updated_at"])
    emit(ProcessPublished(process=process, by=by))


@verb
def undo(*, batch: ImportBatch, by: "Actor") -> ImportBatch:
    """Take the whole import back: unseen and uncounted at once, erased by a job in short transactions."""
    demand(by, "import", batch.step)
    batch = _hold(batch, ImportBatch.State.PUBLISHED)
    process = Process.objects.select_for_update().get(pk=batch.step.process_id)
    if touched := _touched(batch):
        raise Refused(
            _(
                "People have already reacted to %(count)s of these contributions: it can no longer be undone as a whole."
            )
            % {"count": touched}
        )
    count_batch(batch, sign=-1)
    Contribution.objects.filter(batch=batch).update(state=State.STAGED)
    batch.state, batch.finished_at = ImportBatch.State.UNDONE, timezone.now()
    batch.save(update_fields=["state", "finished_at"])
    if batch.options.get("made_process") and not _others(batch, process):
        process.state = Process.State.DRAFT
        process.save(update_fields=["state", "updated_at"])
        process.phases.all().delete()
        emit(ProcessUnpublished(process=process, by=by))
    record("undo_import", by=by, target=batch.step, changes={"batch": batch.pk})
    enqueue(tasks.erase_rows, batch_id=batch.pk)
    return batch


def _others(batch: ImportBatch, process: Process) -> bool:
    return Contribution.objects.filter(process=process).exclude(batch=batch).exists()


def _touched(batch: ImportBatch) -> int:
    """How many of its contributions received something since: a support, a comment, an answer, a report, a follow."""
    mine = Contribution.objects.filter(batch=batch)
    reacted = mine.filter(
        Q(supports_count__gt=0)
        | Q(reports_count__gt=0)
        | Q(follows_count__gt=0)
        | Q(answered_at__isnull=False)
        | Q(merged__isnull=False)
        | Q(pk__in=Contribution.objects.filter(root__batch=batch).exclude(batch=batch).values("root"))
    )
    return reacted.distinct().count()


@verb
def give_up(*, batch: ImportBatch, by: "Actor") -> None:
    """Erase an import that was not finished, or was refused: nobody had seen anything of it."""
    demand(by, "import", batch.step)
    batch = _hold(batch, ImportBatch.State.PREVIEW, ImportBatch.State.STAGING, ImportBatch.State.FAILED)
    batch.state, batch.finished_at = ImportBatch.State.UNDONE, timezone.now()
    batch.save(update_fields=["state", "finished_at"])
    record("give_up_import", by=by, target=batch)
    enqueue(tasks.erase_rows, batch_id=batch.pk)


@verb
def erase_chunk(*, batch: ImportBatch) -> int:
    """Delete 500 rows of an undone batch, the latest first (what answers came after); how many there were."""
    rows = Contribution.objects.filter(batch=batch, state=State.STAGED).order_by("-pk")
    ids = list(rows.values_list("pk", flat=True)[:CHUNK])
    if batch.state == ImportBatch.State.UNDONE and ids:
        index.forget("contribution", ids)
        spine.erase_many(ids)
    return len(ids)


@verb
def erase_rest(*, batch: ImportBatch) -> None:
    """The drawers it made and nobody uses; the démarche it made, if it never showed anything."""
    drawers = Category.objects.filter(pk__in=batch.options.get("categories", []), proposals=None)
    drawers.filter(children=None).delete()
    drawers.filter(children=None).delete()  # those that held the first ones
    process = Process.objects.select_for_update().get(pk=batch.step.process_id)
    if batch.options.get("made_process") and process.state == Process.State.DRAFT and not _others(batch, process):
        record("erase_process_of_import", by=None, target=process)
        process.delete()


def _hold(batch: ImportBatch, *states: str) -> ImportBatch:
    """The row as it is now, held until the end of the verb, provided that it is still in one of ``states``."""
    current = (
        ImportBatch.objects.select_for_update(of=("self",)).select_related("step__process__space").get(pk=batch.pk)
    )
    if current.state not in states:
        raise Overtaken(_("This import has moved on meanwhile: look at where it stands."))
    return current


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
