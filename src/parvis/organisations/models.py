from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import TranslatedField
from parvis.core.models import Dated


class Organisation(models.Model):
    """An authority, one of its services, an association, a collective of residents, a company, a funder…"""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", _("Local authority")
        SERVICE = "service", _("Service")
        ASSOCIATION = "association", _("Association")
        COLLECTIVE = "collective", _("Residents’ collective")
        COMPANY = "company", _("Company")
        UNIVERSITY = "university", _("School or university")
        PARTNER = "partner", _("Partner")
        FUNDER = "funder", _("Funder")

    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    name = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(max_length=180, unique=True, allow_unicode=True)
    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="organisations")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="services")
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    email = models.EmailField(_("E-mail"), blank=True)
    phone = models.CharField(_("Phone"), max_length=30, blank=True)
    website = models.URLField(_("Website"), blank=True)
    description = TranslatedField(_("Presentation"))
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("organisations:detail", args=[self.slug])


class Membership(models.Model):
    """A person in an organisation; a representative may speak « au nom de » it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    title = models.CharField(_("Role in the organisation"), max_length=120, blank=True)
    is_representative = models.BooleanField(_("May speak in its name"), default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="membership_once")]


class Body(models.Model):
    """A council or committee: conseil de quartier, conseil de développement, COPIL, collectif…"""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="bodies")
    territory = models.ForeignKey(
        "territories.Territory", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(_("Kind"), max_length=40)
    name = models.CharField(_("Name"), max_length=160)
    slug = models.SlugField(max_length=180, unique=True, allow_unicode=True)
    description = TranslatedField(_("Presentation"))
    is_public = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A public role for a time: an élu·e with her delegation, or the head of a service. Ended, it stays as history."""

    class Kind(models.TextChoices):
        ELECTED = "elected", _("Elected member")
        HEAD = "head", _("Head of a service")

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="mandates")
    kind = models.CharField(_("Kind"), max_length=7, choices=Kind, default=Kind.ELECTED)
    name = models.CharField(_("First name and name"), max_length=120)
    function = models.CharField(_("Function"), max_length=120)
    delegation = models.CharField(_("Delegation"), max_length=200, blank=True)
    service = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="mandates",
        verbose_name=_("Service"),
    )
    starts_on = models.DateField(_("From"), null=True, blank=True)
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Order in the list"), default=10)

    objects = Dated.as_manager()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_start",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        """As it is printed beside a démarche: « Élise Roux, vice-présidente (mobilités) »."""
        return f"{self.name}, {self.function}" + (f" ({self.delegation})" if self.delegation else "")


class Sitting(models.Model):
    """A sitting of those who decide: the council, its bureau, on a day."""

    space = models.ForeignKey("territories.Space", on_delete=models.CASCADE, related_name="sittings")
    assembly = models.CharField(_("Who sits"), max_length=120)
    on = models.DateField(_("Day of the sitting"))
    place = models.CharField(_("Where"), max_length=160, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["space", "assembly", "on"], name="sitting_once")]

    def __str__(self) -> str:
        return self.assembly
