"""Small sentences with dates and lists, in the reader's language, for templates and mails."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext, ngettext, pgettext

Text = str | Promise


def human_date(day: date) -> str:
    """A day in words: “Monday 2 March 2026”."""
    return date_format(day, pgettext("date with weekday, as Django's date format", "l j F Y"))


def human_date_range(start: date | None, end: date | None) -> str:
    """A period in as few words as is clear: “from 2 to 15 March 2026”; an end may be missing."""
    if start is None and end is None:
        return ""
    if end is None or start is None:
        return _open_range(start, end)
    if start == end:
        return gettext("on %(day)s") % {"day": _day(start)}
    if start.year != end.year:
        first = _day(start)
    elif start.month != end.month:
        first = date_format(start, pgettext("day and month, as Django's date format", "j F"))
    else:
        first = date_format(start, pgettext("day of a month, as Django's date format", "j"))
    return gettext("from %(start)s to %(end)s") % {"start": first, "end": _day(end)}


def _open_range(start: date | None, end: date | None) -> str:
    if start is not None:
        return gettext("from %(start)s") % {"start": _day(start)}
    assert end is not None
    return gettext("until %(end)s") % {"end": _day(end)}


def _day(day: date) -> str:
    return date_format(day, pgettext("full date, as Django's date format", "j F Y"))


def days_left(end: date, today: date) -> str:
    """How long until `end`, that day included: “3 days left”, “last day”, “ended”."""
    days = (end - today).days
    if days < 0:
        return gettext("ended")
    if days == 0:
        return gettext("last day")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def join_list(items: Iterable[Text]) -> str:
    """A list in words: “Digne, Sisteron and Volonne”."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    comma = "، " if get_language_bidi() else ", "
    return gettext("%(list)s and %(last)s") % {"list": comma.join(words[:-1]), "last": words[-1]}
