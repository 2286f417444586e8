from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.contributions.models import Contribution, ContributionQuerySet
from parvis.core.fields import TranslatedField


class Nature(models.TextChoices):
    """What a person wants to say; it chooses the word of the support button."""

    NEED = "need", _("Need")
    CONCERN = "concern", _("Concern")
    OPINION = "opinion", _("Opinion")
    PROPOSAL = "proposal", _("Proposal")


class Category(models.Model):
    """A drawer of one step, named by the animator."""

    step = models.ForeignKey("processes.Step", on_delete=models.CASCADE, related_name="categories")
    name = TranslatedField(_("Name"))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return str(self.name)


class Proposal(Contribution):
    """An idea, a need, a concern, an opinion put to the institution and to the others."""

    nature = models.CharField(_("This is"), max_length=8, choices=Nature, default=Nature.PROPOSAL)
    category = models.ForeignKey(
        Category,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        verbose_name=_("Category"),
    )

    objects = ContributionQuerySet.as_manager()
