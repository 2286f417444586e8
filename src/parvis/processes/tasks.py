from datetime import timedelta

from django.utils import timezone

from parvis.core.jobs import every, periodic
from parvis.processes.actions import tick


@periodic(every(timedelta(minutes=5)))
def tell_what_opened_and_closed() -> None:
    tick(at=timezone.now())
