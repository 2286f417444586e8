from django.db import models
from django.utils import timezone

from parvis.contributions.models import Channel


class Support(models.Model):
    """« Moi aussi », « Je soutiens »: one person, one contribution, once. The database says so."""

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="supports", db_index=False
    )
    participant = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="supports")
    # The step, so that « at most five per person here » is one index look-up.
    step = models.ForeignKey(
        "processes.Step", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=9, choices=Channel, default=Channel.WEB)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "participant"], name="support_once")]
        indexes = [models.Index(fields=["step", "participant"], name="support_step_person")]
