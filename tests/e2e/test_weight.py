"""First views stay within the budget, measured as ``make weight`` does."""

import pytest
from playwright.sync_api import Browser

from tools.browser import Site
from tools.weight import LANGUAGES, PAGES, ecoindex, grade, measure

pytestmark = pytest.mark.e2e


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
