"""An import from its first row to its last, by whoever runs it: a command, or a job of the desk."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from parvis.contributions.models import Contribution, ImportBatch
from parvis.core.jobs import report
from parvis.imports import actions
from parvis.imports.files import Source, forget
from parvis.imports.rows import Reader, Row
from parvis.imports.staging import Context
from parvis.imports.survey import CHUNK, survey
from parvis.processes.models import Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def bring(batch: ImportBatch, source: Source, *, by: "Actor") -> ImportBatch:
    """Check everything, stage it chunk by chunk, publish it at once. Killed, it is called again and goes on."""
    parents = Step.objects.select_related("process").get(pk=batch.options["parents"])
    found = survey(source, batch.mapping, parents=parents)
    if found.errors:
        return actions.refuse(batch=batch, errors=found.errors, rows=found.count, by=by)
    context = Context.of(batch, parents)
    rows = Reader(batch.mapping).rows(source.open())
    skipped = done = 0
    while chunk := list(islice(rows, CHUNK)):
        staged = actions.stage_rows(context=context, rows=chunk)
        skipped, done = skipped + staged.skipped, done + len(chunk)
        report(done, found.count)
        if staged.waiting:  # their parents are further down: they come back at the end
            rows = _then(rows, staged.waiting)
            done -= len(staged.waiting)
    batch = actions.publish(
        batch=batch, rows=found.count, skipped=skipped, dates=(found.first_date, found.last_date), by=by
    )
    forget(batch.options["stored"])
    return batch


def _then(rows: Iterator[Row], waiting: list[Row]) -> Iterator[Row]:
    yield from rows
    yield from waiting


def take_away(batch: ImportBatch) -> None:
    """Erase what an undone batch left, in short transactions."""
    total = Contribution.objects.filter(batch=batch).count()
    done = 0
    while erased := actions.erase_chunk(batch=batch):
        done += erased
        report(done, total)
    forget(batch.options["stored"])
    actions.erase_rest(batch=batch)
