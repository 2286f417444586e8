"""The real product in a real browser: ``parvis demo`` on a free port, and Chromium. For tests, weights and screens.

``PARVIS_E2E_DEMO`` may name the ``demo`` folder of a demonstration already built: a copy of it is served.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr-FR",
    "--allow-file-access-from-files",
]
WIDTHS = (390, 1280)
TRANSPORT = "transport-urbain-dignois"
BUILT = "PARVIS_E2E_DEMO"
PATIENCE = 45_000
"""Milliseconds a browser waits for what it is told to expect: a busy machine is no failure."""


@dataclass(frozen=True)
class Site:
    url: str
    mailbox: Path

    def letter(self, to: str, containing: str) -> str:
        """The last mail to an address with these words (a pattern) in it, waited for."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for path in sorted(self.mailbox.glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True):
                text = path.read_text(encoding="utf-8", errors="replace")
                if f"To: {to}" in text and re.search(containing, text, re.MULTILINE):
                    return text
            time.sleep(0.1)
        raise AssertionError(f"No mail with {containing!r} came to {to}.")

    def code(self, to: str) -> str:
        """The code mailed to an address, as the person would copy it."""
        pattern = r"^\s*([2-9A-HJ-NP-Z]{6})\s*$"
        found = re.search(pattern, self.letter(to, pattern), re.MULTILINE)
        assert found
        return found[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PARVIS_", "DJANGO_")) and name != "DATABASE_URL"
    }
    return kept | {"PARVIS_DATA_DIR": str(folder), "PYTHONPATH": str(ROOT / "src")}


def build(folder: Path) -> Path:
    """Prepare the demonstration in ``folder``, or see that it is there; where it is."""
    command = [sys.executable, "-m", "parvis", "demo", "--build-only"]
    subprocess.run(command, env=_environment(folder), stdout=subprocess.DEVNULL, check=True)
    return folder / "demo"


@contextmanager
def served(folder: Path, built: Path | None = None) -> Iterator[Site]:
    """Serve the demonstration from ``folder``, built there or copied from one already built."""
    port = free_port()
    if known := built or os.environ.get(BUILT):
        shutil.copytree(known, folder / "demo", ignore=shutil.ignore_patterns("server.lock"))
    command = [sys.executable, "-m", "parvis", "demo", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=_environment(folder), start_new_session=True, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}", server)
        yield Site(f"http://127.0.0.1:{port}", folder / "demo" / "mailbox")
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError("parvis demo stopped before it answered.")
        try:
            urllib.request.urlopen(f"{url}/sante/", timeout=2)
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("parvis demo did not answer within five minutes.")


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


def open_context(browser: Browser, site: Site, *, width: int = 1280, javascript: bool = True) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=javascript,
        locale="fr-FR",
        base_url=site.url,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    return context


def enter(page: Page, persona: str) -> None:
    """Log in as somebody of the demonstration."""
    page.goto("/demo/")
    page.locator(f'form[action="/demo/entrer/{persona}/"] button').click()
    page.wait_for_url(lambda url: "/demo/" not in url)
