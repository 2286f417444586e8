"""Whatever is sent to a form of the desk, it answers with a page: never an error of the server, and words are kept.

Forms are read from the pages themselves: a new one is tried without a line here.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import cycle
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.urls import reverse

from tests.client import StrictClient
from tests.personas import World
from tests.test_url_matrix import addresses  # noqa: F401 -- a real address for each name

Become = Callable[[str], StrictClient]

# As bytes of a form: NUL; half an emoji, Latin-1, letters read backwards; 200 kB; a number past all columns.
NASTY = {
    "nothing": "",
    "nul": "a%00b",
    "bytes": "%ED%A0%80%E9t%E9%FF%FE" + quote("\u202eabc\u2066def"),
    "huge": "bus+" * 50_000,
}
# In turn, one to each field.
ODD = (quote("<script>alert(1)</script>\"'><b>"), "9" * 40, quote('{"a": [1, {"type": null}]}'))
# One field at a time, the others as the page gave them, so that the verb is reached.
EDGES = {
    "date": ("9999-12-31", "0001-01-01", "2026-02-30"),
    "datetime-local": ("9999-12-31T23:59", "0001-01-01T00:00"),
    "time": ("99:99", "00:00"),
    "number": ("-1", "0", "99999999999999999999", "1e308"),
    "hidden": ("", "a\0b", "99999999999999999999", "-1"),
}


@dataclass(frozen=True)
class Found:
    action: str
    fields: tuple[tuple[str, str, str], ...]
    """(name, kind, value): kinds are those of HTML; a list has several entries of one name."""

    def body(self, **changes: str) -> str:
        """As a browser sends it; ``changes`` are already encoded."""
        sent = [(n, v) for n, k, v in self.fields if v is not None and n not in changes]
        return "&".join([urlencode(sent), *(f"{quote(n)}={v}" for n, v in changes.items())])


class Forms(HTMLParser):
    """The POST forms of a page, each field with what it holds."""

    def __init__(self, page: str, path: str) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.path, self.action, self.fields = path, None, []
        self.area = self.select = ""
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        a = dict(attrs)
        if tag == "form" and a.get("method", "").lower() == "post":
            self.action, self.fields = a.get("action") or self.path, []
        elif self.action is None:
            return
        elif tag == "input" and a.get("name"):
            kind = a.get("type", "text")
            off = kind in {"checkbox", "radio"} and "checked" not in a
            value = None if off or kind == "file" else a.get("value") or ""
            self.fields.append((a["name"], kind, value))
        elif tag == "button" and a.get("name"):
            self.fields.append((a["name"], "button", None))
        elif tag == "textarea" and a.get("name"):
            self.area, self.text = a["name"], ""
        elif tag == "select" and a.get("name"):
            self.select = a["name"]
            self.fields.append((self.select, "select", None))
        elif tag == "option" and self.select and "selected" in a:
            self.fields.append((self.select, "select", a.get("value", "")))

    def handle_data(self, data: str) -> None:
        self.text += data if self.area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.fields.append((self.area, "textarea", self.text.removeprefix("\n")))
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form" and self.action is not None:
            self.found.append(Found(self.action, tuple(self.fields)))
            self.action = None


@contextmanager
def forgotten() -> Iterator[None]:
    """What happens inside leaves no trace: the next form finds the same world."""
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        yield
        transaction.set_rollback(True)


@pytest.fixture
def forms(world: World, addresses: dict[str, str], client_of: Become) -> list[Found]:  # noqa: F811
    """Every form of the desk that the platform's administrator may send."""
    browser, about = client_of("diane"), "?code=TUD-0001"
    pages = [
        *(address for name, address in addresses.items() if name.startswith("desk:")),
        reverse("desk:process_create", args=["express"]),
        *(
            reverse(f"desk:{name}") + about
            for name in ("reply_new", "reply_hold", "assign", "contributions_gather")
        ),
        *(reverse("desk:editorial_new", args=[kind]) for kind in ("rencontres", "actualites", "pages")),
    ]
    found: dict[tuple[str, frozenset[str]], Found] = {}
    for page in pages:
        answer = browser.get(page)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for form in Forms(answer.content.decode(), page).found:
                found.setdefault((form.action, frozenset(name for name, _kind, _value in form.fields)), form)
    assert len(found) > 60
    return list(found.values())


@dataclass(frozen=True)
class Answer:
    status: int
    page: str

    @property
    def is_a_page(self) -> bool:
        return self.status < 500 and (self.status < 400 or "<h1" in self.page)


def send(browser: StrictClient, form: Found, changes: dict[str, str]) -> Answer:
    browser.raise_request_exception = False
    with forgotten():
        answer = browser.post(form.action, form.body(**changes), content_type="application/x-www-form-urlencoded")
        page = (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")
        request_finished.disconnect(close_old_connections)  # it would close the one these tests hold
        answer.close()
        request_finished.connect(close_old_connections)
    return Answer(answer.status_code, page)


def shape(name: str) -> str:
    """The same for every line of a list and every block of an editor: one of them is tried."""
    return re.sub(r"\d+|(?<=-)[A-Za-z0-9]{6,}(?=-)|(?<=-)(?:BLOCK|ITEM)(?=-)", "…", name)


def tries(form: Found, editors: set[str]) -> Iterator[dict[str, str]]:
    """Everything at once in each nasty way; then, so that the verb is reached, one edge at a time.

    ``editors``: the shapes of lists and editors tried already; the same code reads them on every page.
    """
    typed = [name for name, kind, _value in form.fields if kind not in {"button", "hidden"}]
    for nasty in NASTY.values():
        yield dict.fromkeys(typed, nasty)
    yield dict(zip(typed, cycle(ODD), strict=False))
    alike = {shape(name): (name, kind) for name, kind, _value in form.fields if name != "csrfmiddlewaretoken"}
    for form_shape, (name, kind) in alike.items():
        inside = form_shape.partition("-")[2] if "…" in form_shape else ""
        if not inside or inside not in editors:
            yield from ({name: quote(edge)} for edge in EDGES.get(kind, ()))
        editors.add(inside)


def test_every_form_answers_with_a_page(forms: list[Found], client_of: Become) -> None:
    browser, failed, editors = client_of("diane"), [], set()
    for form in forms:
        for changes in tries(form, editors):
            answer = send(browser, form, changes)
            if not answer.is_a_page:
                failed.append((form.action, {name: wrong[:40] for name, wrong in changes.items()}, answer.status))
    assert not failed


def test_what_was_typed_is_kept_when_a_form_is_refused(forms: list[Found], client_of: Become) -> None:
    browser, lost = client_of("diane"), []
    for form in forms:
        shown = [field for field in form.fields if "BLOCK" not in field[0]]  # not the mould a script copies
        typed = [name for name, kind, _value in shown if kind in {"text", "textarea"}]
        wrong = {name: "x" for name, kind, _value in form.fields if kind in EDGES and kind != "hidden"}
        answer = send(browser, form, {name: f"Mes+mots+{rank}" for rank, name in enumerate(typed)} | wrong)
        if answer.status == 422 or "error-summary" in answer.page:
            lost += [
                (form.action, name) for rank, name in enumerate(typed) if f"Mes mots {rank}" not in answer.page
            ]
    assert not lost
