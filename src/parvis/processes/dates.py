"""Days as the animator writes them, moments as the database keeps them, in the installation's time zone."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def opening(day: date | None) -> datetime | None:
    """The first minute of ``day``."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def closing(day: date | None) -> datetime | None:
    """The last second of ``day``: « until the 12th » includes the 12th."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None


def day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def shifted(moment: datetime | None, days: int) -> datetime | None:
    """The same hour on the clock, ``days`` later, whatever summer time does in between."""
    if moment is None:
        return None
    local = timezone.localtime(moment).replace(tzinfo=None)
    return timezone.make_aware(local + timedelta(days=days))
