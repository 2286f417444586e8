from django.db import models

from parvis.contributions.models import Contribution, ContributionQuerySet

KIND = "comment"
MOST_DEPTH = 3  # an answer to an answer to an answer; deeper, nobody follows on a phone


class CommentManager(models.Manager.from_queryset(ContributionQuerySet)):
    def get_queryset(self) -> ContributionQuerySet:
        return super().get_queryset().filter(kind=KIND)


class Comment(Contribution):
    """A word in answer to another: an envelope with a parent and, if wished, a stance. No column of its own."""

    objects = CommentManager()

    class Meta:
        proxy = True
