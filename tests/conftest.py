"""The harness: strict, fast, the same on both databases."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import settings

from tests.client import StrictClient
from tests.personas import World, build_world

settings.register_profile("parvis", deadline=None)  # a busy machine is no failure
settings.load_profile("parvis")


@pytest.fixture(autouse=True)
def _clean_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _language() -> None:
    """The test client leaves behind the language of the last page it read."""
    translation.activate("fr")


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def client() -> StrictClient:
    return StrictClient()


@pytest.fixture
def client_of(world: World) -> Callable[[str], StrictClient]:
    """``client_of("olga")``: a browser where Olga is logged in, second key shown."""

    def become(name: str) -> StrictClient:
        browser = StrictClient()
        if name != "visitor":
            browser.force_login(world.users[name])
            session = browser.session
            session["account_authentication_methods"] = [{"method": "mfa"}]
            session.save()
        return browser

    return become
