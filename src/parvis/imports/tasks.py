from django.db.models import QuerySet

from parvis.accounts.actors import SYSTEM, actor_of
from parvis.contributions.models import ImportBatch
from parvis.core.jobs import job
from parvis.core.tables import TableError


@job(priority=10)
def run_import(*, batch_id: int) -> None:
    """The import somebody started at the desk. Run again after a crash, it goes on where it was."""
    from parvis.imports import actions
    from parvis.imports.files import Source
    from parvis.imports.run import bring
    from parvis.imports.survey import said

    batch = _batches().filter(pk=batch_id, state=ImportBatch.State.STAGING).first()
    if batch is None:
        return
    by = actor_of(batch.by, has_second_factor=True) if batch.by else SYSTEM
    try:
        source = Source.kept(batch.filename, batch.options["stored"])
    except TableError as error:
        actions.refuse(batch=batch, errors=[said(error)], rows=0, by=by)
    else:
        bring(batch, source, by=by)


@job
def erase_rows(*, batch_id: int) -> None:
    from parvis.imports.run import take_away

    if batch := _batches().filter(pk=batch_id, state=ImportBatch.State.UNDONE).first():
        take_away(batch)


def _batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("by", "step__process__space")
