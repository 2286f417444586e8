import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from parvis.core.fields import TranslatedField
from parvis.core.sentences import full_date


def new_token() -> str:
    return secrets.token_urlsafe(18)


class Theme(models.Model):
    """What it is about: mobility, youth, water… One list per space; merging leaves a redirect."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="themes")
    name = TranslatedField(_("Name"))
    slug = models.SlugField(max_length=80)
    icon = models.CharField(_("Icon"), max_length=40, blank=True)
    description = TranslatedField(_("Description"))
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "slug"], name="theme_slug_unique")]

    def __str__(self) -> str:
        return str(self.name)


class Degree(models.IntegerChoices):
    """The five steps of the square (context: IAP2, Arnstein)."""

    INFORMATION = 1, _("Information")
    CONSULTATION = 2, _("Consultation")
    CONCERTATION = 3, _("Concertation")
    CO_CONSTRUCTION = 4, _("Co-construction")
    CO_DECISION = 5, _("Co-decision")


class ProcessQuerySet(models.QuerySet["Process"]):
    def public(self) -> "ProcessQuerySet":
        return self.filter(state__in=Process.PUBLIC_STATES, visibility=Process.Visibility.PUBLIC)


class Process(models.Model):
    """Une démarche: framed participation, carried by one space, about one territory."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")
        ARCHIVED = "archived", _("Archived")

    PUBLIC_STATES = (State.PUBLISHED, State.CLOSED, State.ARCHIVED)

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        INTERNAL = "internal", _("Agents and élus of the space; everyone reads its summary, once published")

    class Moderation(models.TextChoices):
        BEFORE = "before", pgettext_lazy("moderation", "Read before publication")
        AFTER = "after", pgettext_lazy("moderation", "Read after publication")

    class Ending(models.TextChoices):
        OUTCOMES = "outcomes", _("What it changed")
        NONE = "none", _("No follow-up, and why")

    class Pace(models.TextChoices):
        """What became of the calendar announced; empty while it is kept."""

        EXTENDED = "extended", _("Extended")
        POSTPONED = "postponed", _("Postponed")
        SUSPENDED = "suspended", _("Suspended")
        CANCELLED = "cancelled", pgettext_lazy("démarche", "Cancelled")

    space = models.ForeignKey("territories.Space", on_delete=models.PROTECT, related_name="processes")
    territory = models.ForeignKey(
        "territories.Territory",
        on_delete=models.PROTECT,
        related_name="processes",
        verbose_name=_("Territory"),
    )
    prefix = models.CharField(_("Code"), max_length=8, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    title = TranslatedField(_("Title"))
    summary = TranslatedField(_("In short"))
    blueprint = models.CharField(max_length=40, blank=True)
    degree = models.PositiveSmallIntegerField(
        _("Weight of people’s opinion"), choices=Degree, default=Degree.CONSULTATION
    )
    theme = models.ForeignKey(
        Theme,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="processes",
        verbose_name=_("Theme"),
    )
    audience = TranslatedField(_("Who it is for"))
    minutes = models.PositiveSmallIntegerField(_("Minutes it takes"), null=True, blank=True)
    image = models.ForeignKey("files.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    body = models.JSONField(_("The file"), default=list, blank=True)
    cost = TranslatedField(_("Cost and funding"))
    other_ways = TranslatedField(_("Other ways to take part: paper, phone, places"))
    pilot = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Service in charge"),
    )
    funders = models.ManyToManyField("territories.FunderMention", blank=True, related_name="processes")
    moderation = models.CharField(_("Moderation"), max_length=6, choices=Moderation, default=Moderation.AFTER)
    visibility = models.CharField(_("Who can see it"), max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    least_identity = models.PositiveSmallIntegerField(_("To take part"), default=1)

    # Of an internal démarche, all that everyone reads.
    public_summary = TranslatedField(editable=False)
    summary_at = models.DateTimeField(null=True, blank=True, editable=False)

    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    publish_at = models.DateTimeField(_("Publish on"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    ending_text = TranslatedField(_("What happens now"))
    archived_at = models.DateTimeField(null=True, blank=True)
    # The last gesture on the calendar, told on every card; all of them are ``corrections``.
    pace = models.CharField(max_length=9, choices=Pace, blank=True, editable=False)
    pace_at = models.DateTimeField(null=True, blank=True, editable=False)
    pace_until = models.DateField(null=True, blank=True, editable=False)
    pace_reason = TranslatedField(editable=False)
    # The last of its corrections in a sentence, so that its page tells it without a question more.
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrected = TranslatedField(editable=False)
    preview_token = models.CharField(max_length=40, default=new_token)
    is_featured = models.BooleanField(_("First on the home page"), default=False)

    # Denormalised: persons, contributions and supports are three figures, never one for another.
    people_count = models.PositiveIntegerField(default=0)
    contributions_count = models.PositiveIntegerField(default=0)
    comments_count = models.PositiveIntegerField(default=0)
    supports_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="process_public",
                condition=models.Q(state__in=("published", "closed", "archived"), visibility="public"),
            ),
            models.Index(fields=["space", "state"], name="process_space_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(degree__range=(1, 5)), name="process_degree_1_to_5"),
            models.CheckConstraint(
                name="process_summary_is_of_an_internal_one",
                condition=models.Q(summary_at=None) | models.Q(visibility="internal"),
            ),
            models.CheckConstraint(
                name="process_pace_dated", condition=models.Q(pace="") | models.Q(pace_at__isnull=False)
            ),
            models.CheckConstraint(
                name="process_suspended_is_published",
                condition=~models.Q(pace="suspended") | models.Q(state="published"),
            ),
            models.CheckConstraint(
                name="process_cancelled_is_closed",
                condition=~models.Q(pace="cancelled") | models.Q(state__in=("closed", "archived")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def process_id(self) -> int:
        return self.pk

    @property
    def is_suspended(self) -> bool:
        return self.pace == self.Pace.SUSPENDED

    @property
    def slip(self) -> str:
        """How its calendar slipped, as every card says it; empty once the day named has come."""
        if self.pace == self.Pace.CANCELLED:
            return pgettext("démarche", "Cancelled")
        until = self.pace_until
        coming = until if until and until >= timezone.localdate() else None
        if self.pace == self.Pace.SUSPENDED:
            words = _("Suspended until %(day)s") if coming else _("Suspended")
        elif self.pace == self.Pace.EXTENDED and coming:
            words = _("Extended until %(day)s")
        elif self.pace == self.Pace.POSTPONED and coming:
            words = _("Postponed to %(day)s")
        else:
            return ""
        return str(words) % {"day": full_date(coming)} if coming else str(words)

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("site:process", args=[self.slug])


class Promise(models.Model):
    """Nos engagements: what is open, decided, elsewhere; who decides, when, and how each is answered."""

    process = models.OneToOneField(Process, on_delete=models.CASCADE, related_name="promise")
    why = TranslatedField(_("Why we ask you"))
    open = TranslatedField(_("Open to discussion"), help_text=_("One line each."))
    decided = TranslatedField(_("Already decided"), help_text=_("One line each."))
    elsewhere = TranslatedField(_("To be seen elsewhere"), help_text=_("One line each."))
    who_decides = TranslatedField(_("Who decides"))
    decides_on = models.DateField(_("When"), null=True, blank=True)
    who_reads = TranslatedField(_("Who reads the contributions"))
    how_answered = TranslatedField(_("How each person is answered"))
    answer_days = models.PositiveSmallIntegerField(_("Days to answer each person"), null=True, blank=True)
    answer_by = models.DateField(_("Everyone answered by"), null=True, blank=True)
    results_on = models.DateField(_("Results published on"), null=True, blank=True)
    elected = models.CharField(_("Elected member in charge"), max_length=160, blank=True)
    contact_name = models.CharField(_("Contact: first name"), max_length=80, blank=True)
    contact_phone = models.CharField(_("Phone"), max_length=30, blank=True)
    contact_place = TranslatedField(_("Where and when to meet"))


class Phase(models.Model):
    """A dated window of a démarche, seen on the thread."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="phases")
    title = TranslatedField(_("Title"))
    description = TranslatedField(_("What happens"))
    starts_at = models.DateTimeField(_("From"), null=True, blank=True)
    ends_at = models.DateTimeField(_("Until"), null=True, blank=True)
    dates_text = TranslatedField(_("Dates in words, when not known"))
    order = models.PositiveSmallIntegerField(default=0)
    # The date whose passing was already told: a date that moves is told again, the same one never twice.
    opening_told = models.DateTimeField(null=True, blank=True, editable=False)
    closing_told = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="phase_ends_after_start",
                condition=models.Q(starts_at=None)
                | models.Q(ends_at=None)
                | models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def is_open(self, at: datetime | None = None) -> bool:
        at = at or timezone.now()
        if self.starts_at is None and self.ends_at is None:
            return False
        return (self.starts_at is None or self.starts_at <= at) and (self.ends_at is None or at < self.ends_at)


class Step(models.Model):
    """An instance of a method inside a démarche."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="steps")
    method = models.CharField(max_length=30)
    code = models.CharField(max_length=40, unique=True)
    slug = models.SlugField(max_length=60)
    title = TranslatedField(_("Title"))
    introduction = TranslatedField(_("Introduction"))
    settings = models.JSONField(default=dict, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    contributions_count = models.PositiveIntegerField(default=0)
    highlights = models.JSONField(default=list, blank=True)  # contributions/highlights.py

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["process", "slug"], name="step_slug_unique")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def space_id(self) -> int:
        return self.process.space_id


class PhaseOpening(models.Model):
    """What a phase opens on a step: the animator composes it on screen, blueprints pre-fill it."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="openings")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="openings")
    verbs = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "step"], name="opening_once")]


class LogEntry(models.Model):
    """The démarche’s logbook: what the machine noticed and what the animator wrote."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30)
    title = TranslatedField(_("What happened"))
    body = models.JSONField(default=list, blank=True)
    params = models.JSONField(default=dict, blank=True)
    is_automatic = models.BooleanField(default=False)
    is_public = models.BooleanField(_("Shown to everyone"), default=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["process", "-at"], name="log_process_at")]


class Correction(models.Model):
    """A change of what was announced, after publication: dated, reasoned, public, and never taken back in silence."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", _("Extended")
        POSTPONED = "postponed", _("Postponed")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("Resumed")
        CANCELLED = "cancelled", pgettext_lazy("démarche", "Cancelled")
        CALENDAR = "calendar", _("Calendar corrected")
        PROMISE = "promise", _("Commitments corrected")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=9, choices=Kind)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True, blank=True)
    reason = TranslatedField(_("Reason, for everyone"))
    moves = models.JSONField(default=list)  # processes/corrections.py says their shape
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["process", "-at", "-id"], name="correction_process_at")]


class Review(models.Model):
    """A colleague’s word before publication: a comment, or an approval."""

    class Verdict(models.TextChoices):
        COMMENT = "comment", _("Comment")
        APPROVED = "approved", _("Approved")
        CHANGES = "changes", _("Changes asked for")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]


class Archive(models.Model):
    """The démarche as it was, frozen: items hashed one by one, then a root; an erased text leaves its hash."""

    process = models.OneToOneField(Process, on_delete=models.PROTECT, related_name="archive")
    frozen_at = models.DateTimeField(default=timezone.now)
    root = models.CharField(max_length=64)
    manifest = models.JSONField()


class Redirect(models.Model):
    """An address that changed keeps working."""

    old_slug = models.CharField(max_length=140, unique=True)
    process = models.ForeignKey(Process, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="redirect_one_target",
                condition=models.Q(process__isnull=False, theme=None) | models.Q(process=None, theme__isnull=False),
            )
        ]
