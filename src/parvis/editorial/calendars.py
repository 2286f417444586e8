"""Gatherings by month, and as a calendar file (RFC 5545): one to keep, or all of them to subscribe to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from parvis.editorial.models import Gathering

if TYPE_CHECKING:
    from icalendar import Event


@dataclass(frozen=True)
class Month:
    first: datetime
    gatherings: list[Gathering]

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"


def by_month(gatherings: Iterable[Gathering]) -> list[Month]:
    """Already sorted, either way; a month is that of the reader's clock."""
    months: list[Month] = []
    for gathering in gatherings:
        first = timezone.localtime(gathering.starts_at).replace(day=1)
        if not months or months[-1].key != f"{first:%Y-%m}":
            months.append(Month(first, []))
        months[-1].gatherings.append(gathering)
    return months


def calendar(gatherings: Iterable[Gathering], *, name: str) -> bytes:
    """Times in UTC, so that no time zone has to be described; a cancelled meeting stays, marked so."""
    from icalendar import Calendar

    file = Calendar()
    file.add("prodid", "-//Parvis//agenda//")
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for gathering in gatherings:
        file.add_component(_event(gathering))
    return file.to_ical()


def _event(gathering: Gathering) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"gathering-{gathering.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", gathering.updated_at)
    event.add("last-modified", gathering.updated_at)
    event.add("summary", str(gathering.title))
    event.add("dtstart", gathering.starts_at.astimezone(UTC))
    if gathering.ends_at:
        event.add("dtend", gathering.ends_at.astimezone(UTC))
    event.add("location", ", ".join(filter(None, [gathering.place, gathering.address])))
    event.add("description", "\n\n".join(_words(gathering)))
    event.add("url", settings.BASE_URL + gathering.get_absolute_url())
    event.add("status", "CANCELLED" if gathering.is_cancelled else "CONFIRMED")
    return event


def _words(gathering: Gathering) -> list[str]:
    words = (gathering.cancelled_reason, gathering.description, gathering.access)
    return [str(text) for text in words if text]
