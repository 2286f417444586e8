"""Bringing the database and the static files to this version."""

import hashlib
import json
import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from parvis.operations import OperationError


def is_empty() -> bool:
    return not MigrationRecorder(connection).has_table()


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade() -> int:
    """Apply what is missing; return how many migrations were applied. Safe to run twice.

    A search index built for another way of reading words is built again: what it no longer finds shows no error.
    """
    from parvis.search import index

    check_encoding()
    missing = pending_migrations()
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    collect_static()
    if index.is_outdated():
        index.rebuild()
    return missing


def explain(error: Exception) -> str | None:
    """The sentence for a database that fails; ``None`` when the error is not the database’s."""
    if not isinstance(error, DatabaseError | sqlite3.Error):
        return None
    said = " ".join(str(error).split())
    known = {
        "disk is full": "The disk of the database is full. Free some room, then try again.",
        "readonly database": "The database may only be read: give this user the right to write in its directory.",
        "unable to open database file": "The database’s file cannot be opened: see the rights of its directory.",
        "database is locked": "Another program holds the database for too long. Try again in a moment.",
        "file is not a database": "The database’s file is damaged. Put a backup back: parvis restore FILE",
        "malformed": "The database’s file is damaged. Put a backup back: parvis restore FILE",
        "no such table": "The database is from another version. Run: parvis upgrade",
        "connection": f"The database does not answer: {said}",
    }
    return next((sentence for words, sentence in known.items() if words in said), f"The database refused: {said}")


def collect_static() -> None:
    """Copy, hash and compress the static files once per version of the code."""
    stamp = Path(settings.STATIC_ROOT) / ".version"
    current = _static_fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == current:
        return
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    stamp.write_text(current, encoding="utf-8")


def _static_fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    seen = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            seen.append([path, file.stat().st_size, int(file.stat().st_mtime)])
    return hashlib.sha256(json.dumps(sorted(seen)).encode()).hexdigest()


def check_encoding() -> None:
    """PostgreSQL under the C locale loses é and all Arabic in its trigrams: refuse it before any data is in."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()"
        )
        encoding, ctype = cursor.fetchone()
    if encoding != "UTF8" or ctype in {"C", "POSIX"}:
        raise OperationError(
            f"The database must be UTF-8 (it is {encoding}, {ctype}). Create it with: "
            "createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 parvis"
        )
