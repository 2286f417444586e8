from datetime import timedelta

from parvis.core.jobs import every, job, periodic
from parvis.site.actions import count_figures
from parvis.territories.models import Space


@periodic(every(timedelta(minutes=10)))
def count_again() -> None:
    for space in Space.objects.order_by("pk"):
        count_figures(space=space)


@job
def count_now() -> None:
    """After a decision: what changed is on the home page at once."""
    for space in Space.objects.order_by("pk"):
        count_figures(space=space)
