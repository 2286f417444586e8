"""The box of ideas: always open, answered, and grouped into subjects without counting anyone twice."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from parvis.contributions.models import Contribution, State
from parvis.core.rights import Refused
from parvis.follows.actions import follow
from parvis.follows.models import Follow
from parvis.notifications.fanning import spread
from parvis.notifications.models import Notification
from parvis.replies.actions import draft_reply, publish_reply, validate_reply
from parvis.search.queries import search
from parvis.subjects.actions import group_ideas
from parvis.subjects.models import Idea, Subject
from parvis.supports.actions import support
from parvis.supports.models import Support
from tests.client import StrictClient
from tests.contributions.test_gestures import photo
from tests.personas import World
from tests.subjects.making import old_token, proposed, put_in_the_box

Browser = Callable[[str], StrictClient]
BOX, SUBMIT, DESK, GROUP = "/idees/", "/idees/deposer/", "/bureau/idees/", "/bureau/idees/reunir/"


def text(response: object) -> str:
    return response.content.decode()


def words(**changes: str) -> dict[str, str]:
    return {
        "nature": "need",
        "title": "Une micro-crèche à Digne",
        "body": "Trois familles sur notre palier.",
        "place": "Quartier du Pigeonnier",
        "urgency": "now",
        "audience": "Les jeunes parents",
        "token": old_token(),
        "website": "",
    } | changes


def envelope(row: Contribution) -> Contribution:
    return Contribution.objects.get(pk=row.pk)


def test_an_idea_gets_its_number_its_day_and_a_photo(world: World, client_of: Browser) -> None:
    alice = client_of("alice")
    page = text(alice.post(SUBMIT, words(), follow=True))
    idea = Idea.objects.get()
    assert idea.code == "B-0001"
    assert "B-0001" in page
    assert idea.answer_due is not None
    assert reverse("contributions:photo", args=[idea.code]) in page
    sent = alice.post(reverse("contributions:photo", args=[idea.code]), {"upload": photo(), "alt": "Le palier"})
    assert sent.status_code == 302
    shown = text(StrictClient().get(f"/avis/{idea.code}/"))
    assert "Quartier du Pigeonnier" in shown
    assert "Les jeunes parents" in shown
    assert "Moi aussi" in shown
    assert "La boîte à idées" in shown


def test_a_first_answer_reaches_it_like_any_other(world: World, client_of: Browser) -> None:
    idea, olga = put_in_the_box(world), world.actor("olga")
    story = client_of("olga").get(reverse("desk:contribution", args=[idea.code]))
    assert story.status_code == 200
    assert client_of("olga").get(reverse("desk:reply_new"), {"code": idea.code}).status_code == 200
    reply = draft_reply(contributions=[envelope(idea)], by=olga, body="Nous étudions.", verdict="accepted")
    validate_reply(reply=reply, by=olga)
    publish_reply(reply=reply, by=olga)
    assert "Nous étudions." in text(StrictClient().get(f"/avis/{idea.code}/"))


@pytest.mark.parametrize("bad", [{"nature": "war"}, {"title": ""}, {"urgency": "x"}, {"audience": "x" * 121}])
def test_bad_input_keeps_what_was_typed(world: World, client_of: Browser, bad: dict) -> None:
    page = client_of("alice").post(SUBMIT, words(**bad))
    assert page.status_code == 422
    assert "Trois familles sur notre palier." in text(page)
    assert not Idea.objects.exists()


def test_an_idea_is_not_urgent(world: World) -> None:
    idea = put_in_the_box(world, nature="idea", urgency="now", audience="Tous")
    assert (idea.urgency, idea.audience) == ("", "")


def test_the_box_put_away_is_closed(world: World, client_of: Browser) -> None:
    idea = put_in_the_box(world)
    world.space.features = ["ideas"]
    world.space.save()
    assert client_of("alice").get(BOX).status_code == 404
    assert "idees" not in text(client_of("alice").get("/participer/"))
    with pytest.raises(Refused):
        put_in_the_box(world)
    with pytest.raises(Refused):
        support(contribution=envelope(idea), by=world.actor("bob"))


# ── Grouping ──────────────────────────────────────────────────────────────────


def test_needs_become_a_subject_and_no_support_counts_twice(world: World) -> None:
    one, two = put_in_the_box(world), put_in_the_box(world, "bob", title="Garder nos enfants")
    for name, ideas in (("mona", [one, two]), ("tariq", [two]), ("elise", [one])):
        for idea in ideas:
            support(contribution=envelope(idea), by=world.actor(name))
    follow(target=envelope(one), by=world.actor("charlie"))
    subject = group_ideas(
        ideas=list(Idea.objects.order_by("pk")), by=world.actor("olga"), title="Faire garder ses enfants"
    )
    assert subject.supports_count == 3 == Support.objects.filter(contribution=subject).count()
    assert {idea.state for idea in Idea.objects.all()} == {State.MERGED}
    assert subject.answer_due == one.answer_due
    people = set(Follow.objects.filter(contribution=subject).values_list("participant__pseudonym", flat=True))
    assert people == {"Alice", "Bob", "Charlie"}
    spread("grouped", subject.pk, str(one.pk))
    spread("merged", one.pk)
    told = set(Notification.objects.values_list("kind", "participant__pseudonym"))
    assert told == {
        *(("grouped", name) for name in ("Mona", "Tariq", "Elise")),
        *(("merged", name) for name in ("Alice", "Charlie")),
    }
    page = text(StrictClient().get(f"/avis/{subject.code}/"))
    assert "Garder nos enfants" in page
    assert subject.code in text(StrictClient().get(f"/avis/{one.code}/"))


def test_more_join_a_subject_already_there(world: World, client_of: Browser) -> None:
    subject, idea = proposed(world), put_in_the_box(world, "bob")
    olga = client_of("olga")
    page = olga.get(GROUP, {"code": [idea.code]})
    assert subject.code in text(page)
    sent = olga.post(GROUP, {"code": [idea.code], "into": subject.code, "title": "", "why": ""})
    assert sent["Location"] == f"/bureau/sujets/{subject.code}/"
    assert Subject.objects.count() == 1
    assert Idea.objects.get().merged_into_id == subject.pk
    again = olga.post(GROUP, {"code": [idea.code], "into": subject.code, "title": "", "why": ""})
    assert again["Location"] == DESK


def test_a_stale_list_is_refused_and_shown_again(world: World, client_of: Browser) -> None:
    one, two = put_in_the_box(world), put_in_the_box(world, title="Garder nos enfants")
    Contribution.objects.filter(pk=two.pk).update(state="hidden")
    sent = client_of("olga").post(GROUP, {"code": [one.code, two.code], "title": "Les enfants", "why": ""})
    assert sent.status_code == 422
    assert not Subject.objects.exists()
    empty = client_of("olga").post(GROUP, {"code": [one.code], "title": "", "why": ""})
    assert empty.status_code == 422


def test_only_who_leads_here_groups(world: World, client_of: Browser) -> None:
    idea = put_in_the_box(world)
    for name in ("alice", "tariq", "elise", "mona"):
        assert client_of(name).get(DESK).status_code == 403
        with pytest.raises(Refused):
            group_ideas(ideas=[idea], by=world.actor(name), title="Non, pas moi")
    assert idea.code not in text(client_of("charlie").get(DESK))
    assert client_of("charlie").post(GROUP, {"code": [idea.code], "title": "Ailleurs"})["Location"] == DESK


# ── The lists ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("items", [1, 3])
def test_the_box_costs_the_same(world: World, client: StrictClient, client_of: Browser, items: int) -> None:
    for n in range(items):
        put_in_the_box(world, title=f"Idée numéro {n}", territory_id=world.digne.pk)
    with CaptureQueriesContext(connection) as queries:
        page = text(client.get(BOX))
    assert all(f"Idée numéro {n}" in page for n in range(items))
    assert len(queries) == 6, "\n".join(q["sql"][:150] for q in queries)
    olga = client_of("olga")
    with CaptureQueriesContext(connection) as queries:
        page = text(olga.get(DESK))
    assert all(f"Idée numéro {n}" in page for n in range(items))
    assert len(queries) == 10, "\n".join(q["sql"][:150] for q in queries)


def test_the_box_is_narrowed_and_found(world: World, client: StrictClient) -> None:
    need, idea = put_in_the_box(world, urgency="now"), put_in_the_box(world, nature="idea", title="Un kiosque")
    codes = lambda query: [card.code for card in client.get(f"{BOX}{query}").context["cards"]]  # noqa: E731
    assert codes("") == [idea.code, need.code]
    assert codes("?genre=need") == codes("?urgence=now") == codes("?q=crèche") == [need.code]
    assert client.get(f"{BOX}?genre=x&urgence=99&theme=é&commune=-1&page=x&tri=date").status_code == 200
    assert search(world.actor("bob"), "kiosque").results
