import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_token() -> str:
    return secrets.token_urlsafe(24)


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never by e-mail")


class Preference(models.Model):
    """How a person wants to be told. The token is the unsubscribe link’s (RFC 8058): no login asked."""

    participant = models.OneToOneField("accounts.Participant", on_delete=models.CASCADE, related_name="preference")
    rhythm = models.CharField(_("Tell me by e-mail"), max_length=8, choices=Rhythm, default=Rhythm.AT_ONCE)
    token = models.CharField(max_length=48, unique=True, default=new_token)
    last_digest_at = models.DateTimeField(null=True, blank=True)


class Notification(models.Model):
    """Something to tell one person; shown in page, and sent by the rhythm she chose."""

    participant = models.ForeignKey(
        "accounts.Participant", on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=40)
    contribution = models.ForeignKey(
        "contributions.Contribution", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    params = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["participant", "dedupe"], name="notification_once")]
        indexes = [
            models.Index(fields=["participant", "-id"], name="notification_person"),
            models.Index(fields=["participant"], name="notification_unseen", condition=models.Q(seen_at=None)),
        ]


class Delivery(models.Model):
    """Proof that a person was told: mail accepted by the server, call logged, sheet posted."""

    class Means(models.TextChoices):
        MAIL = "mail", _("E-mail")
        CALL = "call", _("Phone call")
        SHEET = "sheet", _("Notice board")
        HAND = "hand", _("In person")
        PAGE = "page", _("Seen on the site")

    notification = models.ForeignKey(
        Notification, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    participant = models.ForeignKey(
        "accounts.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    contribution = models.ForeignKey(
        "contributions.Contribution",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
    )
    means = models.CharField(max_length=5, choices=Means)
    # A worker has it in hand since then: two workers never send the same mail.
    sending_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "means"],
                condition=models.Q(notification__isnull=False),
                name="delivery_once_by_means",
            )
        ]
        indexes = [
            models.Index(fields=["-at"], name="delivery_failed", condition=models.Q(failed_at__isnull=False)),
        ]
