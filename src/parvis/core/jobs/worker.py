"""The loop that runs jobs: a thread of ``parvis demo``, a process of ``parvis worker``, as many as one likes.

django-tasks leaves the job of a killed worker running for ever. Here a running job gives a sign of life every
15 seconds; silent for 60, it goes back in the queue, five times at most.
"""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.utils import timezone, translation
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from parvis.core.away import is_away, said
from parvis.core.jobs.declaring import periodic_jobs
from parvis.core.jobs.models import Due, Run
from parvis.core.jobs.queue import MAX_ATTEMPTS, current_job

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15
LOST_AFTER = timedelta(seconds=60)
POLL_SECONDS = 1.0
LONGEST_WAIT = 30.0
FIRST_DELAY = timedelta(seconds=10)

_in_hand: dict[str, UUID] = {}
"""The job each worker of this process is running now: it alone is given a sign of life."""


def run_jobs(stop: threading.Event) -> None:
    """Run jobs until ``stop`` is set; the job begun is finished first."""
    worker = f"{socket.gethostname()[:20]}-{os.getpid()}-{secrets.token_hex(3)}"
    next_round = waiting = 0.0
    with _beating(worker):
        while not stop.is_set():
            close_old_connections()
            try:
                if monotonic() >= next_round:
                    revive_lost()
                    enqueue_due()
                    next_round = monotonic() + BEAT_SECONDS
                busy = run_one(worker)
            except (OperationalError, InterfaceError) as error:
                if not is_away(error):
                    logger.exception("The worker could not read its queue")
                elif not waiting:
                    logger.warning(
                        "The database does not answer; the worker goes on by itself when it does: %s", said(error)
                    )
                connection.close()
                waiting = min(waiting * 2 or POLL_SECONDS, LONGEST_WAIT)
                stop.wait(waiting)
                continue
            if waiting:
                logger.warning("The database answers again.")
                waiting = 0.0
            if not busy:
                stop.wait(POLL_SECONDS)
    connection.close()


def run_until_signalled() -> None:
    """``parvis worker``: stop after the current job on SIGTERM or Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_jobs(stop)


def run_pending() -> int:
    """Run here and now all that is ready (commands, tests); the number of jobs run."""
    count = 0
    while run_one("here"):
        count += 1
    return count


def run_one(worker: str) -> bool:
    """Take the next job and run it; False when nothing waits."""
    row = _claim(worker)
    if row is None:
        return False
    token = current_job.set(row.pk)
    _in_hand[worker] = row.pk
    try:
        with translation.override(settings.LANGUAGE_CODE):
            row.task.func(**row.args_kwargs["kwargs"])
    except Exception as error:
        logger.exception("Job %s failed (attempt %s)", row.task_path, len(row.worker_ids))
        _finish(row, worker, error)
    else:
        _finish(row, worker, None)
    finally:
        current_job.reset(token)
        _in_hand.pop(
            worker, None
        )  # even if its end could not be written: then it is soon found lost, and begun again
    return True


def _claim(worker: str) -> DBTaskResult | None:
    ready = DBTaskResult.objects.ready()
    if not ready.exists():  # no write lock taken by an idle worker
        return None
    with transaction.atomic():
        row = ready.select_for_update(skip_locked=True).first()
        if row:
            row.claim(worker)
            Run.objects.update_or_create(
                task=row, defaults={"worker": worker, "beat_at": timezone.now(), "message": ""}
            )
    return row


def _finish(row: DBTaskResult, worker: str, error: Exception | None) -> None:
    """Write the end, unless the job was taken for lost and given to another worker meanwhile."""
    end: dict[str, Any] = {"finished_at": timezone.now(), "exception_class_path": "", "traceback": ""}
    if error is None:
        end["status"] = TaskResultStatus.SUCCESSFUL
    else:
        end["exception_class_path"] = f"{type(error).__module__}.{type(error).__qualname__}"
        end["traceback"] = "".join(format_exception(error))
        end |= _again_or_never(len(row.worker_ids))
    DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, run__worker=worker).update(**end)


def _again_or_never(attempts: int) -> dict[str, Any]:
    """After 10, 40, 160, 640 seconds; then failed, for a person to see."""
    if attempts >= MAX_ATTEMPTS:
        return {"status": TaskResultStatus.FAILED, "finished_at": timezone.now()}
    return {"status": TaskResultStatus.READY, "run_after": timezone.now() + FIRST_DELAY * 4 ** (attempts - 1)}


def revive_lost() -> int:
    """Put back jobs whose worker has given no sign of life; the number found."""
    silent = DBTaskResult.objects.running().filter(run__beat_at__lt=timezone.now() - LOST_AFTER)
    if not silent.exists():
        return 0
    with transaction.atomic():
        lost = list(silent.select_for_update(skip_locked=True, of=("self",)))
        for row in lost:
            end = _again_or_never(len(row.worker_ids))
            if end["status"] == TaskResultStatus.READY:
                end["run_after"] = get_date_max()  # at once: nothing says the job itself is at fault
            lost_text = "The worker stopped before the end."
            DBTaskResult.objects.filter(pk=row.pk).update(**end, traceback=lost_text)
            logger.warning("Job %s lost its worker", row.task_path)
    return len(lost)


def enqueue_due() -> int:
    """Enqueue the periodic jobs whose time has come; one that was missed several times runs once."""
    now = timezone.now()
    due = {name: periodic.last_due(now) for name, periodic in periodic_jobs.items()}
    known = set(Due.objects.filter(name__in=due, due_at__in=set(due.values())).values_list("name", "due_at"))
    count = 0
    for name, due_at in due.items():
        if (name, due_at) not in known:
            try:
                with transaction.atomic():
                    Due.objects.create(name=name, due_at=due_at)
                    periodic_jobs[name].task.enqueue()
                count += 1
            except IntegrityError:  # another worker was first
                continue
    return count


@contextmanager
def _beating(worker: str) -> Iterator[None]:
    """A second thread gives the sign of life while a job keeps the first one busy."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            try:
                if job_id := _in_hand.get(worker):
                    Run.objects.filter(task=job_id, worker=worker).update(beat_at=timezone.now())
            except (OperationalError, InterfaceError):
                pass  # the worker's own loop says it, once
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name="job-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
