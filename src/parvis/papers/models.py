from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Paper(models.Model):
    """A document the team writes, has approved, publishes: a note, a report, a bilan. Frozen once published.

    `kind` is a key of `kinds`; `about` is what another room says it speaks of (« subject:12 »), never read here.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        TO_APPROVE = "asked", _("To approve")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", pgettext_lazy("paper", "Final")

    class Level(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        MEMBERS = "members", _("Members: whoever has a role here")
        RESTRICTED = "restricted", _("Restricted: those who animate, and the people named")
        CONFIDENTIAL = "confidential", _("Confidential: the people named only")

    kind = models.CharField(max_length=40)
    space = models.ForeignKey("territories.Space", on_delete=models.PROTECT, related_name="papers")
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    about = models.CharField(max_length=60, blank=True, db_index=True)
    title = models.CharField(_("Title"), max_length=200)
    language = models.CharField(_("Language"), max_length=8, default="fr")
    level = models.CharField(_("Who may read it"), max_length=12, choices=Level, default=Level.MEMBERS)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("To be approved by"),
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    # Who approved, in words: the paper is read longer than an account lives.
    approved_as = models.CharField(max_length=160, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    root = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=list, blank=True)  # [kind, key, SHA-256], in the order of the paper
    adopted_on = models.DateField(_("Adopted on"), null=True, blank=True)
    adopted_as = models.CharField(_("Deliberation"), max_length=160, blank=True)
    readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("People named")
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["space", "-updated_at"], name="paper_space"),
            models.Index(fields=["approver"], name="paper_asked", condition=models.Q(state="asked")),
        ]
        constraints = [
            models.CheckConstraint(
                name="paper_frozen_when_published",
                condition=models.Q(state="published", frozen_at__isnull=False) & ~models.Q(root="")
                | ~models.Q(state="published") & models.Q(frozen_at=None, root=""),
            ),
            models.CheckConstraint(
                name="paper_asked_of_somebody",
                condition=~models.Q(state="asked") | models.Q(asked_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def audit_label(self) -> str:
        """The trail has readers of its own: what is above « members » is a number there."""
        return self.title if self.level in {self.Level.PUBLIC, self.Level.MEMBERS} else f"no. {self.pk}"

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_logged(self) -> bool:
        """Its readers are written down: everything above public is."""
        return self.level != self.Level.PUBLIC

    @property
    def short_level(self) -> str:
        """« Confidential »: the label up to its explanation."""
        return str(self.get_level_display()).split(":", maxsplit=1)[0].strip()

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("papers:paper", args=[self.pk])


class Section(models.Model):
    """A heading, what the team wrote under it (`body`, cleaned HTML), then what the machine filled in (`items`).

    `items` are refreshed while the paper is a draft; `body` is the team's once `is_written`, and never overwritten.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40, blank=True)  # of the kind's own; empty: added by hand
    title = models.CharField(_("Title"), max_length=160)
    body = models.TextField(blank=True)
    is_written = models.BooleanField(default=False)
    items = models.JSONField(default=list, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "key"], condition=~models.Q(key=""), name="paper_section_once")
        ]

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """A contribution whose words stand in a paper: when they are withdrawn, they leave it too."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="citations")
    contribution = models.ForeignKey("contributions.Contribution", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper", "contribution"], name="citation_once")]


class Remark(models.Model):
    """What a colleague says of a paper, and the history of its approval."""

    class Verdict(models.TextChoices):
        COMMENT = "comment", _("Comment")
        ASKED = "asked", _("Approval asked for")
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes asked for")

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict, default=Verdict.COMMENT)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]


class Reading(models.Model):
    """Who opened a paper that is not public, day by day. Forgotten after a year (`tasks.forget_readings`)."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["paper", "user", "day"], name="reading_once_a_day")]
