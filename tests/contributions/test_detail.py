"""The page of a contribution: what a reader sees, whatever became of it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.comments.actions import comment
from parvis.contributions.actions import edit, merge, set_status, withdraw
from parvis.contributions.models import Contribution, Stage, Status
from parvis.supports.actions import support
from tests.client import StrictClient
from tests.methods.proposals.saying import said
from tests.personas import World

Become = Callable[[str], StrictClient]


def test_the_page_says_what_it_is_and_where_it_stands(world: World, client: StrictClient) -> None:
    said(world)
    page = client.get("/en/avis/TUD-0001/").content.decode()
    for words in ("Need", "TUD-0001", "Alice", "Le dernier passe", "Received", "Me too", "promised by"):
        assert words in page, words


def test_a_code_in_small_letters_leads_to_the_page(world: World, client: StrictClient) -> None:
    said(world)
    response = client.get("/avis/tud-0001/")
    assert (response.status_code, response.url) == (301, "/avis/TUD-0001/")


def test_an_unknown_code_says_so(world: World, client: StrictClient) -> None:
    response = client.get("/en/avis/TUD-9999/")
    assert response.status_code == 404
    assert "No contribution has the code TUD-9999." in response.content.decode()


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_costs_the_same_whatever_was_said(world: World, client: StrictClient, items: int) -> None:
    root = said(world)
    for n in range(items):
        first = comment(contribution=root, by=world.actor("bob"), body=f"Oui {n}", stance=1)
        comment(contribution=first, by=world.actor("alice"), body="Merci")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/avis/TUD-0001/").status_code == 200
    assert len(queries) == 8, "\n".join(q["sql"][:150] for q in queries)


def test_withdrawn_words_are_gone_and_the_page_says_so(
    world: World, client: StrictClient, client_of: Become
) -> None:
    root = said(world)
    withdraw(contribution=Contribution.objects.get(), by=world.actor("alice"), reason="Je me suis trompée")
    page = client.get("/en/avis/TUD-0001/").content.decode()
    assert "Its author withdrew this contribution" in page
    assert "Je me suis trompée" in page
    assert root.title not in page
    assert root.body not in page
    assert root.title in client_of("alice").get("/en/avis/TUD-0001/").content.decode()


def test_merged_points_to_the_one_that_stays_and_supporters_count_once(world: World, client: StrictClient) -> None:
    stays, goes = said(world), said(world, "bob", title="Des bus tard le soir")
    for name, one in (("mona", stays), ("mona", goes), ("olga", goes)):
        support(contribution=Contribution.objects.get(pk=one.pk), by=world.actor(name))
    merge(
        contributions=[Contribution.objects.get(pk=goes.pk)],
        into=Contribution.objects.get(pk=stays.pk),
        by=world.actor("olga"),
    )
    page = client.get("/en/avis/TUD-0002/").content.decode()
    assert "Brought together with TUD-0001" in page
    assert "Des bus tard le soir" not in page
    stays.refresh_from_db()
    assert stays.supports_count == stays.supports.count() == 2
    assert "Brought together here" in client.get("/en/avis/TUD-0001/").content.decode()


def test_a_changed_text_shows_what_changed(world: World, client: StrictClient) -> None:
    said(world)
    one = Contribution.objects.get()
    edit(contribution=one, by=world.actor("alice"), title=one.title, body="Le dernier passe à 19 h.", seen=0)
    page = client.get("/en/avis/TUD-0001/versions/").content.decode()
    assert "<del>" in page
    assert "40.</del>" in page
    assert "19 </ins>" not in page
    assert "changed on" in client.get("/en/avis/TUD-0001/").content.decode()


def test_the_animators_word_lights_its_diamond(world: World, client: StrictClient) -> None:
    said(world)
    status = Status.objects.create(process=world.process, label="Au bureau d’études", stage=Stage.STUDIED)
    set_status(contribution=Contribution.objects.get(), status=status, by=world.actor("olga"))
    assert Contribution.objects.get().stage == Stage.STUDIED
    page = client.get("/en/participer/transport/avis/").content.decode()
    assert "Au bureau d’études" in page


def test_the_author_of_withdrawn_words_is_told_who_still_reads_them(world: World, client_of: Become) -> None:
    said(world)
    withdraw(contribution=Contribution.objects.get(), by=world.actor("alice"), reason="")
    sentence = "Il n’est plus lisible ici que par vous et par l’équipe."
    assert sentence in client_of("alice").get("/avis/TUD-0001/").content.decode()
    assert sentence in client_of("alice").get("/mon-suivi/").content.decode()
    assert sentence not in client_of("visitor").get("/avis/TUD-0001/").content.decode()


def test_a_comment_is_promised_no_answer_on_her_own_page(world: World, client_of: Become) -> None:
    comment(contribution=said(world, "bob"), by=world.actor("alice"), body="Oui, le soir aussi.")
    page = client_of("alice").get("/en/mon-suivi/").content.decode()
    assert "Oui, le soir aussi." in page
    assert "Decided" not in page


def test_the_author_alone_reads_what_a_withdrawn_text_said_before(world: World, client_of: Become) -> None:
    said(world)
    edit(contribution=Contribution.objects.get(), by=world.actor("alice"), title="Autre", body="Autre", seen=0)
    withdraw(contribution=Contribution.objects.get(), by=world.actor("alice"), reason="")
    assert client_of("alice").get("/avis/TUD-0001/versions/").status_code == 200
    assert client_of("bob").get("/avis/TUD-0001/versions/").status_code == 403
    assert "/versions/" not in client_of("bob").get("/avis/TUD-0001/").content.decode()
