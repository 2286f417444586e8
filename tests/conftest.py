"""The harness: strict, fast, the same on both databases."""

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
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
def django_db_use_migrations() -> bool:
    """Tables come from the models: replaying every migration takes twenty seconds of each process. The demonstration
    of the browser tests, ``parvis init`` and ``parvis upgrade`` go through them all, on both databases."""
    return False


def write_by_hand() -> None:
    """What no model says: our migrations that only run code, such as the full-text index and the first durations. All
    are marked as applied, for the real servers that start from this database."""
    state, applied = ProjectState.from_apps(apps), MigrationRecorder(connection)
    applied.ensure_schema()
    for config in apps.get_app_configs():
        for found in sorted((Path(config.path) / "migrations").glob("[0-9]*.py")):
            applied.record_applied(config.label, found.stem)
            migration = import_module(f"{config.name}.migrations.{found.stem}").Migration(found.stem, config.label)
            by_hand = all(isinstance(operation, RunPython) for operation in migration.operations)
            if config.name.startswith("parvis.") and by_hand:
                with connection.schema_editor() as editor:
                    migration.apply(state, editor)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, new_database: str) -> Iterator[None]:
    """Copied before any test writes: real servers start from it, since making one costs more than all they do."""
    with django_db_blocker.unblock():
        write_by_hand()
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
