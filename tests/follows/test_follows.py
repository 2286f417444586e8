"""« Prévenez-moi de la suite »: of things and public roles, never of a person."""

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from parvis.accounts.actors import VISITOR
from parvis.accounts.events import PersonClaimed, PersonErased
from parvis.accounts.models import Participant
from parvis.comments.actions import comment
from parvis.contributions.events import ContributionMerged, ContributionReceived, WishedToFollow
from parvis.contributions.models import Contribution, State, Visibility
from parvis.core.codes import random_code
from parvis.core.events import Event, emit
from parvis.core.rights import Refused, can, why_not
from parvis.follows.actions import follow, unfollow
from parvis.follows.models import Follow
from parvis.follows.queries import follows_of, is_following
from parvis.follows.targets import follow_url
from parvis.organisations.models import Body
from parvis.processes.events import ThemesMerged
from parvis.processes.models import Theme
from tests.personas import World


def told(event: Event) -> None:
    with transaction.atomic():
        emit(event)


@pytest.fixture
def said(world: World) -> Contribution:
    return proposal(world)


def proposal(world: World, **fields: object) -> Contribution:
    values = {
        "code": random_code(10),
        "kind": "proposal",
        "space": world.space,
        "process": world.process,
        "step": world.step,
        "title": "Un bus après 19 h",
        "state": State.PUBLISHED,
        "author": world.actor("alice").participant,
    }
    return Contribution.objects.create(**values | fields)


def followers(contribution: Contribution) -> int:
    contribution.refresh_from_db()
    assert contribution.follows_count == Follow.objects.filter(contribution=contribution).count()
    return contribution.follows_count


def test_following_counts_once_and_unfollowing_counts_back(world: World, said: Contribution) -> None:
    bob = world.actor("bob")
    for _ in range(2):
        follow(target=said, by=bob)
    assert followers(said) == 1
    assert is_following(bob, said)
    for _ in range(2):
        unfollow(target=said, by=bob)
    assert followers(said) == 0


def test_one_follows_what_one_sees(world: World, said: Contribution) -> None:
    assert why_not(VISITOR, "follow", said)
    Contribution.objects.filter(pk=said.pk).update(visibility=Visibility.TEAM)
    said.refresh_from_db()
    assert not can(world.actor("bob"), "follow", said)
    assert can(world.actor("olga"), "follow", said)
    with pytest.raises(Refused):
        follow(target=said, by=world.actor("bob"))


def test_nobody_follows_a_person(world: World) -> None:
    alice = world.actor("alice")
    with pytest.raises(LookupError):
        follow(target=alice.participant, by=world.actor("bob"))
    assert not any(isinstance(f, models.ForeignKey) and f.name in {"person", "author"} for f in Follow._meta.fields)


def test_one_follows_ones_own_words_and_what_one_ticked(world: World, said: Contribution) -> None:
    told(ContributionReceived(contribution=said, by=world.actor("olga")))
    comment = proposal(world, kind="comment", root=said, parent=said, author=world.actor("bob").participant)
    told(WishedToFollow(contribution=comment, by=world.actor("bob")))
    assert followers(said) == 2
    assert is_following(world.actor("alice"), said)
    assert is_following(world.actor("bob"), said)


def test_followers_go_along_with_a_merge(world: World, said: Contribution) -> None:
    into = proposal(world)
    for name in ("alice", "bob"):
        follow(target=said, by=world.actor(name))
    follow(target=into, by=world.actor("bob"))
    told(ContributionMerged(contribution=said, into=into, by=world.actor("olga")))
    assert followers(into) == 2


def test_claiming_and_leaving_keep_the_counts_right(world: World, said: Contribution) -> None:
    other = proposal(world)
    slip = Participant.objects.create()
    alice = world.actor("alice").participant
    Follow.objects.create(participant=slip, contribution=said)
    Follow.objects.create(participant=slip, contribution=other)
    Follow.objects.create(participant=alice, contribution=said)
    Contribution.objects.filter(pk=said.pk).update(follows_count=2)
    Contribution.objects.filter(pk=other.pk).update(follows_count=1)
    told(PersonClaimed(source=slip, target=alice, by=world.actor("alice")))
    assert (followers(said), followers(other)) == (1, 1)
    told(PersonErased(participant=alice, keeps_texts=True, by=world.actor("alice")))
    assert (followers(said), followers(other)) == (0, 1)


def test_themes_merged_are_followed_once(world: World) -> None:
    old, new = (Theme.objects.create(space=world.space, name=name, slug=name) for name in ("velo", "mobilite"))
    follow(target=old, by=world.actor("alice"))
    for target in (old, new):
        follow(target=target, by=world.actor("bob"))
    told(ThemesMerged(theme=old, into=new, by=world.actor("olga")))
    assert Follow.objects.filter(theme=new).count() == 2
    assert not Follow.objects.filter(theme=old).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_what_i_follow_is_one_query(world: World, count: int) -> None:
    alice = world.actor("alice")
    for _ in range(count):
        follow(target=proposal(world), by=alice)
    with CaptureQueriesContext(connection) as queries:
        assert len(follows_of(alice)) == count
    assert len(queries) == 1


def test_one_button_follows_and_one_stops(world: World, client_of: object) -> None:
    browser, url = client_of("alice"), follow_url(world.process)
    assert "We tell you" in browser.get(f"/en{url}").content.decode()
    assert browser.post(url).headers["Location"] == world.process.get_absolute_url()
    assert is_following(world.actor("alice"), world.process)
    assert 'name="stop"' in browser.get(url).content.decode()
    assert world.process.title["fr"] in browser.get("/suivre/").content.decode().replace("&#x27;", "'")
    browser.post(url, {"stop": "1"})
    assert not is_following(world.actor("alice"), world.process)


def test_a_visitor_is_asked_who_she_is_when_she_presses(world: World, client: object) -> None:
    url = follow_url(world.process)
    assert client.get(url).status_code == 200
    assert "/mon-suivi/identifier/" in client.post(url).headers["Location"]
    assert "/mon-suivi/identifier/" in client.get("/suivre/").headers["Location"]


def test_everything_followable_has_its_page(world: World, client: object) -> None:
    theme = Theme.objects.create(space=world.space, name="Eau", slug="eau")
    body = Body.objects.create(space=world.space, kind="council", name="Conseil", slug="conseil")
    hidden = Body.objects.create(space=world.space, kind="council", name="Bureau", slug="bureau", is_public=False)
    for thing in (theme, body, world.digne, world.mobility, world.process, proposal(world)):
        assert client.get(follow_url(thing)).status_code == 200
    assert client.get(follow_url(hidden)).status_code == 404


def test_a_comment_one_follows_is_called_by_its_first_words(world: World, said: Contribution) -> None:
    one = comment(contribution=said, by=world.actor("bob"), body="Un taxi à la demande plutôt.")
    follow(target=one, by=world.actor("alice"))
    assert follows_of(world.actor("alice"))[0].title == "Un taxi à la demande plutôt."
