"""Questions written once give what Django would have found, whatever is put in their gaps."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from parvis.accounts.models import User
from parvis.core.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, User]:
    return {
        name: User.objects.create_user(f"{name.lower()}@example.org", name=name) for name in ("Ana", "Bo", "Cleo")
    }


@prepared
def _named(name: str) -> QuerySet[User]:
    return User.objects.filter(name=name)


@prepared
def _numbered(ids: list[int]) -> QuerySet[User]:
    return User.objects.filter(pk__among=ids).order_by("name")


@prepared
def _ended(now) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=now)


def test_each_call_fills_the_gaps_anew(people) -> None:
    assert _named("Ana") == [people["Ana"]]
    assert _named(name="Bo") == [people["Bo"]]
    assert _named("x' OR '1'='1") == []


def test_the_sql_is_written_once(people) -> None:
    _named("Ana")
    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("written again")):
        assert _named("Cleo") == [people["Cleo"]]


def test_a_list_of_any_length_fills_one_gap(people) -> None:
    assert _numbered([]) == []
    assert _numbered([people["Bo"].pk]) == [people["Bo"]]
    assert _numbered([people["Cleo"].pk, people["Ana"].pk, 0]) == [people["Ana"], people["Cleo"]]


def test_a_moment_is_compared_as_django_compares_it() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="new", expire_date=now + timedelta(minutes=1))
    assert [row.pk for row in _ended(now)] == ["old"]
    assert {row.pk for row in _ended(now + timedelta(hours=1))} == {"old", "new"}


def test_nothing_is_no_value() -> None:
    with pytest.raises(TypeError):
        _named(None)
