from django.db import models


class SpaceFigures(models.Model):
    """Totals of a front door that cost too much to count for each reader; the clock counts them again."""

    space = models.OneToOneField("territories.Space", on_delete=models.CASCADE, related_name="figures")
    people = models.PositiveIntegerField(default=0)
    decided = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    featured = models.ForeignKey("replies.Outcome", null=True, on_delete=models.SET_NULL, related_name="+")
    # Contributions by commune, from territory id to number: the tint of the map.
    communes = models.JSONField(default=dict)
    counted_at = models.DateTimeField(auto_now=True)
