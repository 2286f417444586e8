from collections.abc import Iterator

import pytest
from django.utils import translation

from parvis.core import registry
from parvis.core.registry import Method


@pytest.fixture(autouse=True)
def _a_method() -> Iterator[None]:
    """A démarche needs one method; these tests need no more than its declaration."""
    if any(method.key == "proposals" for method in registry.all_methods()):
        yield
        return
    registry.register(
        Method(
            key="proposals",
            label="Proposals",
            description="",
            icon="lightbulb",
            model="proposals.Proposal",
            verbs={"create": "Submit", "comment": "Comment", "support": "Support"},
        )
    )
    yield
    del registry._methods["proposals"]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Sentences are checked as they are written in the code, whatever the state of the catalogues."""
    with translation.override("en"):
        yield
