from django.db import models

from parvis.contributions.models import Contribution, ContributionQuerySet


class Memory(Contribution):
    """What somebody remembers of a place, and when it was."""

    year = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ContributionQuerySet.as_manager()
