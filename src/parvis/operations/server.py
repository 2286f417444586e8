"""The web server and its worker: one tree of processes, which dies together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from parvis.operations import OperationError

PARENT = "PARVIS_PARENT_PID"


def probe_port(host: str, port: int) -> None:
    """Refuse a taken or forbidden port with a sentence, before the server starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise OperationError(f"This user may not open port {port}. Choose one above 1024 with PORT.") from error
        except OSError as error:
            raise OperationError(
                f"Port {port} on {host} is already taken. Choose another, for example PORT={port + 1}."
            ) from error


def die_with_parent() -> None:
    """In a child: leave as soon as the parent is gone, even killed with SIGKILL. Works on every system."""
    parent = int(os.environ.get(PARENT, "0"))
    if not parent:
        return

    def watch() -> None:
        while _alive(parent):
            time.sleep(0.5)
        os._exit(0)

    threading.Thread(target=watch, name="die-with-parent", daemon=True).start()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # A killed parent nobody has waited for yet is a zombie: its children were given to another.
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    return True


@contextmanager
def worker_process() -> Iterator[None]:
    """The jobs' worker beside the web server, restarted by nobody: it leaves when the server leaves."""
    environment = os.environ | {PARENT: str(os.getpid())}
    worker = subprocess.Popen([sys.executable, "-m", "parvis", "worker"], env=environment)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(timeout=10)
        except subprocess.TimeoutExpired:
            worker.kill()


def run_web(*, host: str, port: int, workers: int, threads: int) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    os.environ[PARENT] = str(os.getpid())
    Granian(
        "parvis.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()
