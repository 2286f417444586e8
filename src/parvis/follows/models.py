from django.db import models
from django.db.models import Q
from django.utils import timezone

from parvis.core.models import exactly_one

TARGETS = ("contribution", "process", "theme", "territory", "organisation", "body")


class Follow(models.Model):
    """« Prévenez-moi de la suite ». Never of a private person: that would make a political file."""

    participant = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="follows")
    contribution = models.ForeignKey(
        "contributions.Contribution", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    theme = models.ForeignKey(
        "processes.Theme", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    body = models.ForeignKey(
        "organisations.Body", null=True, blank=True, on_delete=models.CASCADE, related_name="follows"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=exactly_one(TARGETS), name="follow_exactly_one_target"),
            *(
                models.UniqueConstraint(
                    fields=["participant", name],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"follow_{name}_once",
                )
                for name in TARGETS
            ),
        ]
