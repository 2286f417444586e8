"""Whoever sends what no form of ours sends: a page with a sentence each time, never an error of the server."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from parvis.supports.actions import support
from tests.client import StrictClient
from tests.methods.proposals.saying import SUBMIT, old_token, said
from tests.personas import World

Become = Callable[[str], StrictClient]

# As bytes of a form: NUL; half an emoji, Latin-1, letters read backwards; a megabyte; a number past all columns.
NASTY = {
    "empty": "",
    "nul": "a%00b",
    "nul within nul": "a%%0000b",
    "bytes": "%ED%A0%80%E9t%E9%FF%FE" + quote("\u202eabc\u2066def"),
    "huge": "bus+" * 250_000,
    "number": "9" * 40,
}
FIELDS = (
    "title", "body", "nature", "stance", "reason", "explanation", "contact", "text", "email", "code", "pseudonym",
    "territory", "link", "age_band", "language", "rhythm", "seen", "category", "commune", "place", "point", "voice",
    "alt", "texts", "who", "people", "next", "last", "name", "kind", "publish", "change", "sort", "stop", "q",
)  # fmt: skip
FORMS = (
    SUBMIT,
    "/avis/TUD-0001/repondre/",
    "/avis/TUD-0001/modifier/",
    "/avis/TUD-0001/retirer/",
    "/avis/TUD-0001/photo/",
    "/avis/TUD-0001/cosigner/",
    "/avis/TUD-0001/soutenir/",
    "/avis/TUD-0001/ne-plus-soutenir/",
    "/signaler/TUD-0001/",
    "/signaler/TUD-0001/appel/",
    "/suivre/avis/TUD-0001/",
    "/suivre/demarche/transport/",
    "/mon-suivi/identifier/",
    "/mon-suivi/identifier/code/",
    "/mon-suivi/identifier/bienvenue/",
    "/mon-suivi/identifier/qui/",
    "/mon-suivi/profil/",
    "/mon-suivi/adresse/",
    "/mon-suivi/partir/",
    "/mon-suivi/quitter/",
    "/mon-suivi/reprendre/",
    "/mon-suivi/reprendre/code/",
    "/mon-suivi/reprendre/adresse/",
    "/nouvelles/preferences/",
    "/nouvelles/lues/",
    "/nouvelles/desabonnement/x/",
    "/organismes/creer/",
)
PAGES = (
    "/?{}",
    "/participer/?q={0}&theme={0}&etat={0}&territoire={0}&page={0}",
    "/participer/transport/avis/?q={0}&sort={0}&page={0}&nature={0}&commune={0}&etat={0}&vue={0}",
    "/participer/transport/avis/deposer/proches/?title={0}",
    "/participer/{0}/",
    "/avis/{0}/",
    "/avis/TUD-0001/?sort={0}&side={0}&page={0}",
    "/signaler/{0}/",
    "/suivre/territoire/{0}/",
    "/suivre/avis/{0}/",
    "/suivre/organisme/{0}/",
    "/recherche/?q={0}&quoi={0}&kind={0}&page={0}&langue={0}",
    "/territoires/{0}/",
    "/territoires/pres-de-chez-moi/?q={0}",
    "/ce-qui-a-change/?page={0}",
    "/agenda/?page={0}&demarche={0}&passees={0}",
    "/actualites/?page={0}",
    "/actualites/{0}/",
    "/pages/{0}/",
    "/organismes/{0}/",
    "/mon-suivi/?page={0}",
    "/mon-suivi/identifier/?next={0}",
    "/nouvelles/?page={0}",
    "/nouvelles/desabonnement/{0}/",
    "/mentions-legales/?espace={0}",
    "/site.webmanifest?langue={0}",
    "/fil.atom?langue={0}",
)


@pytest.fixture
def here(world: World) -> World:
    support(contribution=said(world), by=world.actor("mona"))
    said(world, "bob", title="Un autre arrêt")
    return world


@pytest.mark.parametrize("name", ["visitor", "alice"])
@pytest.mark.parametrize("nasty", NASTY)
def test_every_form_answers_with_a_page(here: World, client_of: Become, name: str, nasty: str) -> None:
    browser, failed = client_of(name), []
    browser.raise_request_exception = False
    body = f"token={old_token()}&" + "&".join(
        f"{field}={NASTY[nasty]}" for field in FIELDS[: 4 if nasty == "huge" else 99]
    )
    for path in FORMS:
        answer = browser.post(path, body, content_type="application/x-www-form-urlencoded")
        if answer.status_code >= 500 or (answer.status_code >= 400 and b"<h1" not in answer.content):
            failed.append((path, answer.status_code))
    assert not failed


@pytest.mark.parametrize("nasty", [name for name in NASTY if name != "huge"])
def test_every_address_answers_with_a_page(here: World, client_of: Become, nasty: str) -> None:
    failed = []
    for name in ("visitor", "alice"):
        browser = client_of(name)
        browser.raise_request_exception = False
        for page in PAGES:
            answer = browser.get(page.format(NASTY[nasty]))
            if answer.status_code >= 500:
                failed.append((name, page, answer.status_code))
    assert not failed


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("texte.png", b"Je ne suis pas une image."),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("cassee.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 300),
        ("cassee.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 300),
        ("vide.png", b""),
        ("\u202egnp.exe", b"MZ"),
    ],
)
def test_what_is_not_a_photo_is_refused_and_its_words_kept(
    here: World, client_of: Become, name: str, content: bytes
) -> None:
    words = {"upload": SimpleUploadedFile(name, content), "alt": "L’arrêt de la poste"}
    answer = client_of("alice").post("/avis/TUD-0002/photo/", words)
    assert answer.status_code in {403, 422}
    answer = client_of("bob").post("/avis/TUD-0002/photo/", words | {"upload": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Rien n’est perdu" in page
    assert 'value="L’arrêt de la poste"' in page
