"""The pages residents read: legal pages, « Comprendre », news, agenda."""

from datetime import date, timedelta

import icalendar
import pytest
from django.core.cache import cache
from django.utils import timezone

from parvis.accounts.models import RetentionRule
from parvis.editorial.actions import record_audit
from parvis.editorial.models import AccessibilityAudit
from parvis.editorial.queries import accessibility_status
from parvis.processes.models import Process
from parvis.territories.models import Space
from tests.editorial.making import article, gathering, page

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


def test_every_page_answers_without_any_content(client, db):
    for language in ("", "/en", "/ar"):
        for path in STANDING:
            assert client.get(language + path).status_code == 200, language + path


def test_every_page_answers_for_a_space_and_sets_no_cookie(client, world):
    for path in STANDING:
        response = client.get(path)
        assert response.status_code == 200, path
        assert not response.cookies, path


class TestStandingPages:
    def test_they_are_filled_from_the_space(self, client, world):
        world.space.email = "participer@example.org"
        world.space.dpo_email = "dpo@example.org"
        world.space.controller = "Communauté d’agglomération Provence Alpes"
        world.space.save()
        RetentionRule.objects.create(key="account", days=3 * 365, source="CNIL")
        words = client.get("/en/donnees-personnelles/").content.decode()
        assert "dpo@example.org" in words
        assert "Communauté d’agglomération Provence Alpes" in words
        assert "3 years" in words
        assert "participer@example.org" in client.get("/mentions-legales/").content.decode()

    def test_the_team_may_write_its_own(self, client, world):
        page(world, "Nos mentions à nous", slug="mentions-legales")
        assert "Nos mentions à nous" in client.get("/mentions-legales/").content.decode()

    def test_another_space_answers_for_itself(self, client, world):
        world.other_space.email = "contact@sisteronais.example"
        world.other_space.save()
        assert "contact@sisteronais.example" in client.get("/contact/?espace=sisteronais").content.decode()
        assert client.get("/contact/?espace=nulle-part").status_code == 404

    def test_the_source_is_handed_out(self, client, world):
        response = client.get("/source/parvis-x.tar.gz")
        assert response.content[:2] == b"\x1f\x8b"

    @pytest.mark.parametrize(
        ("rate", "days", "key"),
        [(49, 900, "none"), (50, 900, "partial"), (99, 900, "partial"), (100, 900, "full"), (100, -1, "none")],
    )
    def test_the_accessibility_status_follows_the_audits(self, world, rate, days, key):
        assert accessibility_status(world.space).key == "none"
        audit = AccessibilityAudit(
            space=world.space,
            audited_on=date(2020, 1, 1),
            valid_until=timezone.localdate() + timedelta(days=days),
            auditor="Un cabinet",
            rate=rate,
        )
        record_audit(audit=audit, by=world.actor("olga"))
        assert accessibility_status(world.space).key == key
        assert accessibility_status(world.other_space).key == "none"


class TestPages:
    def test_a_draft_is_nowhere(self, client, world):
        page(world, is_published=False)
        assert client.get("/pages/qui-sommes-nous/").status_code == 404
        assert "Qui sommes-nous" not in client.get("/comprendre/").content.decode()

    def test_a_published_page_is_listed_and_shows_its_blocks(self, client, world):
        page(world)
        assert "Bonjour à tous." in client.get("/pages/qui-sommes-nous/").content.decode()
        assert "Qui sommes-nous" in client.get("/comprendre/").content.decode()
        assert "Qui sommes-nous" in client.get("/plan-du-site/").content.decode()


