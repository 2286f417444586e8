"""Keyset pages against a plain sorted list, on whichever database runs the tests."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, models
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.core.keyset import Keyset

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Pebble(models.Model):
    shuffle = models.IntegerField()
    supports_count = models.IntegerField()
    created_at = models.DateTimeField()
    title = models.CharField(max_length=50)

    class Meta:
        app_label = "keyset_tests"
        managed = False

    def __str__(self):
        return self.title


@pytest.fixture
def pebbles():
    kind = "timestamp with time zone" if connection.vendor == "postgresql" else "datetime"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE keyset_tests_pebble (id integer PRIMARY KEY, shuffle integer, "
            f"supports_count integer, created_at {kind}, title varchar(50))"
        )
    yield Pebble.objects
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE keyset_tests_pebble")


def put(values):
    Pebble.objects.all().delete()
    Pebble.objects.bulk_create(
        Pebble(
            id=rank,
            shuffle=value,
            supports_count=value,
            created_at=NOON - timedelta(hours=value),
            title=f"é{value}",
        )
        for rank, value in enumerate(values, start=1)
    )


def walk(keyset):
    """All pages forwards, then all pages backwards from the last one."""
    pages, page = [], keyset.page()
    while True:
        pages.append(page)
        assert len(pages) < 50, "the pages never end"
        if page.next_cursor is None:
            break
        page = keyset.page(page.next_cursor)
    back = [page]
    while page.previous_cursor is not None:
        page = keyset.page(page.previous_cursor)
        back.append(page)
        assert len(back) < 50, "the pages never end"
    return pages, back


def ids(pages):
    return [item.pk for page in pages for item in page.items]


ORDERS = [
    ("-created_at", "-id"),
    ("created_at", "id"),
    ("-supports_count", "-id"),
    ("shuffle", "id"),
    ("-title", "id"),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    values=st.lists(st.integers(0, 5), max_size=12),
    order=st.sampled_from(ORDERS),
    per_page=st.integers(1, 5),
)
def test_pages_give_each_item_once_in_order(pebbles, values, order, per_page):
    put(values)
    pages, back = walk(Keyset(pebbles.all(), order=order, per_page=per_page))
    expected = list(pebbles.order_by(*order).values_list("pk", flat=True))
    assert ids(pages) == expected
    assert [page.items for page in back[:-1]][::-1] == [page.items for page in pages[1:]]
    assert back[-1].items == pages[0].items
    assert all(len(page.items) == per_page for page in pages[:-1])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    values=st.lists(st.integers(0, 5), max_size=12),
    order=st.sampled_from([("shuffle", "id"), ("-shuffle", "-id")]),
    start=st.integers(-1, 6),
    per_page=st.integers(1, 5),
)
def test_a_start_point_turns_the_list_like_a_circle(pebbles, values, order, start, per_page):
    put(values)
    pages, back = walk(Keyset(pebbles.all(), order=order, per_page=per_page, start=start))
    in_order = list(pebbles.order_by(*order))
    descending = order[0].startswith("-")
    first = [item.pk for item in in_order if (item.shuffle <= start if descending else item.shuffle >= start)]
    assert ids(pages) == first + [item.pk for item in in_order if item.pk not in first]
    assert ids(back[::-1]) == ids(pages)


def test_an_order_may_be_an_annotation(pebbles):
    put([3, 1, 2])
    shown = pebbles.annotate(shown=F("supports_count") + 10)
    page = Keyset(shown, order=("-shown", "-id"), per_page=2).page()
    assert ids([page]) == [1, 3]
    assert ids([Keyset(shown, order=("-shown", "-id"), per_page=2).page(page.next_cursor)]) == [2]


def test_items_that_come_meanwhile_are_neither_lost_nor_repeated(pebbles):
    put([5, 4, 3, 2, 1])
    keyset = Keyset(pebbles.all(), order=("-supports_count", "-id"), per_page=2)
    first = keyset.page()
    Pebble(id=99, shuffle=9, supports_count=9, created_at=NOON, title="").save(force_insert=True)
    second = keyset.page(first.next_cursor)
    assert ids([second]) == [3, 4]
    assert ids([keyset.page(second.previous_cursor)]) == [1, 2]


def test_a_page_emptied_meanwhile_leads_back(pebbles):
    put([3, 2, 1])
    keyset = Keyset(pebbles.all(), order=("-supports_count", "-id"), per_page=2)
    cursor = keyset.page().next_cursor
    pebbles.filter(pk=3).delete()
    page = keyset.page(cursor)
    assert (page.items, page.next_cursor) == ([], None)
    assert ids([keyset.page(page.previous_cursor)]) == [1, 2]


def made(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "é",
        "%%%",
        "x" * 5000,
        made(),
        made(0, 1),
        made(2, 1, 1),
        made(True, 1, 1),
        made(0, None, 1),
        made(0, [], 1),
        made(0, "abc", 1),
        made(0, 10**40, 1),
        made(0, 1, 10**40),
        made(0, 1, -1),
        made(0, 1, "1"),
        made(0, 1, True),
        base64.urlsafe_b64encode(b"[0,NaN,1]").decode(),
        base64.urlsafe_b64encode(b"[" * 300).decode(),
    ],
)
def test_a_made_up_cursor_shows_the_first_page(pebbles, cursor):
    put([2, 1])
    assert ids([Keyset(pebbles.all(), order=("-supports_count", "-id")).page(cursor)]) == [1, 2]


@pytest.mark.parametrize("raw", ["2026-01-01", "2026-01-01T00:00:00", "9999-12-31T23:59:59-23:00", "x", 4])
def test_a_made_up_date_shows_the_first_page(pebbles, raw):
    put([1, 2])
    assert ids([Keyset(pebbles.all()).page(made(0, raw, 1))]) == [1, 2]


@pytest.mark.parametrize("raw", ["\0", "\ud800"])
def test_a_made_up_text_shows_the_first_page(pebbles, raw):
    put([1, 2])
    assert ids([Keyset(pebbles.all(), order=("title", "id")).page(made(0, raw, 1))]) == [1, 2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    cursor=st.one_of(
        st.text(max_size=40),
        st.builds(
            made,
            st.integers(0, 1),
            st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
            st.integers(),
        ),
    ),
    order=st.sampled_from(ORDERS),
)
def test_no_cursor_makes_an_error(pebbles, cursor, order):
    put([1])
    Keyset(pebbles.all(), order=order).page(cursor)


@pytest.mark.parametrize(("count", "start", "queries"), [(1, None, 1), (3, None, 1), (1, 2, 2), (3, 2, 2)])
def test_a_page_costs_one_query_two_on_a_circle(pebbles, count, start, queries):
    put(range(count))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        Keyset(pebbles.all(), order=("shuffle", "id"), start=start).page()
    assert len(seen) == queries


def test_the_index_is_used(pebbles):
    put(range(2))
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX pebble_order ON keyset_tests_pebble (shuffle, id)")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    keyset = Keyset(pebbles.all(), order=("shuffle", "id"))
    plan = pebbles.filter(keyset._beyond((1, 1), backwards=False)).order_by("shuffle", "id").explain()
    assert "pebble_order" in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
