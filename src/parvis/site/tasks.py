from datetime import timedelta

from parvis.core.jobs import every, periodic
from parvis.site.actions import count_people
from parvis.territories.models import Space


@periodic(every(timedelta(minutes=10)))
def count_people_again() -> None:
    for space in Space.objects.order_by("pk"):
        count_people(space=space)
