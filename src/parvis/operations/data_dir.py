"""The data directory: everything Parvis keeps on disk."""

import errno
import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from parvis.operations import OperationError

FOLDERS = ("media", "static", "backups", "mailbox")


def prepare(path: Path) -> None:
    """Create the directory, its folders and the secret key, once. Nothing existing is touched."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in FOLDERS:
            (path / name).mkdir(exist_ok=True)
        probe = path / f".probe-{os.getpid()}"
        probe.write_bytes(b"x" * 65536)
        probe.unlink()
        key = path / "secret_key"
        if not key.exists():
            descriptor = os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(secrets.token_urlsafe(48) + "\n")
    except FileExistsError:
        if not path.is_dir():
            raise OperationError(
                f"{path} is a file, not a directory. Choose another with PARVIS_DATA_DIR."
            ) from None
    except OSError as error:
        raise OperationError(explain(error, path)) from error


def explain(error: OSError, path: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk of {path} is full. Free some room, then try again."
    if error.errno == errno.EROFS:
        return f"{path} is on a read-only disk. Choose another directory with PARVIS_DATA_DIR."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This user may not write in {path}. Give it the right, or choose another with PARVIS_DATA_DIR."
    if error.errno == errno.ENOTDIR:
        return f"{path} passes through a file. Choose another directory with PARVIS_DATA_DIR."
    return f"{path} cannot be used: {error.strerror}."


@contextmanager
def only_one_server(path: Path) -> Iterator[None]:
    """Hold the directory's lock: a second server on it would silently share the port."""
    with (path / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise OperationError(
                f"Parvis already runs on {path} (process {lock.read().strip() or '?'}). Stop it first, "
                "or choose another directory with PARVIS_DATA_DIR."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
