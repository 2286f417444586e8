"""Work done after the page has answered: mails, indexes, exports, the clock.

A job is a module-level function of a ``tasks.py``, under ``@job`` or ``@periodic``; its arguments are ids. It is
enqueued inside the verb’s transaction, so it exists exactly when the fact does. It may run twice (a worker was
killed half-way): it must be idempotent. The only package that knows ``django_tasks``.
"""

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
    "try_again",
]
