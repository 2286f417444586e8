import random
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.models import Link
from parvis.core.fields import TranslatedField
from parvis.core.models import AppendOnly


class Channel(models.TextChoices):
    """How the words reached us; where (market, town hall) is another thing: ``place``."""

    WEB = "web", _("Online")
    PAPER = "paper", _("On paper")
    FIELD = "field", _("Spoken, on the spot")
    MEETING = "meeting", _("At a meeting")
    PHONE = "phone", _("By phone")
    WHATSAPP = "whatsapp", _("By WhatsApp")
    IMPORT = "import", _("Imported")


class Stage(models.IntegerChoices):
    """The thread (le fil)."""

    RECEIVED = 0, pgettext_lazy("thread", "Received")
    READ = 1, pgettext_lazy("thread", "Read")
    STUDIED = 2, pgettext_lazy("thread", "Studied")
    ANSWERED = 3, pgettext_lazy("thread", "Answered")
    DECIDED = 4, pgettext_lazy("thread", "Decided")
    DONE = 5, pgettext_lazy("thread", "Done")


class Verdict(models.TextChoices):
    """What an answer says, before its text. A reason is required for all but the first."""

    ACCEPTED = "accepted", _("Accepted")
    PARTLY = "partly", _("Partly accepted")
    DECLINED = "declined", _("Not accepted")
    STUDYING = "studying", _("Under study")
    ALREADY = "already", _("Already done")
    FORWARDED = "forwarded", _("Not ours: passed on")


class Stance(models.IntegerChoices):
    AGAINST = -1, _("Disagree")
    NEUTRAL = 0, _("Another view")
    FOR = 1, _("Agree")


class State(models.TextChoices):
    """Where the words stand with regard to being shown."""

    STAGED = "staged", _("Being imported")
    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Waiting to be read")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    WITHDRAWN = "withdrawn", _("Withdrawn by its author")
    MERGED = "merged", _("Brought together with another")
    TRASHED = "trashed", _("In the bin")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    TEAM = "team", _("The team only")


class Status(models.Model):
    """A word of the animator’s own for where a contribution stands, tied to a stage of the thread."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="statuses")
    label = TranslatedField(_("Label"))
    stage = models.PositiveSmallIntegerField(_("On the thread"), choices=Stage)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "statuses"

    def __str__(self) -> str:
        return str(self.label)


class ImportBatch(models.Model):
    """Rows brought from a file: staged in chunks, published in one short transaction, undone as one."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        STAGING = "staging", _("Being read")
        PUBLISHED = "published", _("Imported")
        UNDONE = "undone", _("Undone")
        FAILED = "failed", _("Refused")

    step = models.ForeignKey("processes.Step", on_delete=models.CASCADE, related_name="imports")
    filename = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State, default=State.PREVIEW)
    rows_read = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]


PUBLIC = Q(state="published", visibility="public")


def new_shuffle() -> int:
    return random.randrange(2**31)  # noqa: S311 -- an order, not a secret


class ContributionQuerySet(models.QuerySet["Contribution"]):
    def public(self) -> "ContributionQuerySet":
        """The literals of the partial indexes below; keep them the same."""
        return self.filter(state="published", visibility="public")

    def roots(self) -> "ContributionQuerySet":
        return self.filter(parent=None)

    def unanswered(self) -> "ContributionQuerySet":
        """Promised an answer and still waiting for it, with the literals of ``c_due``.

        What was decided or done without a word of answer waits no more: its thread has gone past it.
        """
        rows = self.filter(answer_due__isnull=False, answered_at=None, state="published")
        return rows.filter(stage__lt=Stage.ANSWERED)


