"""Finding what people said, as they would look for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.accounts.actors import VISITOR
from parvis.contributions import spine
from parvis.contributions.models import Contribution, State, Visibility
from parvis.core.codes import random_code
from parvis.core.events import emit
from parvis.core.fields import as_translated
from parvis.core.jobs.worker import run_pending
from parvis.core.text import keywords
from parvis.editorial.actions import (
    publish_article,
    publish_gathering,
    unpublish_article,
    write_article,
    write_gathering,
)
from parvis.editorial.models import Article, Gathering
from parvis.editorial.tasks import index_article
from parvis.operations.database import upgrade
from parvis.processes.events import ProcessEdited, ProcessPublished
from parvis.processes.models import Process
from parvis.search import index
from parvis.search.models import SearchEntry, Trigram, Word
from parvis.search.queries import Filters, search, similar_contributions
from parvis.search.tasks import tidy_index
from parvis.search.vocabulary import near, typing_distance
from parvis.territories.models import Space
from tests.client import StrictClient
from tests.personas import World

Say = Callable[..., Contribution]


@pytest.fixture
def say(world: World) -> Say:
    """Somebody says something, and it is shown."""

    def words(title: str, body: str = "", **fields: object) -> Contribution:
        values = {
            "code": random_code(10),
            "kind": "proposal",
            "space": world.space,
            "process": world.process,
            "step": world.step,
            "territory": world.digne,
            "title": title,
            "body": body,
            "state": State.PENDING,
        }
        row = Contribution.objects.create(**values | fields)
        if fields.get("state", State.PUBLISHED) == State.PUBLISHED:
            with transaction.atomic():
                spine.show(row, by=world.actor("olga"))
        else:
            with transaction.atomic():
                index.put("contribution", [row.pk])
        return row

    return words


def titles(text: str, **fields: object) -> list[str]:
    return [result.found.title for result in search(VISITOR, text, Filters(**fields)).results]


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Des écoles plus fraîches", "ecole"),
        ("Une école plus fraîche", "ÉCOLES"),
        ("Réparer l’école", "l'école \""),
        ("Réparer l'ecole", "l’école"),
        ("Les travaux de la gare", "travail"),
        ("Un cheval de trait pour les vignes", "chevaux"),
        ("Le stationnement devant la mairie", "station"),
        ("Un bus le dimanche", "bus dimanche"),
        ("Des transports gratuits", "transprot"),
        ("Des transports gratuits", "trasnports gratuit"),
        ("Repenser le stationnement", "stationement"),
        ("مواقف للدراجات", "دراجات"),
        ("مواقف للدراجات", "الدراجة"),
        ("مواقف للدراجات", "درجات"),
        ("مَواقِفُ الحافلات", "مواقف حافلات"),
        ("النقل المدرسي", "النقل المدرصي"),
        ("Ouvrir à 7 h 30", "7 h 30"),
    ],
)
def test_it_is_found_as_one_would_look_for_it(say: Say, title: str, asked: str) -> None:
    say(title)
    say("Planter des arbres")
    assert titles(asked) == [title]


@pytest.mark.parametrize(
    "text", ["", "  ", '"', "'", "((", "* OR", "🚌", "<b>", "a" * 500, "\x00", "NEAR(", "é" * 3]
)
def test_nothing_one_types_breaks_it(say: Say, text: str) -> None:
    say("Planter des arbres")
    assert titles(text) == []


def test_the_words_meant_are_told(say: Say) -> None:
    say("Des transports gratuits")
    assert search(VISITOR, "transprot").meant == "transports"
    assert search(VISITOR, "transport").meant == ""


def test_all_the_words_first_and_some_of_them_when_nothing_has_all(say: Say) -> None:
    both = say("Un bus pour le marché")
    say("Un bus de nuit")
    assert titles("bus marché") == [both.title]
    results = search(VISITOR, "bus piscine")
    assert results.is_partial
    assert results.total == 2


def test_titles_come_before_texts_and_what_frames_before_what_is_said(world: World, say: Say) -> None:
    in_text = say("Le soir", "Il faudrait un transport après 20 h")
    in_title = say("Un transport du soir")
    with transaction.atomic():
        index.put("process", [world.process.pk])
    assert titles("transport") == [str(world.process.title), in_title.title, in_text.title]


def test_the_excerpt_shows_the_words_found_and_nothing_dangerous(say: Say) -> None:
    say("Santé", "Un <script>alert(1)</script> mot. " + "Bla bla bla. " * 40 + "Il manque des médecins à Thoard.")
    (result,) = search(VISITOR, "medecin").results
    assert "<mark>médecins</mark> à Thoard" in result.excerpt
    assert result.excerpt.startswith("…")
    assert "<script>" not in result.excerpt


def test_one_finds_only_what_one_may_see(world: World, say: Say) -> None:
    say("Un banc public")
    say("Un banc attendu", state=State.PENDING)
    say("Un banc interne", visibility=Visibility.TEAM)
    assert titles("banc") == ["Un banc public"]
    found = {name: search(world.actor(name), "banc").total for name in ("alice", "olga", "charlie", "diane")}
    assert found == {"alice": 1, "olga": 3, "charlie": 1, "diane": 3}


def test_what_is_hidden_is_not_found_and_its_discussion_neither(world: World, say: Say) -> None:
    root = say("Un marché couvert")
    say("", "Oui au marché le samedi", kind="comment", root=root, parent=root)
    assert search(VISITOR, "marché").total == 2
    with transaction.atomic():
        spine.take_away(root, state=State.HIDDEN, by=world.actor("mona"))
    assert search(VISITOR, "marché").total == 0
    assert not SearchEntry.objects.filter(contribution=root).exists()
    with transaction.atomic():
        spine.show(root, by=world.actor("mona"))
    assert search(VISITOR, "marché").total == 2


def test_a_comment_leads_to_what_it_answers(say: Say) -> None:
    root = say("Un marché couvert")
    comment = say("", "Oui, le samedi", kind="comment", root=root, parent=root)
    (result,) = search(VISITOR, "samedi").results
    assert result.found.url == f"{root.get_absolute_url()}#{comment.code}"
    assert root.title in result.found.title


def test_an_internal_process_takes_its_contributions_away(world: World, say: Say) -> None:
    say("Un banc public")
    with transaction.atomic():
        emit(ProcessPublished(process=world.process, by=world.actor("olga")))
    run_pending()
    assert len(titles("banc")) == 1
    world.process.visibility = "internal"
    world.process.save()
    with transaction.atomic():
        emit(ProcessEdited(process=world.process, by=world.actor("olga")))
    assert run_pending() == 1
    assert titles("banc") == []
    assert search(world.actor("olga"), "banc").total == 1


def test_filters_narrow(world: World, say: Say) -> None:
    root = say("Un banc à Digne")
    say("Un banc à Sisteron", territory=world.sisteron, language="ar")
    say("", "Pour le banc", kind="comment", root=root, parent=root)
    assert titles("banc", kind="contribution", territory=world.p2a) == ["Un banc à Digne"]
    assert len(titles("banc", kind="comment")) == 1
    assert titles("banc", language="ar") == ["Un banc à Sisteron"]
    today = timezone.localdate()
    assert titles("banc", since=today + timedelta(days=1)) == []
    assert len(titles("banc", since=today, until=today)) == 3
    assert titles("banc", process=None, theme=None, territory=world.sisteron) == ["Un banc à Sisteron"]


def test_an_edit_replaces_what_was_found(world: World, say: Say) -> None:
    row = say("Un banc")
    Contribution.objects.filter(pk=row.pk).update(title="Une fontaine")
    with transaction.atomic():
        index.put("contribution", [row.pk])
    assert titles("banc") == []
    assert titles("fontaine") == ["Une fontaine"]
    assert SearchEntry.objects.count() == 1


def test_a_capped_total_says_so(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.search.queries.CAP", 3)
    monkeypatch.setattr("parvis.search.queries.RANKED", 2)
    old = say("Le vélo d’abord")
    for number in range(5):
        say(f"Idée {number}", "un vélo")
    results = search(VISITOR, "velo")
    assert (results.total, results.is_capped) == (3, True)
    assert results.results[0].found.title == old.title


@pytest.mark.parametrize("count", [3, 9])
def test_a_page_costs_the_same_whatever_it_shows(say: Say, count: int) -> None:
    for number in range(count):
        say(f"Un banc {number}")
    with CaptureQueriesContext(connection) as queries:
        assert search(VISITOR, "banc").total == count
    assert len(queries) == 3


def test_a_poor_search_costs_a_little_more(say: Say) -> None:
    say("Des transports gratuits")
    with CaptureQueriesContext(connection) as queries:
        assert search(VISITOR, "transprot gratui").total == 1
    assert len(queries) == 6


def test_rebuilding_finds_the_same_and_reports(world: World, say: Say) -> None:
    say("Un banc public")
    SearchEntry.objects.all().delete()
    told: list[tuple[int, int]] = []
    assert index.rebuild(lambda done, total: told.append((done, total))) == 1 + 1 + 4
    assert titles("banc") == ["Un banc public"]
    assert told[-1] == (6, 6)


def test_an_upgrade_rebuilds_an_index_defined_otherwise(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.operations.database.collect_static", lambda: None)
    say("Un banc public")
    upgrade()
    SearchEntry.objects.all().delete()
    upgrade()
    assert titles("banc") == []
    monkeypatch.setattr(index, "DEFINITION", index.DEFINITION + 1)
    upgrade()
    assert titles("banc") == ["Un banc public"]


def test_the_night_forgets_words_nobody_uses_any_more(world: World, say: Say) -> None:
    row = say("Une trottinette")
    Contribution.objects.filter(pk=row.pk).update(supports_count=4)
    tidy_index.func()
    assert SearchEntry.objects.get(contribution=row).weight == 4
    assert Word.objects.get(word="trottinette").count == 1
    with transaction.atomic():
        spine.take_away(row, state=State.WITHDRAWN, by=world.actor("alice"))
    tidy_index.func()
    assert not Word.objects.filter(word="trottinette").exists()
    assert not Trigram.objects.exists()


def test_words_near_are_those_one_mistake_away(say: Say) -> None:
    say("Transports, transferts, transparence, trains")
    assert [word.word for word in near("transprot")] == ["transport"]
    assert near("bus") == []
    assert typing_distance("transprot", "transport") == 1


def test_similar_ideas_of_the_same_step(world: World, say: Say) -> None:
    alike = say("Installer des bancs à l’ombre")
    say("Installer un panneau")
    say("Des bancs à l’ombre", state=State.PENDING)
    assert similar_contributions(world.step, "un banc a lombre", limit=3) == [alike]
    assert similar_contributions(world.step, "bnacs ombre") == [alike]
    assert similar_contributions(world.step, "de la") == []


def test_little_words_alone_are_still_looked_for() -> None:
    assert keywords("de la") == ["de", "la"]
    assert keywords("les bancs de la place") == ["banc", "place"]


@pytest.mark.parametrize("count", [3, 9])
def test_the_page_lists_what_is_found_in_few_queries(client: StrictClient, say: Say, count: int) -> None:
    for number in range(count):
        say(f"Un banc {number}", "À l’ombre, un <b>banc</b>.")
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/recherche/", {"q": "bancs"})
    page = response.content.decode()
    assert f"{count} r" in page
    assert "Un <mark>banc</mark> 0" in page
    assert not response.cookies
    assert len(queries) == 7


def test_the_page_helps_whoever_found_nothing(client: StrictClient, say: Say) -> None:
    say("Des transports gratuits")
    assert "/participer/" in client.get("/recherche/", {"q": "zzzzzz"}).content.decode()
    assert "<strong>transports</strong>" in client.get("/recherche/", {"q": "transprot"}).content.decode()
    assert client.get("/recherche/").status_code == 200


@pytest.mark.parametrize(
    "query", ["q=banc&page=99", "q=banc&page=x", "q=banc&depuis=hier", "q=%00&type=zz", "q=banc&commune=nowhere"]
)
def test_a_strange_address_is_no_error(client: StrictClient, say: Say, query: str) -> None:
    say("Un banc")
    assert client.get(f"/recherche/?{query}").status_code == 200


def test_pages_follow_one_another(client: StrictClient, say: Say) -> None:
    for number in range(23):
        say(f"Un banc {number}")
    assert 'rel="next" href="?q=banc&amp;page=2"' in client.get("/recherche/?q=banc").content.decode()
    second = client.get("/recherche/?q=banc&page=2").content.decode()
    assert second.count("<article") + second.count('class="card"') == 3
    assert 'rel="prev"' in second


def test_an_example_is_found_from_its_own_space_alone(world: World, say: Say, client: StrictClient) -> None:
    say("Un bus après 19 h")
    Space.objects.filter(pk=world.space.pk).update(is_example=True)
    assert titles("bus") == []
    assert titles("bus", examples=True) == ["Un bus après 19 h"]
    page = client.get("/recherche/?q=bus").content.decode()
    assert "Un bus après 19 h" in page.replace("<mark>", "").replace("</mark>", ""), (
        "the site searched is the example itself"
    )


class TestNewsAndMeetings:
    def found(self, text: str, kind: str = "") -> list[str]:
        return [result.found.title for result in search(VISITOR, text, Filters(kind=kind)).results]

    def write(self, world: World, **fields: object) -> Article:
        words = {"title": {"fr": "Les travaux de la gare", "ar": "أشغال المحطة"}, "process": world.process}
        return write_article(article=Article(space=world.space), fields=words | fields, by=world.actor("olga"))

    def meet(self, world: World) -> Gathering:
        fields = {
            "title": as_translated("Stand au marché"),
            "place": "Halle du Pigeonnier",
            "starts_at": timezone.now() + timedelta(days=3),
            "process": world.process,
        }
        return write_gathering(gathering=Gathering(space=world.space), fields=fields, by=world.actor("olga"))

    def test_an_article_is_found_once_published_in_each_of_its_languages(self, world: World) -> None:
        row = self.write(world)
        assert self.found("travaux gare") == []
        publish_article(article=row, by=world.actor("olga"))
        assert self.found("travaux gare") == self.found("المحطة") == ["Les travaux de la gare"]
        assert self.found("travaux gare", kind="gathering") == []
        unpublish_article(article=row, by=world.actor("olga"))
        assert self.found("travaux gare") == []

    def test_one_planned_for_later_is_found_when_its_hour_comes(self, world: World) -> None:
        row = self.write(world)
        publish_article(article=row, at=timezone.now() + timedelta(hours=2), by=world.actor("olga"))
        assert self.found("travaux gare") == []
        Article.objects.update(published_at=timezone.now())
        index_article.func(article_id=row.pk)
        assert self.found("travaux gare") == ["Les travaux de la gare"]

    def test_a_meeting_is_found_by_its_place(self, world: World) -> None:
        row = self.meet(world)
        assert self.found("pigeonnier") == []
        publish_gathering(gathering=row, by=world.actor("olga"))
        assert self.found("pigeonnier", kind="gathering") == ["Stand au marché"]

    def test_they_follow_their_demarche_and_what_the_space_switched_off(self, world: World) -> None:
        olga = world.actor("olga")
        publish_article(article=self.write(world), by=olga)
        publish_gathering(gathering=self.meet(world), by=olga)
        world.process.visibility = Process.Visibility.INTERNAL
        world.process.save()
        with transaction.atomic():
            emit(ProcessEdited(process=world.process, by=olga))
        assert self.found("travaux gare") == self.found("pigeonnier") == []
        world.process.visibility = Process.Visibility.PUBLIC
        world.process.save()
        with transaction.atomic():
            emit(ProcessEdited(process=world.process, by=olga))
        assert self.found("travaux gare") == ["Les travaux de la gare"]
        Space.objects.update(features=["news", "agenda"])
        assert self.found("travaux gare") == self.found("pigeonnier") == []
