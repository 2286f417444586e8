"""What machines read: robots, sitemaps, feeds, security contact, manifest."""

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.site import sitemaps
from parvis.territories.models import Space
from tests.editorial.making import article, gathering, page

ADDRESSES = (
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap-portes.xml",
    "/sitemap-demarches.xml",
    "/sitemap-pages.xml",
    "/sitemap-actualites.xml",
    "/sitemap-rencontres.xml",
    "/sitemap-avis-1.xml",
    "/fil.atom",
    "/participer/transport/fil.atom",
    "/actualites.atom",
    "/.well-known/security.txt",
    "/site.webmanifest",
)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"


def said(world, number, **fields):
    values = {
        "space": world.space,
        "process": world.process,
        "step": world.step,
        "kind": "proposal",
        "code": f"TUD-{number}",
        "title": f"Un arrêt n° {number}",
        "body": "Devant l’école.",
        "author_label": "Alice",
    }
    return Contribution.objects.create(**values | fields)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_is_kept_an_hour_and_recognised(client, world, address, django_assert_max_num_queries):
    said(world, 1)
    with django_assert_max_num_queries(6):
        response = client.get(address)
    assert response.status_code == 200
    assert "max-age=3600" in response["Cache-Control"]
    assert not response.cookies
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_robots_stay_out_of_what_is_private(client, db):
    words = client.get("/robots.txt").content.decode()
    for path in ("/bureau/", "/ar/bureau/", "/mon-suivi/"):
        assert f"Disallow: {path}\n" in words
    assert "Sitemap: http://testserver/sitemap.xml" in words


def test_a_demonstration_is_not_indexed(client, db, settings):
    settings.DEMO = True
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


class TestSitemaps:
    def urls(self, client, address):
        root = ET.fromstring(client.get(address).content)
        return [element.text for element in root.iter(f"{SITEMAP}loc")]

    def listed(self, client):
        """The contributions of every file the index names: on a shared database, ids do not start at 1."""
        chunks = [url for url in self.urls(client, "/sitemap.xml") if "/sitemap-avis-" in url]
        return [url for chunk in chunks for url in self.urls(client, chunk.removeprefix("http://testserver"))]

    def test_every_file_of_the_index_answers(self, client, world):
        said(world, 1)
        files = self.urls(client, "/sitemap.xml")
        assert any("/sitemap-avis-" in file for file in files)
        for file in files:
            assert client.get(file.removeprefix("http://testserver")).status_code == 200

    def test_contributions_are_cut_by_id(self, client, world, monkeypatch):
        monkeypatch.setattr(sitemaps, "CHUNK", 2)
        codes = [said(world, number).get_absolute_url() for number in range(5)]
        assert self.listed(client) == [f"http://testserver{url}" for url in codes]

    def test_only_what_is_public(self, client, world):
        shown = said(world, 1)
        said(world, 2, state="hidden")
        said(world, 3, visibility="team")
        said(world, 4, parent=shown, root=shown)
        assert self.listed(client) == [f"http://testserver{shown.get_absolute_url()}"]

    def test_languages_and_dates_are_said(self, client, world):
        page(world, "Charte", slug="charte")
        article(world, slug="travaux")
        words = client.get("/sitemap-pages.xml").content.decode()
        assert 'hreflang="ar" href="http://testserver/ar/pages/charte/"' in words
        assert "<lastmod>" in words
        assert "/actualites/travaux/" in client.get("/sitemap-actualites.xml").content.decode()

    def test_each_space_has_its_doors_and_its_pages_but_example_content(self, client, world):
        page(world, "Charte", slug="charte", space=world.other_space)
        gathering(world, "Stand au marché")
        world.other_space.features = ["news"]
        world.other_space.save()
        doors = self.urls(client, "/sitemap-portes.xml")
        assert "http://testserver/espaces/sisteronais/" in doors
        assert "http://testserver/agenda/?espace=sisteronais" in doors
        assert "http://testserver/actualites/?espace=sisteronais" not in doors
        assert self.urls(client, "/sitemap-pages.xml") == ["http://testserver/pages/charte/?espace=sisteronais"]
        assert client.get("/pages/charte/?espace=sisteronais").status_code == 200
        assert "/agenda/" in self.urls(client, "/sitemap-rencontres.xml")[0]
        Space.objects.update(is_example=True)
        assert len(self.urls(client, "/sitemap-portes.xml")) == 3
        assert self.urls(client, "/sitemap-demarches.xml") == []

    def test_an_unknown_file_is_not_there(self, client, world):
        for address in ("/sitemap-rien.xml", "/sitemap-avis.xml", "/sitemap-pages-2.xml", "/sitemap-avis-0.xml"):
            assert client.get(address).status_code == 404, address


class TestFeeds:
    def entries(self, client, address):
        root = ET.fromstring(client.get(address).content)
        return [element.find(f"{ATOM}title").text for element in root.iter(f"{ATOM}entry")]

    def test_demarches(self, client, world):
        assert self.entries(client, "/fil.atom") == [str(world.process.title)]

    def test_contributions_without_their_authors(self, client, world):
        said(world, 1)
        said(world, 2, state="pending")
        words = client.get("/participer/transport/fil.atom").content.decode()
        assert "Un arrêt n° 1" in words
        assert "Un arrêt n° 2" not in words
        assert "Alice" not in words

    def test_news_in_the_language_asked(self, client, world):
        article(world, {"fr": "Travaux", "ar": "أشغال"}, slug="titre")
        assert self.entries(client, "/actualites.atom") == ["Travaux"]
        assert self.entries(client, "/actualites.atom?langue=ar") == ["أشغال"]

    def test_a_draft_has_no_feed(self, client, world):
        world.process.state = "draft"
        world.process.save()
        assert client.get("/participer/transport/fil.atom").status_code == 404


def test_security_contact_is_never_out_of_date(client, world):
    world.space.email = "rssi@example.org"
    world.space.save()
    words = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:rssi@example.org" in words
    expires = words.split("Expires: ")[1].splitlines()[0]
    left = datetime.strptime(expires, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - timezone.now()
    assert 150 < left.days < 365


def test_the_favicon_leads_somewhere(client, world):
    assert client.get("/favicon.ico").status_code == 302


def test_the_manifest_wears_the_space(client, world):
    head = client.get("/ar/").content.decode()
    address = re.search(r'rel="manifest" href="([^"]+)"', head)
    assert address
    manifest = client.get(address[1]).json()
    assert (manifest["name"], manifest["start_url"], manifest["dir"]) == ("Provence Alpes", "/ar/", "rtl")
