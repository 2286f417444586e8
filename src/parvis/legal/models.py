from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.contributions.models import Channel
from parvis.core.fields import TranslatedField
from parvis.core.models import AppendOnly, exactly_one
from parvis.legal.frames import StepKind, Version, read_version

# What an act may prove: the file and the register prove themselves.
ACT_KINDS = [(kind.value, kind.label) for kind in StepKind if kind not in {StepKind.FILE, StepKind.REGISTER}]


class Regulation(models.Model):
    """« Cadre juridique »: the version of a text that one démarche keeps, whatever the library becomes later."""

    process = models.OneToOneField("processes.Process", on_delete=models.CASCADE, related_name="regulation")
    frame = models.SlugField(max_length=60)
    version = models.CharField(max_length=20)
    title = TranslatedField(_("Title"))
    law = models.JSONField()  # frames.Version.raw
    chosen_at = models.DateTimeField(default=timezone.now)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def text(self) -> Version:
        return read_version(self.law, frame=self.frame, place=f"{self.frame} {self.version}")


class Act(models.Model):
    """A deliberation, a notice, a report: what proves that a step of the text took place."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(_("What it is"), max_length=12, choices=ACT_KINDS)
    number = models.CharField(_("Number or reference"), max_length=80, blank=True)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    on = models.DateField(_("Date"))
    until = models.DateField(_("Posted until"), null=True, blank=True)
    where = models.CharField(_("Where it is posted or published"), max_length=200, blank=True)
    url = models.URLField(_("Link to it"), blank=True)
    document = models.ForeignKey(
        "files.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("File")
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                name="act_posted_after_its_date",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("on")),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.get_kind_display(), self.number) if part)


class Piece(models.Model):
    """One document of the file put before the public; each of its versions stays readable."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="pieces")
    title = TranslatedField(_("Title"))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.title)


class PieceVersion(AppendOnly):
    """The document as it was from that day on, and what changed in it."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="+")
    what_changed = models.CharField(pgettext_lazy("file", "What changed"), max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["piece", "number"], name="piece_version_unique")]


class Arrangement(models.Model):
    """« Modalité annoncée / tenue »: what was promised, when and where; what was done of it."""

    process = models.ForeignKey("processes.Process", on_delete=models.CASCADE, related_name="arrangements")
    what = TranslatedField(_("What is announced"))
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    where = models.CharField(_("Where"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    announced_at = models.DateTimeField(default=timezone.now)
    kept_on = models.DateField(_("Kept on"), null=True, blank=True)
    kept_note = models.CharField(_("How it went"), max_length=300, blank=True)
    not_kept_reason = models.CharField(_("Why it was not kept"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="arrangement_dates_in_order",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="arrangement_kept_or_not", condition=models.Q(kept_on=None) | models.Q(not_kept_reason="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.what)


class Evidence(models.Model):
    """What proves that an arrangement was kept: a photo, a file, a link, or words. Removed, it leaves its line."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("What it shows"), max_length=200)
    image = models.ForeignKey("files.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    document = models.ForeignKey(
        "files.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.URLField(_("Link"), blank=True)
    text = models.TextField(_("In words"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class Correction(AppendOnly):
    """What an act or an arrangement said before it was corrected, once public: shown, never forgotten."""

    act = models.ForeignKey(Act, null=True, on_delete=models.CASCADE, related_name="corrections")
    arrangement = models.ForeignKey(Arrangement, null=True, on_delete=models.CASCADE, related_name="corrections")
    before = models.JSONField()  # the words of each field that changed, as they were shown
    reason = models.CharField(_("What was corrected, and why"), max_length=200)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(name="correction_of_one_thing", condition=exactly_one(("act", "arrangement")))
        ]


class Register(models.Model):
    """The register of observations: numbered without gaps, closed at the minute announced.

    Its last day is the calendar’s, so that prolonging a phase prolongs it; ``closing_time`` is the hour of that day
    (empty: midnight). Paper and letters may be entered until ``paper_until``, or the closing day when it is later.
    """

    process = models.OneToOneField("processes.Process", on_delete=models.CASCADE, related_name="register")
    closing_time = models.TimeField(_("Closes at"), null=True, blank=True)
    paper_until = models.DateField(_("Paper and letters entered until"))
    last_number = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")


class Entry(models.Model):
    """One observation and its number. What was said may go; the number stays."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    contribution = models.OneToOneField(
        "contributions.Contribution", null=True, on_delete=models.SET_NULL, related_name="register_entry"
    )
    code = models.CharField(max_length=20)
    channel = models.CharField(max_length=9, choices=Channel)
    received_on = models.DateField(_("Received on"))
    entered_at = models.DateTimeField(_("Entered on"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    scan = models.ForeignKey("files.Document", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["register", "number"], name="entry_number_unique"),
            models.CheckConstraint(name="entry_number_from_one", condition=models.Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def space_id(self) -> int:
        return self.register.process.space_id

    @property
    def process_id(self) -> int:
        return self.register.process_id
