from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from parvis.core import sentences
from parvis.core.sentences import days_left, human_date, human_date_range, join_list

MARCH_2, MARCH_15 = date(2026, 3, 2), date(2026, 3, 15)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (MARCH_2, MARCH_15, "from 2 to 15 March 2026"),
        (MARCH_2, date(2026, 4, 1), "from 2 March to 1 April 2026"),
        (MARCH_2, date(2027, 3, 2), "from 2 March 2026 to 2 March 2027"),
        (MARCH_2, MARCH_2, "on 2 March 2026"),
        (MARCH_2, None, "from 2 March 2026"),
        (None, MARCH_15, "until 15 March 2026"),
        (None, None, ""),
    ],
)
def test_ranges_say_each_thing_once(start, end, words):
    assert human_date_range(start, end) == words


def test_a_moment_counts_as_its_local_day(settings):
    settings.TIME_ZONE = "Europe/Paris"
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert human_date_range(late, late) == "on 2 March 2026"
    assert days_left(late, today=MARCH_2) == "last day"


def test_the_first_of_a_month_has_its_own_format(monkeypatch):
    def french(context, message):
        return "1\\e\\r F Y" if context.endswith("first of a month") else message

    monkeypatch.setattr(sentences, "pgettext", french)
    assert human_date_range(date(2026, 3, 1), date(2027, 3, 2)) == "from 1er March 2026 to 2 March 2027"


def test_a_day_names_its_weekday():
    assert human_date(MARCH_2) == "Monday 2 March 2026"


@pytest.mark.parametrize(
    ("end", "words"),
    [
        (MARCH_15, "13 days left"),
        (date(2026, 3, 3), "1 day left"),
        (MARCH_2, "last day"),
        (date(2026, 3, 1), "ended"),
    ],
)
def test_days_left(end, words):
    assert days_left(end, today=MARCH_2) == words


@pytest.mark.parametrize(
    ("items", "words"),
    [([], ""), (["Digne"], "Digne"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_join_list(items, words):
    assert join_list(items) == words


def test_arabic_lists_have_their_own_comma():
    with translation.override("ar"):
        assert "أ، ب" in join_list(["أ", "ب", "ج"])


def test_french_dates_read_as_french_writes_them(settings):
    settings.TIME_ZONE = "Europe/Paris"
    evening = datetime(2027, 2, 4, 17, 30, tzinfo=UTC)
    with translation.override("fr"):
        assert sentences.short_date(date(2027, 2, 4)) == "4 févr. 2027"
        assert sentences.short_day(date(2027, 1, 1)) == "1er janv."
        assert sentences.full_date(date(2027, 3, 1)) == "1er mars 2027"
        assert sentences.human_moment(evening) == "jeudi 4 février, 18\u00a0h\u00a030"
        assert sentences.hour(evening.replace(minute=0)) == "18\u00a0h"
