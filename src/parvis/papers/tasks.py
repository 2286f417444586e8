from datetime import timedelta

from django.utils import timezone

from parvis.core.jobs import daily_at, periodic
from parvis.papers.models import Reading

# Long enough for a doubt to come up, short enough not to make a file of who reads what. Ours, no law says it.
READINGS_KEPT = timedelta(days=365)


@periodic(daily_at(3, 40))
def forget_readings() -> None:
    Reading.objects.filter(day__lt=timezone.localdate() - READINGS_KEPT).delete()
