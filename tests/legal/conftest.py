from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are checked as they are written in the code, whatever the state of the catalogues."""
    with translation.override("en"):
        yield
