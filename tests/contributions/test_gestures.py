"""Changing, withdrawing, illustrating, signing together, bringing together, splitting: each by whom it is for."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from parvis.contributions.actions import edit, mark_read, merge
from parvis.contributions.models import Contribution, Stage, State
from parvis.core.rights import Refused
from parvis.core.verbs import Overtaken
from parvis.methods.proposals.actions import split_proposal
from parvis.methods.proposals.models import Proposal
from parvis.processes.models import Process, Step
from parvis.supports.actions import support
from tests.client import StrictClient
from tests.methods.proposals.saying import said
from tests.personas import World

Become = Callable[[str], StrictClient]


def read(pk: int = 0) -> Contribution:
    return Contribution.objects.get(pk=pk) if pk else Contribution.objects.get()


def test_the_author_changes_her_words_without_javascript(world: World, client_of: Become) -> None:
    said(world)
    alice = client_of("alice")
    page = alice.get("/en/avis/TUD-0001/modifier/").content.decode()
    assert "Le dernier passe à 18 h 40." in page
    alice.post("/en/avis/TUD-0001/modifier/", {"title": "Un bus après 20 h", "body": "Enfin.", "seen": "0"})
    assert (read().title, read().versions.get().title) == (
        "Un bus après 20 h",
        "Un bus après 19 h pour les internes",
    )


def test_two_tabs_do_not_write_over_each_other(world: World, client_of: Become) -> None:
    said(world)
    alice, words = client_of("alice"), {"title": "Un bus après 20 h", "body": "Premier", "seen": "0"}
    alice.post("/en/avis/TUD-0001/modifier/", words)
    late = alice.post("/en/avis/TUD-0001/modifier/", words | {"body": "Second"})
    page = late.content.decode()
    assert "This text changed while you were writing." in page
    assert "Second" in page
    assert "Premier" in page
    assert read().body == "Premier"
    with pytest.raises(Overtaken):
        edit(contribution=read(), by=world.actor("alice"), title="x", body="y", seen=0)


@pytest.mark.parametrize("gesture", ["modifier", "retirer", "photo", "cosigner"])
def test_someone_elses_words_are_not_touched(world: World, client_of: Become, gesture: str) -> None:
    said(world)
    for method in ("get", "post"):
        response = getattr(client_of("bob"), method)(
            f"/en/avis/TUD-0001/{gesture}/", {"title": "Volé", "body": "x", "seen": "0"}
        )
        assert response.status_code == 403, method
    assert read().title == "Un bus après 19 h pour les internes"
    assert read().state == State.PUBLISHED


def test_what_is_read_before_showing_is_read_again_when_it_changes(world: World) -> None:
    said(world)
    Process.objects.update(moderation=Process.Moderation.BEFORE)
    edit(contribution=read(), by=world.actor("alice"), title="Un bus", body="Autre chose", seen=0)
    assert read().state == State.PENDING
    assert Process.objects.get().contributions_count == 0


def photo(name: str = "arret.jpg") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def test_the_author_adds_a_photo_and_says_what_it_shows(world: World, client_of: Become) -> None:
    said(world)
    alice = client_of("alice")
    refused = alice.post("/en/avis/TUD-0001/photo/", {"upload": photo(), "alt": ""})
    assert refused.status_code == 422
    alice.post("/en/avis/TUD-0001/photo/", {"upload": photo(), "alt": "L’arrêt, sans abri"})
    page = StrictClient().get("/en/avis/TUD-0001/").content.decode()
    assert 'alt="L’arrêt, sans abri"' in page


def test_a_file_that_is_no_photo_gets_a_sentence(world: World, client_of: Become) -> None:
    said(world)
    fake = SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>", "image/jpeg")
    response = client_of("alice").post("/en/avis/TUD-0001/photo/", {"upload": fake, "alt": "x"})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()


def test_a_coauthor_signs_from_her_mail(
    world: World,
    client_of: Become,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    Step.objects.update(settings={"coauthors": True})
    said(world)
    alice = client_of("alice")
    with django_capture_on_commit_callbacks(execute=True):
        alice.post("/en/avis/TUD-0001/cosigner/", {"email": "bob@example.org"})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)
    assert link
    bob = client_of("bob")
    assert "I sign it too" in bob.get(link[1]).content.decode()
    bob.post(link[1])
    bob.post(link[1])
    assert read().coauthors.count() == 1
    assert "Alice with Bob" in StrictClient().get("/en/avis/TUD-0001/").content.decode()


def test_a_forged_invitation_opens_nothing(world: World, client_of: Become) -> None:
    Step.objects.update(settings={"coauthors": True})
    said(world)
    assert client_of("bob").get("/en/avis/TUD-0001/cosigner/TUD-0001:1:x/").status_code == 404


def test_reading_lights_the_diamond_once(world: World) -> None:
    said(world), said(world)
    olga, both = world.actor("olga"), list(Contribution.objects.all())
    assert mark_read(contributions=both, by=olga) == 2
    assert mark_read(contributions=both, by=olga) == 0
    assert set(Contribution.objects.values_list("stage", flat=True)) == {Stage.READ}


def test_the_neighbours_animator_cannot_bring_ours_together(world: World) -> None:
    one, other = said(world), said(world)
    with pytest.raises(Refused):
        merge(contributions=[read(other.pk)], into=read(one.pk), by=world.actor("charlie"))
    assert Contribution.objects.filter(state=State.MERGED).count() == 0


def test_one_is_not_brought_together_with_itself_nor_twice(world: World) -> None:
    one, other, olga = said(world), said(world), world.actor("olga")
    with pytest.raises(Refused):
        merge(contributions=[read(one.pk)], into=read(one.pk), by=olga)
    merge(contributions=[read(other.pk)], into=read(one.pk), by=olga)
    with pytest.raises(Refused):
        merge(contributions=[read(other.pk)], into=read(one.pk), by=olga)


def test_splitting_draws_parts_that_keep_their_author_and_none_of_the_supports(
    world: World, client: StrictClient
) -> None:
    whole = said(world, title="Un bus le soir et un banc")
    support(contribution=read(), by=world.actor("bob"))
    parts = split_proposal(
        proposal=Proposal.objects.get(pk=whole.pk),
        parts=[("Un bus le soir", "22 h"), ("Un banc", "À l’arrêt")],
        by=world.actor("olga"),
    )
    assert [part.code for part in parts] == ["TUD-0002", "TUD-0003"]
    assert {part.author_id for part in parts} == {whole.author_id}
    assert {Proposal.objects.get(pk=part.pk).supports_count for part in parts} == {0}
    assert Process.objects.get().contributions_count == Step.objects.get().contributions_count == 3
    assert "Drawn out of this one" in client.get("/en/avis/TUD-0001/").content.decode()
    assert "Drawn out of" in client.get("/en/avis/TUD-0003/").content.decode()