class TestNews:
    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_the_same(self, client, world, django_assert_num_queries, number):
        for rank in range(number):
            article(world, f"Article {rank}", process=world.process, territory=world.digne)
        client.get("/actualites/")
        with django_assert_num_queries(4):  # the space, its funders, count, articles
            words = client.get("/actualites/").content.decode()
        assert "Article 0" in words

    def test_an_article_says_what_it_is_to_machines(self, client, world):
        article(world, process=world.process, slug="travaux")
        words = client.get("/actualites/travaux/").content.decode()
        assert '"@type": "NewsArticle"' in words
        assert 'property="og:title"' in words
        assert world.process.get_absolute_url() in words

    def test_nothing_closes_the_script_of_the_machines(self, client, world):
        article(world, "</script><b>", slug="travaux")
        assert "</script><b>" not in client.get("/actualites/travaux/").content.decode()

    @pytest.mark.parametrize(
        "fields", [{"published_at": None}, {"published_at": timezone.now() + timedelta(days=1)}]
    )
    def test_what_is_not_published_is_not_shown(self, client, world, fields):
        article(world, slug="travaux", **fields)
        assert client.get("/actualites/travaux/").status_code == 404
        assert "travaux commencent" not in client.get("/actualites/").content.decode()

    def test_news_of_a_hidden_demarche_stays_hidden(self, client, world):
        article(world, slug="travaux", process=world.process)
        Process.objects.update(state=Process.State.DRAFT)
        assert client.get("/actualites/travaux/").status_code == 404

    def test_switched_off_it_vanishes(self, client, world):
        article(world, slug="travaux")
        world.space.features = ["news"]
        world.space.save()
        assert client.get("/actualites/").status_code == 404
        assert client.get("/actualites/travaux/").status_code == 404
        assert client.get("/actualites.atom").status_code == 404

    def test_switched_off_by_a_commune_it_shows_nowhere_above(self, client, world):
        commune = Space.objects.create(territory=world.digne, slug="digne", name="Digne")
        article(world, "Le square de Digne", space=commune)
        gathering(world, "Stand de Digne", space=commune)
        article(world, "Le car de Seyne")
        pages = ("/", "/actualites/", "/agenda/", "/actualites.atom")
        assert all("Digne" in client.get(address).content.decode() for address in pages[1:3])
        assert "Le square de Digne" in client.get("/").content.decode()
        Space.objects.filter(pk=commune.pk).update(features=["news", "agenda"])
        cache.clear()
        for address in pages:
            said = client.get(address).content.decode()
            assert "Le square de Digne" not in said, address
            assert "Stand de Digne" not in said, address
        assert "Le car de Seyne" in client.get("/").content.decode()


class TestAgenda:
    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_costs_the_same(self, client, world, django_assert_num_queries, number):
        for rank in range(number):
            gathering(world, f"Stand {rank}", process=world.process)
        client.get("/agenda/")
        with django_assert_num_queries(4):  # the space, its funders, count, meetings
            words = client.get("/agenda/").content.decode()
        assert "Stand 0" in words

    def test_coming_and_past_are_apart(self, client, world):
        gathering(world, "Demain", days=1)
        gathering(world, "Hier", days=-1)
        coming, past = client.get("/agenda/").content.decode(), client.get("/agenda/?passees=1").content.decode()
        assert "Demain" in coming
        assert "Hier" not in coming
        assert "Hier" in past
        assert "Demain" not in past

    def test_an_address_with_old_words_leads_to_the_new_one(self, client, world):
        meeting = gathering(world)
        response = client.get(f"/agenda/{meeting.pk}-ancien-titre/")
        assert response.status_code == 301
        assert response["Location"] == meeting.get_absolute_url()
        assert "Place du marché" in client.get(response["Location"]).content.decode()

    def test_a_title_without_letters_still_has_an_address(self, client, world):
        meeting = gathering(world, "?!")
        assert client.get(meeting.get_absolute_url()).status_code == 200

    def test_a_cancelled_meeting_stays_with_its_reason(self, client, world):
        meeting = gathering(world, cancelled_reason="Neige annoncée")
        assert "Neige annoncée" in client.get(meeting.get_absolute_url()).content.decode()
        event = icalendar.Calendar.from_ical(client.get(f"/agenda/{meeting.pk}.ics").content).walk("VEVENT")[0]
        assert event["STATUS"] == "CANCELLED"

    def test_the_calendar_holds_what_is_to_come_of_one_demarche(self, client, world):
        gathering(world, "Du transport", process=world.process)
        gathering(world, "Autre chose")
        gathering(world, "Trop vieux", days=-200)

        def titles(query: str) -> set[str]:
            calendar = icalendar.Calendar.from_ical(client.get(f"/agenda.ics{query}").content)
            return {str(event["SUMMARY"]) for event in calendar.walk("VEVENT")}

        assert titles("") == {"Du transport", "Autre chose"}
        assert titles("?demarche=transport") == {"Du transport"}

    def test_the_calendar_keeps_the_hour(self, client, world):
        meeting = gathering(world)
        event = icalendar.Calendar.from_ical(client.get("/agenda.ics").content).walk("VEVENT")[0]
        assert event.start == meeting.starts_at.replace(microsecond=0)

    def test_switched_off_it_vanishes(self, client, world):
        meeting = gathering(world)
        world.space.features = ["agenda"]
        world.space.save()
        for path in ("/agenda/", "/agenda.ics", meeting.get_absolute_url(), f"/agenda/{meeting.pk}.ics"):
            assert client.get(path).status_code == 404, path

    def test_another_space_keeps_its_own(self, client, world):
        gathering(world, "À Sisteron", space=world.other_space)
        assert "À Sisteron" not in client.get("/agenda/").content.decode()
        assert "À Sisteron" in client.get("/agenda/?espace=sisteronais").content.decode()
