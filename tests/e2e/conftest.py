"""The real product in a real browser: ``parvis demo`` on a free port, one for the whole run.

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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
PATIENCE = 15_000
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


def start_demo(folder: Path) -> tuple[Site, subprocess.Popen[bytes]]:
    """Serve the demonstration from ``folder``, built there or copied from one already built."""
    port = free_port()
    if built := os.environ.get("PARVIS_E2E_DEMO"):
        shutil.copytree(built, folder / "demo", ignore=shutil.ignore_patterns("server.lock"))
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PARVIS_", "DJANGO_")) and name != "DATABASE_URL"
    }
    source = Path(__file__).resolve().parents[2] / "src"
    environment |= {"PARVIS_DATA_DIR": str(folder), "PYTHONPATH": str(source)}
    command = [sys.executable, "-m", "parvis", "demo", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, start_new_session=True, stdout=log, stderr=log)
    site = Site(f"http://127.0.0.1:{port}", folder / "demo" / "mailbox")
    try:
        _wait(site.url, server)
    except AssertionError:
        stop(server)
        raise
    return site, server


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


def stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGTERM)
    server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found, server = start_demo(tmp_path_factory.mktemp("parvis"))
    yield found
    stop(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield chromium
        chromium.close()


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


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page("/participer/", width=390, javascript=False, persona="olga")``: a browser of one's own."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(path: str = "/", *, persona: str = "", **options: Any) -> Page:
        context = open_context(browser, site, **options)
        contexts.append(context)
        page = context.new_page()
        watch(page, wrong)
        if persona:
            enter(page, persona)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert wrong == []


def watch(page: Page, wrong: list[str]) -> None:
    """Note what no visitor sees and no page may do: a failing script, a refused one, a server error."""
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: wrong.append(f"{page.url}: {said.text}") if "Content Security Policy" in said.text else None,
    )
    page.on(
        "response",
        lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None,
    )


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(fault["id"], [node["html"][:160] for node in fault["nodes"]]) for fault in found]
