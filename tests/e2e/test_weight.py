"""First views stay within the budget, measured as ``make weight`` does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tools.browser import Site, served
from tools.weight import LANGUAGES, PAGES, ecoindex, grade, measure

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """As it was built: what other tests publish would be weighed too."""
    with served(tmp_path_factory.mktemp("weighed"), built) as found:
        yield found


def test_the_index_is_the_published_one() -> None:
    """The example given by the reference library: 100 elements, 100 requests, 100 kB are worth 72, a B."""
    index = ecoindex(elements=100, requests=100, kilobytes=100)
    assert round(index) == 72
    assert grade(index) == "B"


@pytest.mark.parametrize("page", PAGES)
def test_a_first_view_is_light(browser: Browser, site: Site, page: str) -> None:
    for language in LANGUAGES:
        view = measure(browser, site, page, language)
        assert view.excesses() == []
        assert grade(view.index) == "A"
