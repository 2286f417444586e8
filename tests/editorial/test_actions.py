"""Who may write what, and what a gesture leaves behind."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.audit.models import AuditEvent
from parvis.core.rights import Refused
from parvis.editorial import actions
from parvis.editorial.models import Article, Gathering, Page
from parvis.processes.models import LogEntry
from parvis.search.models import SearchEntry
from tests.editorial.making import TEXT, gathering, page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", ["visitor", "alice", "mona", "tariq", "elise", "charlie"])
def test_only_those_who_manage_the_space_write(world, name):
    with pytest.raises(Refused):
        actions.write_page(page=Page(space=world.space), fields={"title": "Non"}, by=world.actor(name))
    assert not Page.objects.exists()


def test_one_may_not_slip_a_text_into_the_demarche_of_another(world):
    article = Article(space=world.other_space)
    fields = {"title": "Chez eux", "process": world.process}
    with pytest.raises(Refused):
        actions.write_article(article=article, fields=fields, by=world.actor("charlie"))


def test_a_page_is_a_draft_then_public_and_found(world):
    written = actions.write_page(
        page=Page(space=world.space), fields={"title": "Notre méthode", "body": TEXT}, by=world.actor("olga")
    )
    assert written.slug == "notre-methode"
    assert not SearchEntry.objects.filter(page=written).exists()
    actions.publish_page(page=written, by=world.actor("olga"))
    assert SearchEntry.objects.get(page=written).is_public
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"write_page", "publish_page"}


def test_two_pages_of_the_same_title_have_two_addresses(world):
    for _rank in range(2):
        actions.write_page(page=Page(space=world.space), fields={"title": "Charte"}, by=world.actor("olga"))
    assert set(Page.objects.values_list("slug", flat=True)) == {"charte", "charte-2"}


def test_an_address_already_taken_is_said(world):
    page(world, slug="mentions-legales")
    fields = {"title": "Encore", "slug": "mentions-legales"}
    with pytest.raises(ValidationError, match=r"adresse|address"):
        actions.write_page(page=Page(space=world.space), fields=fields, by=world.actor("olga"))


def test_bad_blocks_are_refused(world):
    fields = {"title": "Page", "body": [{"type": "virus"}]}
    with pytest.raises(ValidationError):
        actions.write_page(page=Page(space=world.space), fields=fields, by=world.actor("olga"))


def test_news_of_a_demarche_go_into_its_logbook_once(world):
    fields = {"title": "Les bus arrivent", "process": world.process}
    written = actions.write_article(article=Article(space=world.space), fields=fields, by=world.actor("olga"))
    for _time in range(2):
        actions.publish_article(article=written, by=world.actor("olga"))
    entry = LogEntry.objects.get(process=world.process, kind="article")
    assert "Les bus arrivent" in str(entry.title)


def test_a_meeting_is_cancelled_with_a_reason(world):
    meeting = gathering(world, process=world.process)
    with pytest.raises(ValidationError):
        actions.cancel_gathering(gathering=meeting, reason="", by=world.actor("olga"))
    actions.cancel_gathering(gathering=meeting, reason="Orage", by=world.actor("olga"))
    assert AuditEvent.objects.get(verb="cancel_gathering").reason == "Orage"
    assert Gathering.objects.get().is_cancelled
    actions.reinstate_gathering(gathering=meeting, by=world.actor("olga"))
    assert not Gathering.objects.get().is_cancelled


def test_a_meeting_that_ends_before_it_begins_is_refused(world):
    now = timezone.now()
    fields = {"title": "Atelier", "place": "Salle", "starts_at": now, "ends_at": now}
    with pytest.raises(ValidationError):
        actions.write_gathering(gathering=Gathering(space=world.space), fields=fields, by=world.actor("olga"))
