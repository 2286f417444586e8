"""The real product in a real browser: ``parvis demo`` on a free port, one for the whole run."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (390, 1280)
TRANSPORT = "transport-urbain-dignois"


@dataclass(frozen=True)
class Site:
    url: str
    mailbox: Path

    def last_code(self, to: str) -> str:
        """The code mailed to an address, as the person would copy it."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for path in sorted(self.mailbox.glob("*.log"), key=lambda p: p.stat().st_mtime, reverse=True):
                text = path.read_text(encoding="utf-8", errors="replace")
                if f"To: {to}" in text and (found := re.search(r"^\s*([2-9A-HJ-NP-Z]{6})\s*$", text, re.MULTILINE)):
                    return found[1]
            time.sleep(0.2)
        raise AssertionError(f"No code came to {to}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("parvis"), free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PARVIS_", "DJANGO_")) and name != "DATABASE_URL"
    }
    source = Path(__file__).resolve().parents[2] / "src"
    environment |= {"PARVIS_DATA_DIR": str(folder), "PYTHONPATH": str(source)}
    server = subprocess.Popen(
        [sys.executable, "-m", "parvis", "demo", "--port", str(port)], env=environment, start_new_session=True
    )
    found = Site(f"http://127.0.0.1:{port}", folder / "demo" / "mailbox")
    try:
        _wait(found.url, server)
        yield found
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError("parvis demo stopped before it answered.")
        try:
            urllib.request.urlopen(f"{url}/sante/", timeout=2)  # noqa: S310
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError("parvis demo did not answer within five minutes.")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page("/participer/", width=390, javascript=False, persona="olga")``."""
    contexts = []

    def open_(path: str = "/", *, width: int = 1280, javascript: bool = True, persona: str = "") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="fr-FR",
            base_url=site.url,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"A script failed: {error}"))
        if persona:
            page.goto("/demo/")
            page.locator(f'form[action="/demo/entrer/{persona}/"] button').click()
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on the page as it stands."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run()")["violations"]
    return [(fault["id"], [node["html"][:200] for node in fault["nodes"]]) for fault in found]
