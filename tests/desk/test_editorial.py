"""The desk's publications: lists, forms, gestures."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parvis.editorial.models import AccessibilityAudit, Article, Gathering, Page
from tests.editorial.making import article, gathering, page
from tests.files.test_files import photo

MAKERS = {"rencontres": gathering, "actualites": article, "pages": page}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("kind", ["rencontres", "actualites", "pages"])
def test_a_list_costs_the_same(client_of, world, django_assert_num_queries, kind, number):
    for rank in range(number):
        MAKERS[kind](world, f"Titre {rank}")
    olga = client_of("olga")
    olga.get(f"/bureau/publications/{kind}/")
    with django_assert_num_queries(9):
        words = olga.get(f"/bureau/publications/{kind}/").content.decode()
    assert "Titre 0" in words


@pytest.mark.parametrize(("name", "status"), [("visitor", 403), ("alice", 403), ("mona", 403), ("charlie", 404)])
def test_what_belongs_to_others_cannot_be_touched(client_of, world, name, status):
    meeting = gathering(world)
    browser = client_of(name)
    assert browser.get(f"/bureau/publications/rencontres/{meeting.pk}/").status_code in {status, 404}
    assert browser.post(f"/bureau/publications/rencontres/{meeting.pk}/retirer/").status_code in {status, 404}
    assert Gathering.objects.get().is_published


def test_another_animator_does_not_see_it_listed(client_of, world):
    gathering(world, "Stand à Digne")
    assert "Stand à Digne" not in client_of("charlie").get("/bureau/publications/").content.decode()


def test_olga_announces_a_meeting_in_one_form(client_of, world):
    olga = client_of("olga")
    assert olga.get("/bureau/publications/rencontres/ecrire/").status_code == 200
    day = timezone.localdate() + timedelta(days=9)
    data = {
        "title_fr": "Stand au marché",
        "title_ar": "كشك في السوق",
        "day": day.isoformat(),
        "starts": "09:30",
        "ends": "12:00",
        "place": "Place du marché",
        "process": world.process.pk,
        "territory": world.digne.pk,
        "publish": "",
    }
    response = olga.post("/bureau/publications/rencontres/ecrire/", data)
    assert response.status_code == 302
    meeting = Gathering.objects.get()
    assert (meeting.is_published, meeting.process, meeting.territory) == (True, world.process, world.digne)
    assert timezone.localtime(meeting.starts_at).hour == 9
    assert "كشك في السوق" in olga.get("/ar" + meeting.get_absolute_url()).content.decode()
    again = olga.get(f"/bureau/publications/rencontres/{meeting.pk}/").content.decode()
    assert 'value="09:30"' in again


def test_a_mistake_is_said_and_nothing_is_lost(client_of, world):
    data = {"title_fr": "Atelier", "day": "2027-01-05", "starts": "18:00", "ends": "17:00", "place": "Salle"}
    response = client_of("olga").post("/bureau/publications/rencontres/ecrire/", data)
    words = response.content.decode()
    assert response.status_code == 200
    assert 'value="Atelier"' in words
    assert "error-summary" in words
    assert not Gathering.objects.exists()


def test_an_article_is_previewed_then_published(client_of, world):
    olga, draft = client_of("olga"), article(world, published_at=None)
    words = olga.get(f"/bureau/publications/actualites/{draft.pk}/apercu/").content.decode()
    assert "preview-bar" in words
    assert "Bonjour à tous." in words
    olga.post(f"/bureau/publications/actualites/{draft.pk}/publier/")
    assert Article.objects.get().is_published
    assert olga.get(draft.get_absolute_url()).status_code == 200
    olga.post(f"/bureau/publications/actualites/{draft.pk}/retirer/")
    assert olga.get(draft.get_absolute_url()).status_code == 404


def test_an_article_is_written_in_blocks(client_of, world):
    data = {
        "title_fr": "Les travaux",
        "body-here": "1",
        "body-block": ["k1"],
        "body-k1-type": "text",
        "body-k1-html_fr": "<p>Lundi matin.</p><script>alert(1)</script>",
        "publish": "",
    }
    response = client_of("olga").post("/bureau/publications/actualites/ecrire/", data)
    assert response.status_code == 302
    words = client_of("visitor").get(Article.objects.get().get_absolute_url()).content.decode()
    assert "Lundi matin." in words
    assert "alert(1)" not in words


def test_a_page_replaces_ours(client_of, world):
    data = {"title_fr": "Mentions", "slug": "mentions-legales", "order": "0", "body-here": "1", "publish": ""}
    assert client_of("olga").post("/bureau/publications/pages/ecrire/", data).status_code == 302
    assert Page.objects.get().get_absolute_url() == "/mentions-legales/"
    assert "<h1><bdi>Mentions</bdi></h1>" in client_of("visitor").get("/mentions-legales/").content.decode()


def test_the_search_engine_view_says_what_is_missing(client_of, world):
    draft = article(world, summary="")
    words = client_of("olga").get(f"/en/bureau/publications/actualites/{draft.pk}/").content.decode()
    assert "No description" in words
    assert "http://testserver/en/actualites/les-travaux-commencent/" in words


def test_a_meeting_is_cancelled_with_a_reason(client_of, world):
    olga, meeting = client_of("olga"), gathering(world)
    address = f"/bureau/publications/rencontres/{meeting.pk}/annuler/"
    assert olga.post(address, {"reason_fr": ""}).status_code == 200
    assert olga.post(address, {"reason_fr": "Orage"}).status_code == 302
    assert "Orage" in client_of("visitor").get(meeting.get_absolute_url()).content.decode()
    olga.post(f"/bureau/publications/rencontres/{meeting.pk}/retablir/")
    assert not Gathering.objects.get().is_cancelled


def test_an_audit_changes_the_statement(client_of, world):
    olga = client_of("olga")
    data = {
        "space": world.space.pk,
        "audited_on": timezone.localdate().isoformat(),
        "valid_until": (timezone.localdate() + timedelta(days=1000)).isoformat(),
        "auditor": "Un cabinet",
        "rate": "80",
    }
    assert olga.post("/bureau/publications/accessibilite/", data | {"rate": "180"}).status_code == 200
    assert not AccessibilityAudit.objects.exists()
    assert olga.post("/bureau/publications/accessibilite/", data).status_code == 302
    assert "80%" in client_of("visitor").get("/en/accessibilite/").content.decode()
    assert "Accessibility: partly compliant" in client_of("visitor").get("/en/").content.decode()


def test_an_article_wears_its_cover_in_lists_and_on_networks(client_of, client, world):
    olga = client_of("olga")
    data = {"title_fr": "Les travaux", "process": world.process.pk, "publish": ""}
    assert "What the image shows" in olga.get("/en/bureau/publications/actualites/ecrire/").content.decode()
    refused = olga.post("/en/bureau/publications/actualites/ecrire/", data | {"image": photo()})
    assert "Say in a few words what the image shows" in refused.content.decode()
    words = {"image_alt_fr": "Une pelle mécanique"}
    done = olga.post("/en/bureau/publications/actualites/ecrire/", data | words | {"image": photo()})
    assert done.status_code == 302
    row = Article.objects.get()
    for shown in (row.get_absolute_url(), "/actualites/", "/", world.process.get_absolute_url()):
        assert 'alt="Une pelle mécanique"' in client.get(shown).content.decode(), shown
    assert f'content="{row.image.share_url}"' in client.get(row.get_absolute_url()).content.decode()
    address = f"/en/bureau/publications/actualites/{row.pk}/"
    assert olga.post(address, data | words | {"title_fr": "Fin des travaux"}).status_code == 302
    assert Article.objects.get().image == row.image
