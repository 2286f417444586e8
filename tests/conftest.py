"""The harness: strict, fast, the same on both databases."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from hypothesis import settings

from tests.client import StrictClient
from tests.personas import World, build_world

settings.register_profile("parvis", deadline=None)  # a busy machine is no failure
settings.load_profile("parvis")


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a database is kept with every table and no word in it: a file of SQLite, a name on PostgreSQL."""
    if connection.vendor == "sqlite":
        return str(tmp_path_factory.mktemp("new") / "parvis.sqlite3")
    return f"parvis_new_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, new_database: str) -> Iterator[None]:
    """Copied before any test writes: real servers start from it, since making one costs more than all they do."""
    with django_db_blocker.unblock():
        call_command("createcachetable", "cache", verbosity=0)
        if connection.vendor == "sqlite":
            connection.cursor().execute("VACUUM INTO %s", [new_database])
            yield
            return
        connection.close()
        with connection._nodb_cursor() as server:
            server.execute(f"DROP DATABASE IF EXISTS {new_database}")
            server.execute(f"CREATE DATABASE {new_database} TEMPLATE {connection.settings_dict['NAME']}")
    yield
    with django_db_blocker.unblock(), connection._nodb_cursor() as server:
        server.execute(f"DROP DATABASE {new_database}")


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _language() -> None:
    """The test client leaves behind the language of the last page it read."""
    translation.activate("fr")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture
def client_of(world: World) -> Callable[[str], StrictClient]:
    """``client_of("olga")``: a browser where Olga is logged in, second key shown."""

    def become(name: str) -> StrictClient:
        browser = StrictClient()
        if name != "visitor":
            browser.force_login(world.users[name])
            session = browser.session
            session["account_authentication_methods"] = [{"method": "mfa"}]
            session.save()
        return browser

    return become
