"""One file holds a whole installation: database, media, keys and settings."""

import contextlib
import gzip
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from parvis import __version__
from parvis.operations import OperationError
from parvis.operations.settings_file import load_settings_file

KEPT = ("media", "secret_key", "parvis.env")
MANIFEST = "backup.json"


def save(file: Path | None) -> Path:
    """Write the backup beside, then move it into place: a half-written backup never has the good name."""
    from django.conf import settings
    from django.db import connection

    target = file or settings.DATA_DIR / "backups" / f"parvis-{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = _dump(Path(folder))
        manifest = {"version": __version__, "database": connection.vendor}
        (Path(folder) / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        partial = Path(folder) / "partial"
        with tarfile.open(partial, "w:gz", compresslevel=5) as archive:
            archive.add(Path(folder) / MANIFEST, MANIFEST)
            archive.add(dump, dump.name)
            for name in KEPT:
                if (settings.DATA_DIR / name).exists():
                    archive.add(settings.DATA_DIR / name, name)
        os.chmod(partial, 0o600)
        os.replace(partial, target)
    return target


def _dump(folder: Path) -> Path:
    from django.conf import settings
    from django.db import connection

    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        copy = folder / "database.sqlite3"
        # sqlite's own online copy: consistent while the site writes
        with (
            contextlib.closing(sqlite3.connect(database["NAME"])) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return copy
    copy = folder / "database.dump"
    _postgres("pg_dump", "--format=custom", f"--file={copy}", "--no-owner")
    return copy


def _postgres(program: str, *arguments: str) -> None:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not shutil.which(program):
        raise OperationError(f"{program} is missing: install PostgreSQL's client programs on this machine.")
    environment = os.environ | {
        "PGHOST": database["HOST"] or "",
        "PGPORT": str(database["PORT"] or ""),
        "PGUSER": database["USER"] or "",
        "PGPASSWORD": database["PASSWORD"] or "",
        "PGDATABASE": database["NAME"],
    }
    done = subprocess.run(  # noqa: S603
        [program, *arguments],
        check=False,
        env={k: v for k, v in environment.items() if v},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise OperationError(f"{program} failed: {done.stderr.strip()[:500]}")


def put_back(file: Path, directory: Path, start: Callable[[], None]) -> None:
    """Replace the installation by the backup: unpacked beside and looked at first; the database, then the files."""
    with tempfile.TemporaryDirectory(dir=directory) as folder:
        unpacked = Path(folder)
        manifest = _unpack(file, unpacked)
        load_settings_file(unpacked)
        start()
        from django.db import connection

        if manifest["database"] != connection.vendor:
            raise OperationError(
                f"This backup is of a {manifest['database']} database, and DATABASE_URL is for {connection.vendor}. "
                "Nothing was changed."
            )
        if connection.vendor == "sqlite":
            _put_back_sqlite(unpacked / "database.sqlite3")
        else:
            _put_back_postgres(unpacked / "database.dump")
        for name in KEPT:
            if (unpacked / name).exists():
                _replace(unpacked / name, directory / name)


def _unpack(file: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, FileNotFoundError, ValueError) as error:
        raise OperationError(f"{file} is not a Parvis backup, or it is damaged. Nothing was changed.") from error


def _put_back_sqlite(copy: Path) -> None:
    from django.conf import settings

    with contextlib.closing(sqlite3.connect(copy)) as database:
        if database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise OperationError("The database in this backup is damaged. Nothing was changed.")
    place = Path(settings.DATABASES["default"]["NAME"])
    for suffix in ("-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    _replace(copy, place)


def _put_back_postgres(dump: Path) -> None:
    """One transaction, from an empty schema: a table of a later version must not stay behind."""
    script = dump.with_suffix(".sql")
    _postgres("pg_restore", "--no-owner", f"--file={script}", str(dump))
    _postgres(
        "psql",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        "--command=DROP SCHEMA public CASCADE; CREATE SCHEMA public",
        f"--file={script}",
    )


def _replace(new: Path, old: Path) -> None:
    if old.is_dir():
        shutil.rmtree(old)
    os.replace(new, old)
