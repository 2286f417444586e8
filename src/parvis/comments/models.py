from django.db import models

from parvis.contributions.models import Contribution, ContributionQuerySet

KIND = "comment"


class CommentManager(models.Manager.from_queryset(ContributionQuerySet)):
    def get_queryset(self) -> ContributionQuerySet:
        return super().get_queryset().filter(kind=KIND)


class Comment(Contribution):
    """A word in answer to another: an envelope with a parent and, if wished, a stance. No column of its own."""

    objects = CommentManager()

    class Meta:
        proxy = True
