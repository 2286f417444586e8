from django.db import models


class SpaceFigures(models.Model):
    """Totals of a front door that cost too much to count for each reader; the clock counts them again."""

    space = models.OneToOneField("territories.Space", on_delete=models.CASCADE, related_name="figures")
    people = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(auto_now=True)