class Contribution(models.Model):
    """Anything a person says: the spine. Lists, feeds, moderation, search, exports read this envelope only.

    A kind with fields of its own is a one-level child; a comment has none and is an envelope with a parent.
    """

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=30)
    space = models.ForeignKey("territories.Space", on_delete=models.PROTECT, related_name="+", db_index=False)
    process = models.ForeignKey(
        "processes.Process", null=True, on_delete=models.PROTECT, related_name="contributions", db_index=False
    )
    step = models.ForeignKey(
        "processes.Step", null=True, on_delete=models.PROTECT, related_name="contributions", db_index=False
    )
    phase = models.ForeignKey(
        "processes.Phase", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    territory = models.ForeignKey(
        "territories.Territory",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contributions",
        verbose_name=_("Commune"),
    )
    theme = models.ForeignKey(
        "processes.Theme", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    author = models.ForeignKey(
        "accounts.Participant", null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions"
    )
    author_label = models.CharField(_("Shown as"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
        verbose_name=_("On behalf of"),
    )
    link = models.CharField(_("Link with the territory"), max_length=12, choices=Link, blank=True)
    channel = models.CharField(_("How it reached us"), max_length=9, choices=Channel, default=Channel.WEB)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    occasion = models.CharField(_("On which occasion"), max_length=120, blank=True)

    language = models.CharField(max_length=8, default="fr")
    title = models.CharField(_("Title"), max_length=200, blank=True)
    body = models.TextField(_("Text"), blank=True)

    state = models.CharField(max_length=9, choices=State, default=State.PUBLISHED)
    visibility = models.CharField(max_length=6, choices=Visibility, default=Visibility.PUBLIC)
    status = models.ForeignKey(Status, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.RECEIVED)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    is_abandoned = models.BooleanField(default=False)
    answer_due = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    place = models.CharField(_("Place"), max_length=200, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    geometry = models.JSONField(null=True, blank=True)

    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="thread", db_index=False
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answers", db_index=False
    )
    depth = models.PositiveSmallIntegerField(default=0)
    stance = models.SmallIntegerField(choices=Stance, null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged", db_index=False
    )
    split_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="splits", db_index=False
    )
    locked_until = models.DateTimeField(null=True, blank=True)
    is_featured = models.BooleanField(default=False)

    # Counters change only by F(); imported figures live apart and are never recounted.
    supports_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    for_count = models.PositiveIntegerField(default=0)
    against_count = models.PositiveIntegerField(default=0)
    neutral_count = models.PositiveIntegerField(default=0)
    reports_count = models.PositiveIntegerField(default=0)
    follows_count = models.PositiveIntegerField(default=0)
    imported_for = models.PositiveIntegerField(default=0)
    imported_against = models.PositiveIntegerField(default=0)
    imported_neutral = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(_("Received on"), null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    dated_by_import = models.BooleanField(default=False)
    shuffle = models.PositiveIntegerField(default=new_shuffle)

    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    source_key = models.CharField(max_length=80, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="contribution_source_unique",
            ),
            # Outside any démarche: no step to be unique in.
            models.UniqueConstraint(
                fields=["space", "kind", "source_key"],
                condition=~Q(source_key="") & Q(step=None),
                name="contribution_source_unique_in_space",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(root__isnull=False), name="contribution_answer_has_root"
            ),
        ]
        indexes = [
            # One per public order, with the literals of ``public()`` and ``roots()``.
            models.Index(fields=["step", "-created_at", "-id"], name="c_recent", condition=PUBLIC & Q(parent=None)),
            models.Index(
                fields=["step", "-supports_count", "-id"],
                name="c_supported",
                condition=PUBLIC & Q(parent=None),
            ),
            models.Index(
                fields=["step", "-comments_count", "-id"],
                name="c_discussed",
                condition=PUBLIC & Q(parent=None),
            ),
            models.Index(fields=["step", "shuffle", "id"], name="c_shuffled", condition=PUBLIC & Q(parent=None)),
            models.Index(
                fields=["process", "-created_at", "-id"], name="c_process", condition=PUBLIC & Q(parent=None)
            ),
            # What few have, so that looking for it does not read the whole step.
            models.Index(
                fields=["step", "verdict", "-created_at", "-id"],
                name="c_verdict",
                condition=PUBLIC & Q(parent=None) & ~Q(verdict=""),
            ),
            models.Index(
                fields=["step", "status", "-created_at", "-id"],
                name="c_status",
                condition=PUBLIC & Q(parent=None, status__isnull=False),
            ),
            models.Index(fields=["root", "-created_at", "-id"], name="c_thread", condition=Q(root__isnull=False)),
            models.Index(fields=["parent"], name="c_parent", condition=Q(parent__isnull=False)),
            # The desk’s: everything of a space, of a démarche or of the platform, newest first, and the two queues.
            models.Index(fields=["space", "-created_at", "-id"], name="c_desk_space"),
            models.Index(fields=["process", "-created_at", "-id"], name="c_desk_process"),
            models.Index(fields=["-created_at", "-id"], name="c_desk"),
            models.Index(fields=["space", "id"], name="c_pending", condition=Q(state="pending")),
            models.Index(
                fields=["space", "answer_due", "id"],
                name="c_due",
                condition=Q(answer_due__isnull=False, answered_at=None, state="published"),
            ),
            models.Index(fields=["batch"], name="c_batch", condition=Q(batch__isnull=False)),
            models.Index(fields=["merged_into"], name="c_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["split_from"], name="c_split", condition=Q(split_from__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A child's plain save() rewrites every envelope column, counters included (43 supports became 42).
        if not self._state.adding and kwargs.get("update_fields") is None:
            raise RuntimeError("Save an existing contribution with update_fields; counters change by F().")
        super().save(*args, **kwargs)

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED and self.visibility == Visibility.PUBLIC

    @property
    def is_late(self) -> bool:
        """Of the rows of ``unanswered()``, those whose day is past."""
        is_unanswered = self.answered_at is None and self.state == State.PUBLISHED and self.stage < Stage.ANSWERED
        return is_unanswered and self.answer_due is not None and self.answer_due < timezone.localdate()

    @property
    def shown_supports(self) -> int:
        return self.supports_count + self.imported_for

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("contributions:detail", args=[self.code])


class Numbering(models.Model):
    """The last number of what is said outside any démarche; one letter, when a démarche’s code has two at least."""

    letter = models.CharField(max_length=1, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class Participation(models.Model):
    """A person took part in a démarche: the base of « 318 personnes »."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="participations")
    participant = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="participations")
    channel = models.CharField(max_length=9, choices=Channel)
    first_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "participant"], name="participation_once")]


class ChannelFigure(models.Model):
    """How many people and contributions reached a démarche by each channel; recounted by ``parvis check``."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="channel_figures")
    channel = models.CharField(max_length=9, choices=Channel)
    people = models.PositiveIntegerField(default=0)
    contributions = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "channel"], name="channel_figure_once")]


class TerritoryFigure(models.Model):
    """How many contributions speak of, or come from, each commune; silence is seen too."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="territory_figures")
    territory = models.ForeignKey("territories.Territory", on_delete=models.CASCADE, related_name="figures")
    contributions = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["process", "territory"], name="territory_figure_once")]


class StatusChange(AppendOnly):
    """One dated mark on the thread. Diamonds are computed from these, replies and outcomes; never counted twice."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    by_label = models.CharField(max_length=120, blank=True)
    stage = models.PositiveSmallIntegerField(choices=Stage, null=True)
    state = models.CharField(max_length=9, choices=State, blank=True)
    status = models.ForeignKey(Status, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "id"]


class Version(AppendOnly):
    """What a contribution said before an edit."""

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contribution", "number"], name="version_number_unique")]


class CoAuthor(models.Model):
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="coauthors")
    participant = models.ForeignKey("accounts.Participant", on_delete=models.CASCADE, related_name="coauthored")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "participant"], name="coauthor_once")]


class Translation(models.Model):
    """A contribution in another language, and where the translation comes from."""

    class Provenance(models.TextChoices):
        HUMAN = "human", _("Translated by a person")
        MACHINE = "machine", _("Translated by a machine")

    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    provenance = models.CharField(max_length=7, choices=Provenance)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "language"], name="translation_once")]
