"""One demonstration and one Chromium for each process of the run; a browser of one's own for each person."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tools.browser import BUILT, PATIENCE, Site, build, chromium, enter, open_context, served

AXE = (Path(__file__).parent / "vendor/axe.min.js").read_text(encoding="utf-8")
FAULTS = """axe.run({resultTypes: ['violations']}).then(({violations}) =>
  violations.map((fault) => [fault.id, fault.nodes.map((node) => node.html.slice(0, 160))]))"""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration, built once for all the processes of the run; each then serves its own copy."""
    if known := os.environ.get(BUILT):
        return Path(known)
    here = tmp_path_factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "built"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return build(folder)


@pytest.fixture(scope="session")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("parvis"), built) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """``open_page("/participer/", width=390, javascript=False, persona="olga")``: a browser of one's own."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_(path: str = "/", *, persona: str = "", **options: Any) -> Page:
        context = open_context(browser, site, **options)
        contexts.append(context)
        context.on("page", lambda tab: watch(tab, wrong))
        page = context.new_page()
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
    """What axe finds on the page as it stands (axe itself needs JavaScript)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [(name, nodes) for name, nodes in page.evaluate(FAULTS)]
