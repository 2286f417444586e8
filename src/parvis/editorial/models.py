from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField
from parvis.core.text import slugify_any

# Pages we write until the team writes its own under the same address (templates/editorial/defaults/).
STANDING = {
    "mentions-legales": "editorial:legal",
    "donnees-personnelles": "editorial:privacy",
    "accessibilite": "editorial:accessibility",
    "falc": "editorial:falc",
    "source": "editorial:source",
}


class Page(models.Model):
    """A page in blocks written by the team: « Comprendre », legal pages, a presentation."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="pages")
    slug = models.SlugField(_("Address of the page"), max_length=80, allow_unicode=True)
    title = TranslatedField(_("Title"))
    summary = TranslatedField(_("In short"))
    body = models.JSONField(_("Blocks"), default=list, blank=True)
    is_published = models.BooleanField(_("Published"), default=False)
    in_menu = models.BooleanField(_("Listed under « Understand »"), default=False)
    order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "slug"], name="page_slug_unique")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Each space has its own « accessibilité »: away from the main one, the address names the space."""
        named = (
            reverse(STANDING[self.slug]) if self.slug in STANDING else reverse("editorial:page", args=[self.slug])
        )
        return named if self.space.is_main else f"{named}?espace={self.space.slug}"


class Article(models.Model):
    """News, attached to a space and, if wished, to a démarche or a territory."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="articles")
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slug = models.SlugField(_("Address of the page"), max_length=100, unique=True, allow_unicode=True)
    title = TranslatedField(_("Title"))
    summary = TranslatedField(_("In short"))
    body = models.JSONField(_("Blocks"), default=list, blank=True)
    image = models.ForeignKey("files.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(_("Published on"), null=True, blank=True, db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("editorial:article", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None and self.published_at <= timezone.now()


class Gathering(models.Model):
    """A date to meet: workshop, stand at the market, public meeting; shown in the agenda."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="gatherings")
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.SET_NULL, related_name="gatherings"
    )
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = TranslatedField(_("Title"))
    description = TranslatedField(_("What will happen"))
    place = models.CharField(_("Place"), max_length=200)
    address = models.CharField(_("Address"), max_length=250, blank=True)
    access = TranslatedField(_("Access for all: ramp, interpreter, childcare"))
    starts_at = models.DateTimeField(_("From"), db_index=True)
    ends_at = models.DateTimeField(_("Until"), null=True, blank=True)
    is_published = models.BooleanField(_("Published"), default=True)
    cancelled_reason = TranslatedField(_("Cancelled because"))
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="gathering_ends_after_start",
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("editorial:gathering", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """Readable, the same in every language; the number before it is what counts."""
        title = self.title.get(settings.LANGUAGE_CODE) or str(self.title)
        return slugify_any(title) or "rencontre"

    @property
    def is_cancelled(self) -> bool:
        return bool(self.cancelled_reason)

    @property
    def is_past(self) -> bool:
        return (self.ends_at or self.starts_at) < timezone.now()


class AccessibilityAudit(models.Model):
    """An audit of the site against the RGAA. While none is valid, the law has us say « non conforme »."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="accessibility_audits")
    audited_on = models.DateField(_("Date of the audit"))
    valid_until = models.DateField(_("Valid until"), help_text=_("Three years after the audit at most."))
    auditor = models.CharField(_("Audited by"), max_length=160)
    rate = models.PositiveSmallIntegerField(_("Criteria met, in %"))
    report_url = models.URLField(_("Address of the report"), blank=True)

    class Meta:
        ordering = ["-audited_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__lte=100), name="audit_rate_to_100"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gt=models.F("audited_on")), name="audit_valid_after_audit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audited_on:%Y-%m-%d} · {self.rate} %"
