"""Work done after the page has answered: mails, indexes, exports, the clock.

A job is a module-level function of a ``tasks.py``, under ``@job`` or ``@periodic``; its arguments are ids. It is
enqueued inside the verb’s transaction, so it exists exactly when the fact does. It may run twice (a worker was
killed half-way): it must be idempotent. The only package that knows ``django_tasks``.
"""

import threading

from parvis.core.jobs.declaring import daily_at, every, job, periodic
from parvis.core.jobs.queue import enqueue, job_state, pending_failures, report, try_again

__all__ = [
    "daily_at",
    "enqueue",
    "every",
    "job",
    "job_state",
    "pending_failures",
    "periodic",
    "report",
    "run_worker",
    "try_again",
]


def run_worker(stop: threading.Event | None = None) -> None:
    """Run jobs until ``stop`` is set (a thread), or until SIGTERM or Ctrl-C (a process of its own)."""
    from parvis.core.jobs import worker  # its models are ready only after start-up

    if stop is None:
        worker.run_until_signalled()
    else:
        worker.run_jobs(stop)
