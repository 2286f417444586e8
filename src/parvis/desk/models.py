from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list with its filters, kept under a name by one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_unique")]


class Export(models.Model):
    """A table somebody asked for, too long to wait on: made by a job, kept a week, hers alone."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being prepared")
        READY = "ready", _("Ready")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    query = models.CharField(max_length=500, blank=True)
    file_format = models.CharField(max_length=4)
    for_team = models.BooleanField(default=False)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    rows = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports", max_length=120, blank=True)
    job = models.UUIDField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"contributions-{timezone.localdate(self.asked_at):%Y-%m-%d}.{self.file_format}"
