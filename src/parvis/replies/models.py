import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Verdict
from parvis.core.fields import TranslatedField
from parvis.core.models import AppendOnly
from parvis.core.text import excerpt


class Assignment(models.Model):
    """A service is asked to study a contribution, by a date."""

    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="assignments"
    )
    service = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    question = models.TextField(_("What we ask"), blank=True)
    due_on = models.DateField(_("Before"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["contribution", "service"],
                condition=models.Q(done_at=None),
                name="assignment_open_once",
            )
        ]


class Note(models.Model):
    """Said among the team; never public."""

    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("Internal note"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]


class Reply(models.Model):
    """The institution’s answer, to one contribution or to a group: draft, validated, published."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        TO_VALIDATE = "to_validate", _("To be validated")
        VALIDATED = "validated", _("Validated")
        PUBLISHED = "published", _("Published")

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="+", db_index=False)
    process = models.ForeignKey("processes.Process", null=True, on_delete=models.CASCADE, related_name="replies")
    contributions = models.ManyToManyField(
        "contributions.Contribution", through="ReplyTarget", related_name="replies"
    )
    service = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("In the name of"),
    )
    verdict = models.CharField(_("Verdict"), max_length=9, choices=Verdict, blank=True)
    until = models.DateField(_("Until"), null=True, blank=True)
    forwarded_to = models.CharField(_("Passed on to"), max_length=160, blank=True)
    body = models.TextField(_("Answer"))
    is_holding = models.BooleanField(default=False)
    state = models.CharField(max_length=11, choices=State, default=State.DRAFT)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    drafted_at = models.DateTimeField(default=timezone.now)
    validated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    validated_label = models.CharField(max_length=160, blank=True)
    validated_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["published_at", "id"]
        verbose_name_plural = "replies"
        indexes = [
            models.Index(fields=["space", "state"], name="reply_open", condition=~models.Q(state="published")),
            models.Index(
                fields=["space", "-published_at", "-id"],
                name="reply_published",
                condition=models.Q(state="published"),
            ),
        ]

    @property
    def fingerprint(self) -> str:
        """Changes with any of its words."""
        words = (self.verdict, self.until, self.forwarded_to, self.body, self.service_id)
        return hashlib.sha256("\0".join(map(str, words)).encode()).hexdigest()[:16]

    def __str__(self) -> str:
        return excerpt(self.body, 60)


class ReplyVersion(AppendOnly):
    """What a published answer said before it was corrected: shown, never forgotten."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="versions")
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    body = models.TextField(blank=True)
    reason = models.CharField(_("What was corrected, and why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]


class ReplyTarget(models.Model):
    """A reply reaches a contribution. ``due_on`` is the promise as it stood, so « late » stays true."""

    reply = models.ForeignKey(Reply, on_delete=models.CASCADE, related_name="targets")
    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="reply_targets"
    )
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reply", "contribution"], name="reply_target_once")]


class Outcome(models.Model):
    """What it changed: a decision and its delivery, and the contributions that led to it."""

    class State(models.TextChoices):
        DECIDED = "decided", _("Decided")
        DONE = "done", _("Done")
        ABANDONED = "abandoned", _("Abandoned")

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="outcomes")
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.CASCADE, related_name="outcomes"
    )
    contributions = models.ManyToManyField(
        "contributions.Contribution", through="OutcomeTarget", related_name="outcomes"
    )
    title = TranslatedField(_("What changes"))
    body = TranslatedField(_("How and why"))
    decided_by = models.CharField(_("Decided by"), max_length=160, blank=True)
    reference = models.CharField(_("Reference of the act"), max_length=120, blank=True)
    url = models.URLField(_("Link to the act"), blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DECIDED)
    decided_on = models.DateField(null=True, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    abandoned_reason = TranslatedField(_("Why it was abandoned"))
    is_featured = models.BooleanField(_("Shown on the home page"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-decided_on", "-id"]

    def __str__(self) -> str:
        return str(self.title)


class OutcomeTarget(models.Model):
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="targets")
    contribution = models.ForeignKey(
        "contributions.Contribution", on_delete=models.CASCADE, related_name="outcome_targets"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "contribution"], name="outcome_target_once")]
