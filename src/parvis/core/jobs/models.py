from django.db import models
from django.utils import timezone


class Run(models.Model):
    """What one job is doing: who runs it, its last sign of life, how far it is."""

    task = models.OneToOneField(
        "django_tasks_database.DBTaskResult", primary_key=True, on_delete=models.CASCADE, related_name="run"
    )
    worker = models.CharField(max_length=40)
    beat_at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True)


class Due(models.Model):
    """A periodic job was enqueued for this time; the database lets only one worker say so."""

    name = models.CharField(max_length=120)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "due_at"], name="job_due_once")]
