"""An internal démarche: agents and élus of its space take part; the public knows nothing of it but its summary."""

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from parvis.comments.actions import comment
from parvis.contributions.models import Contribution
from parvis.core.rights import Refused, can
from parvis.methods.proposals.actions import submit_proposal
from parvis.processes import actions
from parvis.processes.models import Process, Step
from parvis.replies.models import Outcome
from parvis.search import index
from tests.client import StrictClient
from tests.personas import World

Become = Callable[[str], StrictClient]
OUTSIDE = ("visitor", "alice", "bob", "charlie")
INSIDE = ("tariq", "elise", "mona", "olga")
SECRET = "Un seul logiciel pour les congés"
NAME = "Le travail à distance"


@pytest.fixture
def said(world: World) -> Contribution:
    Process.objects.filter(pk=world.process.pk).update(visibility="internal", title={"fr": NAME})
    step = Step.objects.select_related("process").get(pk=world.step.pk)
    made = submit_proposal(step=step, by=world.actor("tariq"), title=SECRET, territory_id=world.digne.pk)
    Contribution.objects.filter(pk=made.pk).update(state="published", published_at=timezone.now())
    Outcome.objects.create(
        space=world.space,
        process=world.process,
        title={"fr": SECRET},
        decided_on=timezone.localdate(),
        state="decided",
    )
    index.put("contribution", [made.pk])
    index.put("process", [world.process.pk])
    return Contribution.objects.get(pk=made.pk)


def addresses(said: Contribution) -> Iterator[str]:
    here = f"/participer/{said.process.slug}/"  # type: ignore[union-attr]
    yield from (
        here,
        f"{here}journal/",
        f"{here}corrections/",
        f"{here}resume/",
        f"{here}avis/",
        f"{here}archive.json",
    )
    yield from (f"{here}avis/deposer/", f"{here}fil.atom", f"/suivre/demarche/{said.process.slug}/")  # type: ignore[union-attr]
    yield from (
        f"/avis/{said.code}/",
        f"/avis/{said.code}/repondre/",
        f"/signaler/{said.code}/",
        f"/suivre/avis/{said.code}/",
    )


@pytest.mark.parametrize("who", OUTSIDE)
def test_outside_its_addresses_do_not_exist(world: World, client_of: Become, said: Contribution, who: str) -> None:
    client = client_of(who)
    answered = {url: client.get(url).status_code for url in addresses(said)}
    assert set(answered.values()) <= {403, 404}, answered


@pytest.mark.parametrize("who", OUTSIDE)
def test_no_public_list_names_it(world: World, client_of: Become, said: Contribution, who: str) -> None:
    client = client_of(who)
    for url in (
        "/", "/participer/", "/fil.atom", "/ce-qui-a-change/", "/territoires/digne/", "/agenda/", "/sitemap.xml",
        "/sitemap-demarches.xml", "/sitemap-avis-1.xml", "/recherche/?q=logiciel", "/recherche/?q=distance",
        "/organismes/mobilites/",
    ):  # fmt: skip
        page = client.get(url).content.decode()
        assert SECRET not in page, url
        assert NAME not in page, url
        assert said.code not in page, url


@pytest.mark.parametrize("who", INSIDE)
def test_inside_they_read_and_take_part(world: World, client_of: Become, said: Contribution, who: str) -> None:
    client, actor = client_of(who), world.actor(who)
    assert SECRET in client.get(f"/participer/{world.process.slug}/avis/").content.decode()
    assert SECRET in client.get(f"/avis/{said.code}/").content.decode()
    step = Step.objects.select_related("process").get(pk=world.step.pk)
    assert can(actor, "create", step)
    if who != "tariq":
        assert can(actor, "support", said)
        comment(contribution=said, by=actor, body="D’accord.")


@pytest.mark.parametrize("who", OUTSIDE)
def test_the_verbs_refuse_whoever_guessed(world: World, said: Contribution, who: str) -> None:
    actor = world.actor(who)
    step = Step.objects.select_related("process").get(pk=world.step.pk)
    for verb, thing in (("create", step), ("support", said), ("comment", said), ("report", said), ("see", said)):
        assert not can(actor, verb, thing), verb
    with pytest.raises(Refused):
        submit_proposal(step=step, by=actor, title="Moi aussi", territory_id=None)


def test_who_sees_it_no_longer_changes_once_people_spoke(world: World, said: Contribution) -> None:
    Process.objects.filter(pk=world.process.pk).update(contributions_count=1)
    with pytest.raises(ValidationError, match=r"spoken|exprimées"):
        actions.update_frame(process=said.process, by=world.actor("olga"), visibility="public")


def test_its_summary_alone_is_public_once_published(world: World, client_of: Become, said: Contribution) -> None:
    olga, visitor = client_of("olga"), client_of("visitor")
    address = f"/bureau/demarches/{world.process.slug}/resume/"
    assert olga.post(address, {"public_summary_fr": ""}).status_code == 422
    assert olga.post(
        address, {"public_summary_fr": "Les agents demandent deux jours.", "public_summary_ar": "يومان."}
    )
    home = f"/participer/{world.process.slug}/"
    response = visitor.get(home)
    assert (response.status_code, response.headers["Location"]) == (302, f"{home}resume/")
    page = visitor.get(f"{home}resume/").content.decode()
    assert "Les agents demandent deux jours." in page
    assert SECRET not in page
    assert "يومان." in visitor.get(f"/ar{home}resume/").content.decode()
    changed = visitor.get("/ce-qui-a-change/").content.decode()
    assert NAME in changed
    assert SECRET not in changed
    assert visitor.get(f"/avis/{said.code}/").status_code == 404
    assert visitor.get(f"{home}avis/").status_code == 404
    assert NAME not in visitor.get("/participer/").content.decode()


def test_a_public_one_has_no_summary_apart(world: World) -> None:
    with pytest.raises(Refused):
        actions.publish_summary(process=world.process, text="Résumé", by=world.actor("olga"))


@pytest.mark.parametrize("who", ["mona", "tariq", "elise", "charlie", "alice"])
def test_only_those_who_manage_it_publish_the_summary(world: World, said: Contribution, who: str) -> None:
    with pytest.raises(Refused):
        actions.publish_summary(process=said.process, text="Résumé", by=world.actor(who))
