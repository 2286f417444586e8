"""The pages residents read: legal pages, « Comprendre », news, agenda."""

import pytest

STANDING = (
    "/comprendre/",
    "/comprendre/les-cinq-niveaux/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/falc/",
    "/contact/",
    "/plan-du-site/",
    "/source/",
    "/actualites/",
    "/agenda/",
)


@pytest.mark.parametrize("path", STANDING)
@pytest.mark.parametrize("language", ["", "/en", "/ar"])
def test_every_page_answers_without_any_content(client, db, path, language):
    assert client.get(language + path).status_code == 200


@pytest.mark.parametrize("path", STANDING)
def test_every_page_answers_for_a_space(client, world, path):
    assert client.get(path).status_code == 200
