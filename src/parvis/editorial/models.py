from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField


class Page(models.Model):
    """A page in blocks written by the team: « Comprendre », legal pages, a presentation."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="pages")
    slug = models.SlugField(max_length=80)
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


class Article(models.Model):
    """News, attached to a space and, if wished, to a démarche or a territory."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="articles")
    process = models.ForeignKey(
        "processes.Process", null=True, blank=True, on_delete=models.SET_NULL, related_name="articles"
    )
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    slug = models.SlugField(max_length=100, unique=True)
    title = TranslatedField(_("Title"))
    summary = TranslatedField(_("In short"))
    body = models.JSONField(_("Blocks"), default=list, blank=True)
    image = models.ForeignKey("files.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(_("Published on"), null=True, blank=True, db_index=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return str(self.title)


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

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return str(self.title)
