"""Small sentences with dates and lists, in the reader's language, for templates and mails.

A moment (`datetime`) counts as its day where the reader is. Date formats are Django's; they are
translated, and the first of a month has its own, for « 1er mars ».
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext, pgettext_lazy

# Django's French catalogue writes « jan. » and « fév. », where French writes « janv. » and « févr. »:
# named here so that ours may say it. The others it writes well.
ABBREVIATED = (pgettext_lazy("abbrev. month", "Jan."), pgettext_lazy("abbrev. month", "Feb."))


def human_date(day: date) -> str:
    """A day in words: “Monday 2 March 2026”."""
    day = _local_day(day)
    if day.day == 1:
        return date_format(day, pgettext("date format: weekday, day, month, year; first of a month", "l j F Y"))
    return date_format(day, pgettext("date format: weekday, day, month, year", "l j F Y"))


def full_date(day: date) -> str:
    """A day without its weekday: “2 March 2026”."""
    return _full(_local_day(day))


def short_date(day: date) -> str:
    """A day in little room: “2 Nov. 2026”."""
    day = _local_day(day)
    if day.day == 1:
        return date_format(day, pgettext("date format: day, short month, year; first of a month", "j N Y"))
    return date_format(day, pgettext("date format: day, short month, year", "j N Y"))


def short_day(day: date) -> str:
    """The same without its year: “2 Nov.”."""
    day = _local_day(day)
    if day.day == 1:
        return date_format(day, pgettext("date format: day, short month; first of a month", "j N"))
    return date_format(day, pgettext("date format: day, short month", "j N"))


def hour(moment: datetime) -> str:
    """The hour where the reader is: “18:30”, « 18 h 30 », « 18 h »."""
    moment = timezone.localtime(moment)
    if moment.minute == 0:
        return date_format(moment, pgettext("time format, on the hour", "H:i"))
    return date_format(moment, pgettext("time format", "H:i"))


def human_moment(moment: datetime) -> str:
    """A day and its hour, near enough to need no year: “Monday 2 March, 18:30”."""
    day = _local_day(moment)
    if day.day == 1:
        words = date_format(day, pgettext("date format: weekday, day, month; first of a month", "l j F"))
    else:
        words = date_format(day, pgettext("date format: weekday, day, month", "l j F"))
    return gettext("%(day)s, %(time)s") % {"day": words, "time": hour(moment)}


def isolated(words: object) -> str:
    """A name inside a sentence read from right to left keeps its own direction, and its full stop its place."""
    return f"\u2068{words}\u2069" if get_language_bidi() else str(words)


def human_date_range(start: date | None, end: date | None) -> str:
    """A period in as few words as is clear: “from 2 to 15 March 2026”; an end may be missing."""
    if start is not None and end is not None:
        return _closed_range(_local_day(start), _local_day(end))
    if start is not None:
        return gettext("from %(start)s") % {"start": _full(_local_day(start))}
    if end is not None:
        return gettext("until %(end)s") % {"end": _full(_local_day(end))}
    return ""


def _closed_range(start: date, end: date) -> str:
    if start == end:
        return gettext("on %(day)s") % {"day": _full(start)}
    if start.year != end.year:
        first = _full(start)
    elif start.month != end.month:
        first = _day_and_month(start)
    else:
        first = _day_alone(start)
    return gettext("from %(start)s to %(end)s") % {"start": first, "end": _full(end)}


def _local_day(day: date) -> date:
    if isinstance(day, datetime):
        return timezone.localdate(day) if timezone.is_aware(day) else day.date()
    return day


def _full(day: date) -> str:
    if day.day == 1:
        return date_format(day, pgettext("date format: day, month, year; first of a month", "j F Y"))
    return date_format(day, pgettext("date format: day, month, year", "j F Y"))


def _day_and_month(day: date) -> str:
    if day.day == 1:
        return date_format(day, pgettext("date format: day, month; first of a month", "j F"))
    return date_format(day, pgettext("date format: day, month", "j F"))


def _day_alone(day: date) -> str:
    if day.day == 1:
        return date_format(day, pgettext("date format: day; first of a month", "j"))
    return date_format(day, pgettext("date format: day", "j"))


def days_left(end: date, today: date) -> str:
    """How long until `end`, that day included: “3 days left”, “last day”, “ended”."""
    days = (_local_day(end) - _local_day(today)).days
    if days < 0:
        return gettext("ended")
    if days == 0:
        return gettext("last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def join_list(items: Iterable[str | Promise]) -> str:
    """A list in words: “Digne, Sisteron and Volonne”."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    comma = "، " if get_language_bidi() else ", "
    return gettext("%(list)s and %(last)s") % {"list": comma.join(words[:-1]), "last": words[-1]}


def human_size(size: int) -> str:
    """What a file weighs, as shops and phones write it: “240 KB”, “1.5 MB” (a thousand bytes each, not 1 024)."""
    if size < 999_500:
        return gettext("%(number)s KB") % {"number": number_format(max(1, round(size / 1000)))}
    megabytes = round(size / 1_000_000, 1)
    is_whole = megabytes >= 10 or megabytes.is_integer()
    return gettext("%(number)s MB") % {"number": number_format(round(megabytes) if is_whole else megabytes)}
