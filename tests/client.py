"""A test client that refuses what our readers would suffer from."""

import re
from typing import Any

from django.db import connection
from django.test import Client

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)
FORBIDDEN = {
    "an inline event handler": re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE),
    "an inline style": re.compile(r"<[^>]+\sstyle=", re.IGNORECASE),
    "an unrendered template": re.compile(r"\{\{|\{%"),
    "a script without nonce or src": re.compile(r"<script(?![^>]*\b(nonce|src)=)", re.IGNORECASE),
}


def _no_write(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if WRITES.match(sql):
        raise AssertionError(f"A GET request wrote: {sql[:200]}")
    return execute(sql, params, many, context)


class StrictClient(Client):
    def request(self, **request: Any) -> Any:
        if request.get("REQUEST_METHOD") in {"GET", "HEAD"}:
            with connection.execute_wrapper(_no_write):
                response = super().request(**request)
        else:
            response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._check(response)
        return response

    def _check(self, response: Any) -> None:
        page = response.content.decode()
        for what, pattern in FORBIDDEN.items():
            if found := pattern.search(page):
                raise AssertionError(
                    f"{response.request['PATH_INFO']} has {what}: {page[found.start() : found.start() + 120]}"
                )
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
            if re.search(r'method="post"', form, re.IGNORECASE) and "csrfmiddlewaretoken" not in form:
                raise AssertionError(
                    f"{response.request['PATH_INFO']}: a POST form without its token: {form[:200]}"
                )
