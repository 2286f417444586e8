"""How a function becomes a job, and how the clock calls one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import task
from django_tasks.base import Task

Schedule = Callable[[datetime], datetime]


@dataclass(frozen=True)
class Periodic:
    name: str
    task: Task[..., Any]
    last_due: Schedule


periodic_jobs: dict[str, Periodic] = {}


def job(function: Callable[..., Any] | None = None, *, priority: int = 0) -> Any:
    """Make a module-level function a job. ``priority`` from -100 (whenever) to 100 (somebody waits)."""
    return task(priority=priority)(function) if function else task(priority=priority)


def periodic(schedule: Schedule, *, priority: int = 0) -> Callable[[Callable[[], Any]], Task[[], Any]]:
    """Make a function without argument a job that the clock enqueues: ``@periodic(daily_at(3, 10))``."""

    def register(function: Callable[[], Any]) -> Task[[], Any]:
        declared = job(function, priority=priority)
        periodic_jobs[declared.module_path] = Periodic(declared.module_path, declared, schedule)
        return declared

    return register


def every(period: timedelta) -> Schedule:
    """Due at each multiple of ``period`` since 1970: the same instants for all workers."""
    seconds = int(period.total_seconds())
    return lambda now: datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=UTC)


def daily_at(hour: int, minute: int = 0, *, weekday: int | None = None) -> Schedule:
    """Due each day at this local time, or once a week (``weekday``: 0 is Monday)."""

    def last_due(now: datetime) -> datetime:
        day = timezone.localtime(now).date()
        due = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        while due > now or (weekday is not None and due.weekday() != weekday):
            day -= timedelta(days=1)
            due = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        return due

    return last_due
