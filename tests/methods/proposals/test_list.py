"""The step’s page: cards, filters, orders, pages; the same cost whatever its length."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from parvis.contributions.models import Contribution
from parvis.methods.proposals.models import Category, Proposal
from parvis.processes.models import Step
from tests.client import StrictClient
from tests.methods.proposals.saying import LIST, said
from tests.personas import World


@pytest.mark.parametrize("items", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(world: World, client: StrictClient, items: int) -> None:
    category = Category.objects.create(step=world.step, name="Horaires")
    for n in range(items):
        said(world, title=f"Une idée numéro {n}", category_id=category.pk)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/en{LIST}").content.decode()
    assert all(f"Une idée numéro {n}" in page for n in range(items))
    assert len(queries) == 10, "\n".join(q["sql"][:150] for q in queries)


def test_filters_narrow_and_say_how_many(world: World, client: StrictClient) -> None:
    said(world, title="Un besoin de bus", nature="need")
    said(world, title="Une opinion sur les bus", nature="opinion")
    page = client.get(f"/en{LIST}?nature=opinion").content.decode()
    assert "1 contribution" in page
    assert "Une opinion sur les bus" in page
    assert "Un besoin de bus" not in page
    assert "Nothing matches" in client.get(f"/en{LIST}?words=piscine").content.decode()


@pytest.mark.parametrize(
    ("words", "most_queries"), [("vélos", 10), ("velo", 10), ("VÉLO lycée", 10), ("piste", 10), ("cyclabel", 12)]
)
@pytest.mark.parametrize("sort", ["recent", "shuffled"])
def test_words_are_looked_for_as_people_type_them(
    world: World, client: StrictClient, words: str, sort: str, most_queries: int
) -> None:
    said(world, title="Un vélo pour chaque lycéen", body="Et une piste cyclable.")
    said(world, title="Un banc")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST, {"words": words, "sort": sort}).content.decode()
    assert "Un vélo pour chaque lycéen" in page
    assert "Un banc" not in page
    assert len(queries) == most_queries, "\n".join(q["sql"][:150] for q in queries)


@pytest.mark.parametrize(
    "query",
    [
        "nature=war",
        "category=999999999999999999999",
        "commune=x",
        "stage=99",
        "sort=évil",
        "from=-1",
        "page=%00",
        "words=%00",
        "verdict=%F0",
    ],
)
def test_what_the_address_says_makes_no_error(world: World, client: StrictClient, query: str) -> None:
    said(world)
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_everything_is_met_once_by_turning_the_pages_of_the_random_order(
    world: World, client: StrictClient
) -> None:
    for n in range(45):
        said(world, title=f"Idée numéro {n:02d}")
    seen: list[str] = []
    url = f"{LIST}?from=17"
    while url:
        page = client.get(url).content.decode()
        seen += re.findall(r"Idée numéro (\d\d)</a>", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        url = LIST + following[1].replace("&amp;", "&") if following else ""
    assert sorted(seen) == [f"{n:02d}" for n in range(45)]
    assert seen != sorted(seen)


def test_the_list_holds_no_token_and_sets_no_cookie(world: World, client: StrictClient) -> None:
    said(world)
    response = client.get(LIST)
    assert b"csrfmiddlewaretoken" not in response.content
    assert not response.cookies


def test_a_filtered_total_is_capped(world: World, client: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parvis.methods.proposals.queries.CAP", 2)
    monkeypatch.setattr("parvis.methods.proposals.queries.PER_PAGE", 2)
    for n in range(4):
        said(world, title=f"Un bus {n} de plus")
    assert "More than 2 contributions" in client.get(f"/en{LIST}?words=bus").content.decode()
    assert "4 contributions" in client.get(f"/en{LIST}").content.decode()


def test_an_unknown_setting_or_nature_does_not_break_the_page(world: World, client: StrictClient) -> None:
    Step.objects.update(settings={"natures": ["gone"], "colour": "blue"})
    assert client.get(LIST).status_code == 200
    assert Proposal.objects.count() == Contribution.objects.count() == 0
