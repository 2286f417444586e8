"""A real ``parvis serve`` in its own group of processes, on a free port, with a data directory of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
CSRF = "a" * 32
SECONDS = 60  # the longest any of these waits, on a busy machine


def wait_until(true: Any, what: str) -> None:
    limit = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < limit, f"After {SECONDS} s, still not: {what}"
        time.sleep(0.05)


class Served:
    def __init__(self, directory: Path, database_url: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "PARVIS_DATA_DIR": str(directory),
            "PARVIS_SECRET_KEY": "robustness",
            "PARVIS_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.log = directory / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        for name in ("media", "static"):
            (directory / name).mkdir(exist_ok=True)

    def prepare(self, persons: int, posts: int) -> dict[str, Any]:
        return json.loads(self.run("-m", "tests.robustness.prepare", str(persons), str(posts)))

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "parvis", "serve", "--port", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until(self.answers, "the server answers: " + self.log.read_text()[-2000:])

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log.read_text()[-3000:]
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        try:
            return self.ask("GET", "/participer/")[0] == 200
        except OSError:
            return False

    def refuses(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def family(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill_group(self) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_main(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def ask(self, verb: str, path: str, *, session: str = "", **words: str) -> tuple[int, str]:
        """The status and where it leads; ``OSError`` when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            headers = {"Cookie": f"parvis_csrf={CSRF}; parvis_session={session}"}
            if verb == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(verb, path, urlencode({"csrfmiddlewaretoken": CSRF, **words}), headers)
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Location") or ""
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()
