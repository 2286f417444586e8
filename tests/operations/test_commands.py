"""What an IT person types, and reads when it fails: one sentence, an exit code, never a traceback."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

import parvis.demo
from parvis.operations.database import explain

PERIMETER = Path(parvis.demo.__file__).parent / "data" / "cc-du-sisteronais-buech.geojson.gz"


def parvis_command(directory: Path, *arguments: str, **environment: str) -> tuple[int, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    known = kept | {"PARVIS_DATA_DIR": str(directory), "PYTHONPATH": "src"} | environment
    done = subprocess.run(
        [sys.executable, "-m", "parvis", *arguments], env=known, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, (done.stdout + done.stderr).strip()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on both")
def test_a_town_is_set_up_saved_and_put_back_elsewhere(tmp_path: Path) -> None:
    here, there, saved = tmp_path / "here", tmp_path / "there", tmp_path / "saved.tar.gz"
    territory = tmp_path / "territory.geojson"
    territory.write_bytes(gzip.decompress(PERIMETER.read_bytes()))
    asked = ("init", "--no-input", "--territory", str(territory), "--admin", "diane@example.org")
    code, said = parvis_command(here, *asked)
    assert (code, "http://127.0.0.1:8000/mon-suivi/lien/" in said) == (0, True)

    code, said = parvis_command(here, *asked)
    assert (code, "already set up" in said) == (2, True)

    assert parvis_command(here, "backup", str(saved))[0] == 0
    assert saved.stat().st_mode & 0o077 == 0
    assert parvis_command(there, "restore", "--yes", str(saved)) == (0, "Restored. Start it with: parvis serve")
    assert (there / "secret_key").read_text() == (here / "secret_key").read_text()
    with sqlite3.connect(there / "parvis.sqlite3") as database:
        assert database.execute("SELECT email FROM accounts_user").fetchall() == [("diane@example.org",)]

    code, said = parvis_command(there, "admin", "login-link", "nobody@example.org")
    assert (code, said) == (2, "parvis: No account has the address nobody@example.org.")
    code, said = parvis_command(there, "restore", "--yes", str(saved), DATABASE_URL="postgres://u@127.0.0.1:1/x")
    assert (code, "Nothing was changed" in said) == (2, True)

    with sqlite3.connect(there / "parvis.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'search'")
    code, said = parvis_command(there, "serve", "--port", "0")
    assert (code, said) == (2, "parvis: The database is from another version. Run: parvis upgrade")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("serve",), "Run “parvis init”"),
        (("check",), "Run “parvis init”"),
        (("init", "--no-input"), "give --territory FILE.geojson and --admin EMAIL"),
        (("init", "--no-input", "--territory", "pyproject.toml", "--admin", "nonsense"), "not an e-mail address"),
        (
            ("init", "--no-input", "--territory", "pyproject.toml", "--admin", "a@b.fr", "--url", "town"),
            "not an address",
        ),
        (
            ("init", "--no-input", "--territory", "pyproject.toml", "--admin", "a@b.fr", "--smtp", "mail"),
            "smtp://user:password@host:port",
        ),
        (("init", "--no-input", "--territory", "pyproject.toml", "--admin", "a@b.fr"), "pyproject.toml"),
        (("restore", "--yes", "pyproject.toml"), "is not a Parvis backup"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    code, said = parvis_command(tmp_path / "data", *arguments)
    assert code == 2
    assert said.startswith("parvis: ")
    assert words in said
    assert not (tmp_path / "data" / "parvis.env").exists()


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    silent = {"DATABASE_URL": "postgres://postgres@127.0.0.1:1/parvis", "PARVIS_SECRET_KEY": "x"}
    for command in ("serve", "backup", "upgrade"):
        code, said = parvis_command(tmp_path, command, **silent)
        assert (code, "127.0.0.1" in said) == (2, True), (command, said)
    code, said = parvis_command(tmp_path, "check", **silent)
    assert code == 1
    assert "✗ Database: The database does not answer" in said
    assert said.count("does not answer") == 1, "one fault, one sentence"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite3.OperationalError("database or disk is full"), "is full"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "may only be read"),
        (sqlite3.DatabaseError("file is not a database"), "parvis restore"),
        (sqlite3.IntegrityError("UNIQUE constraint failed"), "The database refused"),
    ],
)
def test_each_failure_of_the_database_is_a_sentence(error: Exception, words: str) -> None:
    assert words in str(explain(error))
    assert explain(ValueError("ours")) is None


def test_help_needs_neither_settings_nor_django(tmp_path: Path) -> None:
    code = "import sys; from parvis.cli import parvis; parvis(['--help'], standalone_mode=False); print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"],
        env={"PYTHONPATH": "src", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "parvis backup" in done.stdout
    assert "django" not in json.loads(done.stdout.splitlines()[-1])
