from django.conf import settings
from django.db import models
from django.utils import timezone

from parvis.core.models import AppendOnly


class AuditEvent(AppendOnly):
    """Who did what to what, when, and why. Append-only; nothing here repeats a contribution's text.

    The target is named, not linked: evidence outlives what it speaks of.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    actor_label = models.CharField(max_length=120, blank=True)
    verb = models.CharField(max_length=60)
    target_kind = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(max_length=200, blank=True)
    space = models.ForeignKey(
        "territories.Space", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    process = models.ForeignKey(
        "processes.Process", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    changes = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "-id"], name="audit_target"),
            models.Index(fields=["space", "-id"], name="audit_space"),
            models.Index(fields=["process", "-id"], name="audit_process"),
        ]
