"""Real servers, on the kind of database the suite runs on; whatever a test leaves is ended, by its own number."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.robustness.served import Served


@contextlib.contextmanager
def _database(directory: Path, new: str) -> Iterator[str]:
    """The address of a new database of its own; nothing for SQLite, which is in the data directory."""
    if connection.vendor == "sqlite":
        shutil.copy(new, directory)
        yield ""
        return
    import psycopg

    url, name = os.environ["DATABASE_URL"], f"parvis_robust_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {new}")
        try:
            yield f"{url.rsplit('/', 1)[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def served(db: None, new_database: str, tmp_path: Path) -> Iterator[Served]:
    directory = tmp_path / "data"
    directory.mkdir()
    with _database(directory, new_database) as url:
        server = Served(directory, url)
        try:
            yield server
        finally:
            if server.process and server.process.poll() is None:
                server.kill_group()
