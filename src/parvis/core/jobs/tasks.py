from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from parvis.core.jobs.declaring import daily_at, periodic
from parvis.core.jobs.models import Due

KEPT = timedelta(days=7)


@periodic(daily_at(3, 40), priority=-50)
def forget_finished_jobs() -> None:
    """A week is enough to understand what happened; failures stay until somebody deals with them."""
    before = timezone.now() - KEPT
    DBTaskResult.objects.successful().filter(finished_at__lt=before).delete()
    Due.objects.filter(due_at__lt=before - KEPT).delete()


@periodic(daily_at(3, 50), priority=-50)
def refresh_planner_statistics() -> None:
    """SQLite chooses its indexes by statistics it refreshes only when asked."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA optimize")
