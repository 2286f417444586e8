"""Putting jobs in the queue, and reading how they do."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

MAX_ATTEMPTS = 5
LONGEST_TEXT = 64

# The job being run in this thread, so that ``report`` needs no argument.
current_job: ContextVar[UUID | None] = ContextVar("current_job", default=None)


@dataclass(frozen=True)
class JobState:
    """How far a job is. ``status``: waiting, running, done, failed. ``total`` is None when not known."""

    id: UUID
    name: str
    ids: dict[str, Any]
    status: str
    attempts: int
    done: int
    total: int | None
    message: str
    error: str
    at: datetime | None


_STATUS = {
    TaskResultStatus.READY: "waiting",
    TaskResultStatus.RUNNING: "running",
    TaskResultStatus.SUCCESSFUL: "done",
    TaskResultStatus.FAILED: "failed",
}


def enqueue(job: Task[..., Any], *, run_after: datetime | None = None, **ids: Any) -> UUID:
    """Queue ``job``; called inside a verb it commits with it. Arguments are ids: whole numbers, codes, lists of ids.

    Never words of a person, nor a ballot: the queue is kept a week and backed up.
    """
    for name, value in ids.items():
        if not _is_id(value):
            raise TypeError(f"{job.name}({name}=…): a job takes ids, not {type(value).__name__} values.")
    queued = job.using(run_after=run_after).enqueue(**ids)
    return UUID(str(queued.id))


def _is_id(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(item, int) for item in value)
    return value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)


def report(done: int, total: int | None = None, message: str = "") -> None:
    """Say how far the current job is. Does nothing when the function is called by hand."""
    from parvis.core.jobs.models import Run

    if job_id := current_job.get():
        Run.objects.filter(task_id=job_id).update(done=done, total=total, message=message, beat_at=timezone.now())


def job_state(job_id: UUID | str) -> JobState | None:
    from django_tasks_db.models import DBTaskResult

    row = DBTaskResult.objects.select_related("run").filter(pk=job_id).first()
    return _state(row) if row else None


def pending_failures(limit: int = 50) -> list[JobState]:
    """Jobs given up after five attempts, newest first: shown on *aujourd’hui* until tried again."""
    from django_tasks_db.models import DBTaskResult

    failed = DBTaskResult.objects.failed().select_related("run").order_by("-finished_at", "id")
    return [_state(row) for row in failed[:limit]]


def try_again(job_id: UUID | str) -> None:
    """Give a failed job five new attempts."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.failed().filter(pk=job_id).update(
        status=TaskResultStatus.READY, run_after=timezone.now(), worker_ids=[], finished_at=None
    )


def _state(row: "DBTaskResult") -> JobState:
    run = getattr(row, "run", None)
    return JobState(
        id=row.pk,
        name=row.task_path,
        ids=row.args_kwargs["kwargs"],
        status=_STATUS[TaskResultStatus(row.status)],
        attempts=len(row.worker_ids),
        done=run.done if run else 0,
        total=run.total if run else None,
        message=run.message if run else "",
        error=row.traceback.strip().rsplit("\n", 1)[-1],
        at=row.finished_at or row.started_at or row.enqueued_at,
    )
