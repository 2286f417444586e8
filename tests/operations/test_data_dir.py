"""What an IT person reads when the disk says no."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from parvis.operations import OperationError, data_dir, server


def test_prepare_makes_a_private_key_once(tmp_path: Path) -> None:
    data_dir.prepare(tmp_path / "new")
    key = tmp_path / "new" / "secret_key"
    first = key.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    data_dir.prepare(tmp_path / "new")
    assert key.read_text() == first


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OperationError, match="is a file, not a directory"):
        data_dir.prepare(tmp_path / "file")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (28, "is full"),
        (30, "read-only disk"),
        (13, "may not write"),
        (20, "passes through a file"),
        (5, "cannot be used"),
    ],
)
def test_each_refusal_of_the_disk_is_a_sentence(number: int, words: str) -> None:
    assert words in data_dir.explain(OSError(number, os.strerror(number)), Path("/srv/parvis"))


def test_a_second_server_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with data_dir.only_one_server(tmp_path), pytest.raises(OperationError, match="already runs"):  # noqa: SIM117
        with data_dir.only_one_server(tmp_path):
            pass


def test_a_taken_port_is_said_with_another(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(OperationError, match=f"Port {port} .* already taken.*PORT={port + 1}"):
            server.probe_port("127.0.0.1", port)


def test_the_command_says_one_sentence_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    environment = os.environ | {"PARVIS_DATA_DIR": str(tmp_path / "file"), "PYTHONPATH": "src"}
    done = subprocess.run(
        [sys.executable, "-m", "parvis", "demo"], check=False, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.startswith("parvis: ")
    assert "Traceback" not in done.stderr
