"""Three minutes on a phone: write, read once more, publish; nothing is lost on the way."""

from collections.abc import Callable

import pytest

from parvis.contributions.models import Contribution, State
from parvis.methods.proposals.models import Proposal
from parvis.processes.models import Phase, Process, Step
from tests.client import StrictClient
from tests.methods.proposals.saying import SUBMIT, answers
from tests.personas import World

Become = Callable[[str], StrictClient]
pytestmark = pytest.mark.django_db


def test_a_resident_writes_reads_once_more_and_publishes(world: World, client_of: Become) -> None:
    alice = client_of("alice")
    assert "Say what you think" in alice.get(f"/en{SUBMIT}").content.decode()
    words = answers()
    preview = alice.post(f"/en{SUBMIT}", words | {"preview": "1"})
    assert preview.status_code == 200
    assert "Read it once more" in preview.content.decode()
    assert not Proposal.objects.exists()
    done = alice.post(f"/en{SUBMIT}", words | {"publish": "1"}, follow=True)
    page = done.content.decode()
    assert "TUD-0001" in page
    assert "You will be answered by" in page
    proposal = Proposal.objects.get()
    assert (proposal.nature, proposal.author, proposal.state) == (
        "need",
        world.actor("alice").participant,
        "published",
    )
    assert "Un bus après 19 h" in StrictClient().get("/avis/TUD-0001/").content.decode()


def test_sent_twice_it_is_one_contribution(world: World, client_of: Become) -> None:
    alice, words = client_of("alice"), answers(publish="1")
    first, second = alice.post(SUBMIT, words), alice.post(SUBMIT, words)
    assert first.url == second.url
    assert Proposal.objects.count() == 1


def test_a_visitor_is_asked_who_she_is_and_finds_her_words_again(world: World, client: StrictClient) -> None:
    asked = client.post(SUBMIT, answers(publish="1"))
    assert asked.status_code == 302
    assert "mon-suivi" in asked.url
    assert not Proposal.objects.exists()
    assert "Un bus après 19 h" in client.get(SUBMIT).content.decode()


def test_the_phase_closes_while_she_writes_and_her_words_are_shown_again(world: World, client_of: Become) -> None:
    alice = client_of("alice")
    alice.get(SUBMIT)
    Phase.objects.update(ends_at="2020-01-02T00:00Z", starts_at="2020-01-01T00:00Z")
    refused = alice.post(f"/en{SUBMIT}", answers(publish="1"))
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "This is not open at the moment." in page
    assert "Le dernier passe à 18 h 40." in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "   "}, "This field is required"),
        ({"title": "\x00"}, "This field is required"),
        ({"title": "x" * 500}, "at most 120 characters"),
        ({"body": "x" * 1_000_000}, "at most 3000 characters"),
        ({"nature": "war"}, "Select a valid choice"),
        ({"category": "99"}, ""),
        ({"website": "http://spam.example"}, "A box that people do not see"),
        ({"token": "made-up"}, "This page had grown old"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_the_words(
    world: World, client_of: Become, changes: dict[str, str], sentence: str
) -> None:
    response = client_of("alice").post(f"/en{SUBMIT}", answers(preview="1", **changes))
    if not sentence:
        assert response.status_code == 200  # an answer to a question that was not asked is not read
        return
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    if "body" not in changes:
        assert "Le dernier passe à 18 h 40." in page
    assert not Proposal.objects.exists()


def test_too_quick_is_told_and_the_same_words_pass_later(world: World, client_of: Become) -> None:
    from parvis.contributions.forms import new_token

    response = client_of("alice").post(f"/en{SUBMIT}", answers(preview="1", token=new_token()))
    assert "That was very quick" in response.content.decode()


def test_bytes_that_are_not_utf8_do_not_break_the_page(world: World, client_of: Become) -> None:
    body = b"title=caf\xe9+du+bus&nature=need&preview=1&token=x"
    response = client_of("alice").post(SUBMIT, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


def test_scripts_and_right_to_left_text_are_words(world: World, client_of: Become) -> None:
    alice = client_of("alice")
    words = answers(
        title="<script>alert(1)</script> الحافلة", body="نريد <b>حافلة</b>\n\nhttps://example.org", publish="1"
    )
    alice.post(SUBMIT, words)
    page = StrictClient().get("/avis/TUD-0001/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; الحافلة" in page
    assert "&lt;b&gt;حافلة&lt;/b&gt;" in page
    assert 'rel="nofollow ugc noopener"' in page


def test_where_everything_is_read_first_it_waits(world: World, client_of: Become) -> None:
    Process.objects.update(moderation=Process.Moderation.BEFORE)
    alice = client_of("alice")
    receipt = alice.post(f"/en{SUBMIT}", answers(publish="1"), follow=True).content.decode()
    assert "The team reads it before it shows" in receipt
    assert Contribution.objects.get().state == State.PENDING
    assert StrictClient().get("/avis/TUD-0001/").status_code == 404
    assert client_of("bob").get("/avis/TUD-0001/").status_code == 404
    assert "Only you and the team" in alice.get("/en/avis/TUD-0001/").content.decode()
    assert Step.objects.get().contributions_count == 0


def test_similar_ideas_are_shown_despite_accents_plurals_and_typos(world: World, client_of: Become) -> None:
    alice = client_of("alice")
    alice.post(SUBMIT, answers(publish="1", title="Des bus du soir pour le lycée"))
    for typed in ("un bus du soir pour les lycees", "bus du soir au lycé"):
        page = client_of("visitor").get(f"/en{SUBMIT}demandes-proches/", {"title": typed}).content.decode()
        assert "Des bus du soir pour le lycée" in page, typed
    page = client_of("visitor").get(f"{SUBMIT}demandes-proches/", {"title": "réparer la piscine"}).content.decode()
    assert "lycée" not in page
