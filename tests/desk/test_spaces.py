"""The settings of a space: what the animator sees, and who else does not."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.accounts.actors import SYSTEM
from parvis.accounts.models import Role, RoleAssignment, User
from parvis.territories.actions import open_space, save_funder
from parvis.territories.models import FunderMention, Space

pytestmark = pytest.mark.django_db

BASE = "/bureau/espaces/provence-alpes/"
LOOK = {"primary": "#1d3a5f", "accent": "#b4451f", "sun": "#f0b840"}
GOOD = {"name": "Provence Alpes", "answer_days": "20", "tagline_fr": "La place de tous"}


def png() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "#b4451f").save(buffer, "PNG")
    return SimpleUploadedFile("logo.png", buffer.getvalue(), "image/png")


@pytest.mark.parametrize("path", ["", "apparence/", "fonctions/", "financeurs/", "financeurs/ajouter/"])
def test_settings_are_for_those_who_manage_the_space(client_of, path):
    assert client_of("olga").get(BASE + path).status_code == 200
    assert client_of("diane").get(BASE + path).status_code == 200
    for name in ("charlie", "mona", "elise", "alice", "visitor"):
        assert client_of(name).get(BASE + path).status_code in {302, 403, 404}, name


def test_the_commune_is_at_home(client_of, world):
    volonne = open_space(territory=world.digne, name="Volonne", manager_email="mairie@example.org", by=SYSTEM)
    address = f"/bureau/espaces/{volonne.slug}/"
    assert client_of("olga").get(address).status_code == 404
    assert client_of("olga").post(address, GOOD).status_code == 404
    assert "Volonne" not in client_of("olga").get("/bureau/espaces/").content.decode()


def test_who_we_are_is_saved_and_said(client_of, client):
    assert client_of("olga").post(BASE, GOOD).status_code == 302
    assert "La place de tous" in client.get("/territoires/").content.decode()


def test_a_wrong_setting_is_said_beside_its_field(client_of):
    response = client_of("olga").post(BASE, GOOD | {"answer_days": "0", "domain": "http://x y"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "answer_days_error" in page
    assert "domain_error" in page


def test_a_pale_colour_is_refused_then_mended_in_one_click(client_of, client):
    olga = client_of("olga")
    refused = olga.post(BASE + "apparence/", LOOK | {"primary": "#8fb3e0"})
    page = refused.content.decode()
    better = page.split('name="use" value="primary:')[1][:7]
    assert refused.status_code == 422
    assert Space.objects.get(slug="provence-alpes").primary == "#1d3a5f"

    assert (
        olga.post(BASE + "apparence/", LOOK | {"primary": "#8fb3e0", "use": f"primary:{better}"}).status_code == 302
    )
    assert f'name="theme-color" content="{better}"' in client.get("/territoires/").content.decode()


def test_colours_are_previewed_before_they_are_saved(client_of):
    olga = client_of("olga")
    for page in (
        olga.post(BASE + "apparence/", LOOK | {"accent": "#7a1f5c", "preview": "1"}),
        olga.post(BASE + "apparence/apercu/", LOOK | {"accent": "#7a1f5c"}),
    ):
        assert page.status_code == 200
        assert 'fill="#7a1f5c"' in page.content.decode()
    assert olga.post(BASE + "apparence/apercu/", {"primary": '"><script>'}).status_code == 200
    assert Space.objects.get(slug="provence-alpes").accent == "#b4451f"


def test_a_logo_is_shown_then_removed(client_of, client):
    olga = client_of("olga")
    assert olga.post(BASE + "apparence/", LOOK | {"logo": png()}).status_code == 302
    assert 'src="/medias/images/' in client.get("/territoires/").content.decode()
    assert olga.post(BASE + "apparence/retirer/logo/").status_code == 302
    assert 'src="/medias/images/' not in client.get("/territoires/").content.decode()


def test_a_banner_says_what_it_shows(client_of):
    olga = client_of("olga")
    assert olga.post(BASE + "apparence/", LOOK | {"banner": png()}).status_code == 422
    assert olga.post(BASE + "apparence/", LOOK | {"banner": png(), "banner_alt_fr": "La place"}).status_code == 302
    assert str(Space.objects.get(slug="provence-alpes").banner.alt) == "La place"


def test_a_text_sent_as_a_logo_is_refused(client_of):
    text = SimpleUploadedFile("logo.png", b"not an image", "image/png")
    response = client_of("olga").post(BASE + "apparence/", LOOK | {"logo": text})
    assert response.status_code == 422
    assert "logo.png" in response.content.decode()


def test_features_are_switched(client_of):
    assert client_of("olga").post(BASE + "fonctions/", {"on": ["agenda", "news"]}).status_code == 302
    space = Space.objects.get(slug="provence-alpes")
    assert space.has("agenda")
    assert not space.has("map")


def test_a_funder_is_added_and_printed_on_every_page(client_of, client):
    olga = client_of("olga")
    sent = {
        "name": "LEADER",
        "sentence_fr": "Cofinancé par l’Union européenne",
        "everywhere": "on",
        "emblem_file": png(),
    }
    assert olga.post(BASE + "financeurs/ajouter/", sent).status_code == 302
    assert "Cofinancé par l’Union européenne" in client.get("/territoires/").content.decode()

    funder = FunderMention.objects.get()
    assert olga.get(f"{BASE}financeurs/{funder.pk}/").status_code == 200
    assert client_of("charlie").post(f"{BASE}financeurs/{funder.pk}/retirer/").status_code == 404
    assert olga.post(f"{BASE}financeurs/{funder.pk}/retirer/").status_code == 302
    assert FunderMention.objects.count() == 0


def test_the_animator_opens_a_commune_in_one_form(client_of, world):
    olga = client_of("olga")
    assert "Digne" in olga.get("/bureau/espaces/ouvrir/").content.decode()
    sent = {"territory": world.digne.pk, "manager_email": "mairie@example.org"}
    assert olga.post("/bureau/espaces/ouvrir/", sent).status_code == 302
    opened = Space.objects.get(territory=world.digne)
    assert RoleAssignment.objects.get(space=opened).user == User.objects.get(email="mairie@example.org")
    assert RoleAssignment.objects.get(space=opened).role == Role.ADMIN

    assert olga.post("/bureau/espaces/ouvrir/", sent | {"territory": world.sisteron.pk}).status_code == 422


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_funders_costs_the_same(client_of, world, many, django_assert_num_queries):
    values = {"sentence": "", "programme": "", "everywhere": False, "processes": [world.process]}
    for rank in range(many):
        save_funder(space=world.space, values=values | {"name": f"F{rank}"}, emblem=png(), by=SYSTEM)
    olga = client_of("olga")
    with django_assert_num_queries(10):
        olga.get(BASE + "financeurs/")


def test_a_number_no_demarche_can_bear_is_an_unknown_choice(client_of):
    words = {"name": "Région", "sentence_fr": "Avec la Région.", "processes": ["9" * 30]}
    page = client_of("olga").post(BASE + "financeurs/ajouter/", words)
    assert page.status_code == 422
