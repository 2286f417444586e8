"""Sentences are asserted as the code writes them; what residents read in French and Arabic has its own tests."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _as_written() -> Iterator[None]:
    with translation.override("en"):
        yield
