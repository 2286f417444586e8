"""The public face: what a visitor reads, and how few queries it costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.editorial.models import Article, Gathering
from parvis.methods.proposals.actions import submit_proposal
from parvis.processes.actions import close_process
from parvis.processes.models import LogEntry, Phase, Process, Theme
from parvis.replies.models import Outcome
from parvis.search import index
from parvis.site.actions import count_figures
from parvis.territories.models import Space
from tests.client import StrictClient
from tests.personas import World, open_process

MOST_QUERIES = 12


def furnish(world: World, items: int) -> None:
    """So many démarches, contributions, meetings, articles, outcomes."""
    alice = world.actor("alice")
    for n in range(items):
        submit_proposal(step=world.step, by=alice, title=f"Un bus de plus, le soir, numéro {n}")
        if n:
            open_process(world.space, world.digne, prefix=f"P{n}", slug=f"autre-{n}")
        Gathering.objects.create(
            space=world.space,
            process=world.process,
            title=f"Atelier {n}",
            place="Mairie",
            starts_at=timezone.now() + timedelta(days=n + 1),
        )
        Article.objects.create(
            space=world.space,
            process=world.process,
            slug=f"nouvelle-{n}",
            title=f"Nouvelle {n}",
            published_at=timezone.now(),
        )
        Outcome.objects.create(
            space=world.space, process=world.process, title=f"Plus de bus {n}", decided_on=timezone.localdate()
        )
        LogEntry.objects.create(process=world.process, kind="note", title=f"Réunion {n}")
    Contribution.objects.update(state="published", published_at=timezone.now())
    count_figures(space=world.space)


@pytest.mark.parametrize("items", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/", 11),
        ("/participer/", 9),
        ("/participer/transport/", 12),
        ("/participer/transport/journal/", 7),
        ("/participer/transport/avis/", 10),
        ("/ce-qui-a-change/", 5),
    ],
)
def test_public_pages_cost_the_same_however_long(
    world: World, client: StrictClient, django_assert_num_queries: Any, items: int, path: str, queries: int
) -> None:
    furnish(world, items)
    assert queries <= MOST_QUERIES
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_the_home_page_shows_what_is_open_where_to_meet_and_what_changed(
    world: World, client: StrictClient
) -> None:
    furnish(world, 1)
    page = client.get("/").content.decode()
    for words in ("Transport urbain", "Atelier 0", "Plus de bus 0", "Nouvelle 0"):
        assert words in page


def test_a_draft_is_nowhere_for_a_visitor_and_there_for_its_animator(
    world: World, client: StrictClient, client_of: Callable[[str], StrictClient]
) -> None:
    Process.objects.update(state=Process.State.DRAFT)
    assert client.get("/participer/transport/").status_code == 404
    assert "Transport urbain" not in client.get("/participer/").content.decode()
    assert client_of("olga").get("/participer/transport/").status_code == 200
    assert client_of("charlie").get("/participer/transport/").status_code == 404


def test_the_secret_link_shows_a_draft_and_a_wrong_one_does_not(world: World, client: StrictClient) -> None:
    Process.objects.update(state=Process.State.DRAFT)
    token = Process.objects.get().preview_token
    assert client.get(f"/participer/transport/?apercu={token}").status_code == 200
    assert client.get("/participer/transport/?apercu=faux").status_code == 404


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("etat=open", True),
        ("etat=closed", False),
        ("etat=upcoming", False),
        ("degre=3", True),
        ("degre=5", False),
        ("degre=trois", True),
        ("commune=digne", True),
        ("commune=sisteron", False),
        ("theme=inconnu", False),
        ("page=99999", True),
        ("page=%00", True),
    ],
)
def test_filters_are_read_kindly(world: World, client: StrictClient, query: str, is_there: bool) -> None:
    page = client.get(f"/participer/?{query}").content.decode()
    assert ('href="/participer/transport/"' in page) is is_there


@pytest.mark.parametrize(
    ("words", "is_there"),
    [("transport", True), ("TRANSPORTS", True), ("trasnport", True), ("piscine", False), ("'\" -- *", False)],
)
def test_the_list_is_searched_kindly(
    world: World, client: StrictClient, django_assert_max_num_queries: Any, words: str, is_there: bool
) -> None:
    index.rebuild()
    with django_assert_max_num_queries(MOST_QUERIES):
        page = client.get("/participer/", {"q": words}).content.decode()
    assert ('href="/participer/transport/"' in page) is is_there


def test_what_is_open_comes_before_what_is_to_come_and_what_is_over(world: World, client: StrictClient) -> None:
    now = timezone.now()
    for prefix, slug in (("P1", "finie"), ("P2", "bientot")):
        open_process(world.space, world.digne, prefix=prefix, slug=slug)
        Process.objects.filter(slug=slug).update(published_at=now, is_featured=True)
    Phase.objects.filter(process__slug="bientot").update(starts_at=now + timedelta(days=3), ends_at=None)
    Process.objects.filter(slug="finie").update(state="closed", closed_at=now)
    page = client.get("/participer/").content.decode()
    places = [page.index(f'href="/participer/{slug}/"') for slug in ("transport", "bientot", "finie")]
    assert places == sorted(places)


def test_an_ended_phase_offers_nothing_to_do(world: World, client: StrictClient) -> None:
    Phase.objects.update(starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=1))
    assert "deposer" not in client.get("/participer/transport/").content.decode()


def test_anonymous_pages_are_the_same_for_everybody(world: World, client: StrictClient) -> None:
    for path in ("/", "/participer/", "/participer/transport/"):
        first, second = client.get(path), StrictClient().get(path)
        assert first.content == second.content
        assert first["ETag"] == second["ETag"]
        assert not first.cookies
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(("prefix", "direction"), [("", "ltr"), ("/en", "ltr"), ("/ar", "rtl")])
def test_three_languages_by_their_address(world: World, client: StrictClient, prefix: str, direction: str) -> None:
    page = client.get(f"{prefix}/participer/transport/").content.decode()
    assert f'lang="{prefix.strip("/") or "fr"}" dir="{direction}"' in page
    for other in {"", "/en", "/ar"} - {prefix}:
        assert f'href="{other}/participer/transport/"' in page


def test_a_merged_theme_leads_to_the_one_it_joined(world: World, client: StrictClient) -> None:
    mobility = Theme.objects.create(space=world.space, slug="mobilites", name="Mobilités")
    Theme.objects.create(space=world.space, slug="velo", name="Vélo", merged_into=mobility)
    response = client.get("/participer/?theme=velo")
    assert (response.status_code, response["Location"]) == (301, "/participer/?theme=mobilites")


def test_a_demarche_lists_its_meetings_and_its_news_and_leads_to_all_of_them(
    world: World, client: StrictClient
) -> None:
    furnish(world, 3)
    page = client.get("/participer/transport/").content.decode()
    for words in ("Atelier 0", "Atelier 1", "Nouvelle 0", "Nouvelle 2"):
        assert words in page
    for address in ("/agenda/?demarche=transport", "/actualites/?demarche=transport"):
        assert f'href="{address}"' in page
        assert "Transport urbain" in client.get(address).content.decode()
    Gathering.objects.update(starts_at=timezone.now() - timedelta(days=3))
    page = client.get("/participer/transport/").content.decode()
    assert "Dernière rencontre" in page
    assert "passees=1" in page


def test_what_the_space_switched_off_leaves_no_door_behind(world: World, client: StrictClient) -> None:
    furnish(world, 1)
    Space.objects.update(features=["agenda", "news", "map"])
    for address in ("/", "/participer/transport/"):
        page = client.get(address).content.decode()
        for gone in ("Atelier 0", "Nouvelle 0", "/agenda/", "/actualites/"):
            assert gone not in page, (address, gone)


def test_a_closed_subject_no_longer_says_how_to_take_part(world: World, client: StrictClient) -> None:
    now, process = timezone.now(), world.process
    Process.objects.filter(pk=process.pk).update(other_ways={"fr": "Fiche en mairie"})
    later = Phase.objects.create(process=process, title="Le vote", starts_at=now + timedelta(days=20))
    later.openings.create(step=world.step, verbs=["support"])
    Phase.objects.create(process=process, title="La décision", starts_at=now + timedelta(days=40))
    before = client.get("/participer/transport/").content.decode()
    assert "Fiche en mairie" in before
    assert 'aria-current="step"' in before
    close_process(process=process, ending="outcomes", text="Deux arrêts de plus.", by=world.actor("olga"))
    after = client.get("/participer/transport/").content.decode()
    assert "Fiche en mairie" not in after
    assert 'aria-current="step"' not in after
    assert "Terminée le" in after
    assert after.count("n’a pas eu lieu") == 1  # the vote; the decision may still come
