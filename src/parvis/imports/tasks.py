from parvis.accounts.actors import SYSTEM, actor_of
from parvis.contributions.models import Contribution, ImportBatch
from parvis.core.jobs import job, report
from parvis.methods.proposals.ideas import index_ideas

CHUNK = 500


@job(priority=10)
def run_import(*, batch_id: int) -> None:
    """The import somebody started at the desk. Run again after a crash, it goes on where it was."""
    from parvis.imports.files import Source
    from parvis.imports.run import bring

    batch = _batches().filter(pk=batch_id, state=ImportBatch.State.STAGING).first()
    if batch:
        by = actor_of(batch.by, has_second_factor=True) if batch.by else SYSTEM
        bring(batch, Source.kept(batch.filename, batch.options["stored"]), by=by)


@job
def erase_rows(*, batch_id: int) -> None:
    from parvis.imports.run import take_away

    if batch := _batches().filter(pk=batch_id, state=ImportBatch.State.UNDONE).first():
        take_away(batch)


@job(priority=-10)
def index_ideas_of(*, batch_id: int) -> None:
    """Similar ideas are found among imported ones too."""
    rows = Contribution.objects.public().roots().filter(batch=batch_id).order_by("pk")
    last = done = 0
    while chunk := list(rows.filter(pk__gt=last).only("pk", "step_id", "title", "body")[:CHUNK]):
        index_ideas(chunk)
        last, done = chunk[-1].pk, done + len(chunk)
        report(done)


def _batches():
    return ImportBatch.objects.select_related("by", "step__process__space")
