"""A discussion in two columns or as a conversation, readable by whoever arrives last."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.comments.actions import comment
from parvis.comments.models import Comment
from parvis.contributions.actions import withdraw
from parvis.contributions.models import Contribution, Stance
from parvis.processes.models import Phase, Step
from tests.client import StrictClient
from tests.methods.proposals.saying import old_token, said
from tests.personas import World

Become = Callable[[str], StrictClient]


@pytest.fixture
def root(world: World) -> Contribution:
    return Contribution.objects.get(pk=said(world).pk)


def test_a_resident_takes_a_side(root: Contribution, client_of: Become, client: StrictClient) -> None:
    words = {"body": "Un taxi à la demande plutôt.", "stance": "-1", "token": old_token(), "website": ""}
    done = client_of("bob").post("/en/avis/TUD-0001/repondre/", words)
    assert done.url == "/en/avis/TUD-0001/#comments"
    page = client.get("/en/avis/TUD-0001/").content.decode()
    assert "Disagree · 1" in page
    assert "Un taxi à la demande" in page
    assert "Bob · Sisteron".replace(" · ", "</span><span>") in page


def test_sent_twice_it_is_one_comment(root: Contribution, client_of: Become) -> None:
    bob, words = client_of("bob"), {"body": "Oui", "token": old_token(), "website": ""}
    for _n in range(2):
        bob.post("/avis/TUD-0001/repondre/", words)
    root.refresh_from_db()
    assert root.comments_count == Comment.objects.count() == 1


@pytest.mark.parametrize("layout", ["columns", "threaded"])
@pytest.mark.parametrize("items", [1, 3])
def test_a_discussion_costs_two_queries(
    world: World, root: Contribution, client: StrictClient, layout: str, items: int
) -> None:
    Step.objects.update(settings={"comments_layout": layout})
    root.step.refresh_from_db()
    for n in range(items):
        first = comment(contribution=root, by=world.actor("bob"), body=f"Un {n}", stance=1)
        second = comment(contribution=first, by=world.actor("alice"), body=f"Deux {n}")
        comment(contribution=second, by=world.actor("bob"), body=f"Trois {n}")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/avis/TUD-0001/").content.decode()
    assert all(f"Trois {n}" in page for n in range(items))
    assert len(queries) == 8


def test_answers_go_three_deep_and_no_deeper(world: World, root: Contribution) -> None:
    last = root
    for n in range(5):
        last = comment(contribution=Contribution.objects.get(pk=last.pk), by=world.actor("bob"), body=str(n))
    assert list(Comment.objects.order_by("id").values_list("depth", flat=True)) == [1, 2, 3, 3, 3]


def test_a_long_column_opens_on_its_own_and_turns_its_pages(
    world: World, root: Contribution, client: StrictClient
) -> None:
    for n in range(23):
        comment(contribution=root, by=world.actor("bob"), body=f"Mot {n:02d}", stance=Stance.FOR)
    page = client.get("/en/avis/TUD-0001/").content.decode()
    assert "Agree · 23" in page
    assert page.count('class="comment"') == 10
    side = client.get("/en/avis/TUD-0001/?side=for&sort=oldest").content.decode()
    assert "Mot 19" in side
    assert "Mot 20" not in side
    cursor = side.split("page=")[1].split("#")[0]
    rest = client.get(f"/en/avis/TUD-0001/?side=for&sort=oldest&page={cursor}").content.decode()
    assert "Mot 22" in rest
    assert "Mot 19" not in rest


def test_a_withdrawn_comment_leaves_a_stub_and_no_count(
    world: World, root: Contribution, client: StrictClient
) -> None:
    gone = comment(contribution=root, by=world.actor("bob"), body="Je me suis emporté", stance=1)
    comment(contribution=gone, by=world.actor("alice"), body="Merci de le dire")
    withdraw(contribution=Contribution.objects.get(pk=gone.pk), by=world.actor("bob"))
    page = client.get("/en/avis/TUD-0001/").content.decode()
    assert "This comment was withdrawn by its author." in page
    assert "Merci de le dire" in page
    assert "emporté" not in page
    root.refresh_from_db()
    assert (root.comments_count, root.for_count) == (1, 0)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("", "This field is required"), ("x" * 1_000_000, "at most 1500"), ("\x00", "This field is required")],
)
def test_bad_input_gets_a_sentence(root: Contribution, client_of: Become, body: str, sentence: str) -> None:
    words = {"body": body, "token": old_token(), "website": ""}
    response = client_of("bob").post("/en/avis/TUD-0001/repondre/", words)
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_closing_while_one_writes_loses_nothing(root: Contribution, client_of: Become) -> None:
    bob = client_of("bob")
    Phase.objects.update(starts_at="2020-01-01T00:00Z", ends_at="2020-01-02T00:00Z")
    response = bob.post("/en/avis/TUD-0001/repondre/", {"body": "Mes mots", "token": old_token(), "website": ""})
    assert response.status_code == 409
    assert "This is not open at the moment." in response.content.decode()
    assert "Mes mots" in response.content.decode()


def test_a_comment_has_its_own_page_that_leads_back(world: World, root: Contribution, client: StrictClient) -> None:
    said_so = comment(contribution=root, by=world.actor("bob"), body="Les infirmières du soir aussi")
    page = client.get(f"/en/avis/{said_so.code}/").content.decode()
    assert "Les infirmières du soir aussi" in page
    assert 'href="/en/avis/TUD-0001/"' in page


def test_a_long_comment_is_whole_on_its_own_page(root: Contribution, world: World, client: StrictClient) -> None:
    words = "Le soir il n’y a personne à l’arrêt, et le matin on y est trente. " * 3 + "Fin."
    one = comment(contribution=root, by=world.actor("bob"), body=words)
    assert "Fin.</p>" in client.get(one.get_absolute_url()).content.decode()


def test_switched_off_in_the_space_the_discussion_and_its_address_go_together(
    world: World, root: Contribution, client: StrictClient
) -> None:
    comment(contribution=root, by=world.actor("bob"), body="Un taxi plutôt.")
    world.space.features = ["comments"]
    world.space.save()
    page = client.get("/avis/TUD-0001/").content.decode()
    assert "Un taxi plutôt." not in page
    assert "repondre" not in page
    assert client.get("/avis/TUD-0001/repondre/").status_code == 404


def test_where_supports_are_switched_off_nobody_is_asked_to_agree(
    world: World, root: Contribution, client: StrictClient
) -> None:
    comment(contribution=root, by=world.actor("bob"), body="Un taxi plutôt.")
    world.space.features = ["supports"]
    world.space.save()
    page = client.get("/avis/TUD-0001/").content.decode()
    assert "Un taxi plutôt." in page
    assert "soutenir" not in page
