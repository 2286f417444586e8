import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english(_language: None) -> None:
    """The ground floor is tested in the language of its msgids."""
    translation.activate("en")
