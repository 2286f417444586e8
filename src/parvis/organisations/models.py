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
