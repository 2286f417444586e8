"""Extend, postpone, suspend, resume, cancel from the desk: a preview of every date, then one press; what everyone reads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parvis.editorial.models import Gathering
from parvis.processes import actions, dates
from parvis.processes.models import Correction, Phase, Process, Promise
from tests.client import StrictClient
from tests.personas import World, open_process

Become = Callable[[str], StrictClient]
PAGE = "/participer/transport/"
GESTURES = ("prolonger", "reporter", "suspendre", "annuler")


@pytest.fixture
def process(world: World) -> Process:
    process = world.process
    Phase.objects.create(
        process=process, title="Étude", order=1, starts_at=dates.opening(timezone.localdate() + timedelta(days=40)),
        ends_at=dates.closing(timezone.localdate() + timedelta(days=50)),
    )  # fmt: skip
    Promise.objects.filter(process=process).update(decides_on=timezone.localdate() + timedelta(days=70))
    return Process.objects.get(pk=process.pk)


def address(process: Process, gesture: str = "") -> str:
    return f"/en/bureau/demarches/{process.slug}/calendrier/" + (f"{gesture}/" if gesture else "")


def sent(page: Any, **more: str) -> dict[str, str]:
    form = page.context["form"]
    known = {name: form[name].value() for name in form.fields if name != "reason"}
    return {name: str(value) for name, value in known.items() if value not in (None, "", False)} | more


def confirmed(client: StrictClient, url: str, **written: str) -> Any:
    """See the preview, then confirm what it shows."""
    preview = client.post(url, sent(client.get(url), **written))
    assert preview.status_code == 200, preview.context["form"].errors
    return client.post(url, sent(preview, **written, confirm="1"))


def test_one_gesture_shows_every_date_then_writes_them(world: World, client_of: Become, process: Process) -> None:
    olga, url = client_of("olga"), address(process, "prolonger")
    day = (timezone.localdate() + timedelta(days=22)).isoformat()
    written = {"until": day, "reason_fr": "La salle n’est pas prête."}
    preview = olga.post(url, sent(olga.get(url), **written))
    page = preview.content.decode()
    assert "What the calendar becomes" in page
    assert 'name="decides_on"' in page
    assert not Correction.objects.exists(), "a preview writes nothing"
    response = olga.post(url, sent(preview, **written, confirm="1"))
    assert response.status_code == 302
    assert process.phases.get(order=1).starts_at == dates.opening(timezone.localdate() + timedelta(days=50))
    public = client_of("visitor").get(PAGE).content.decode()
    assert "Prolongée jusqu" in public
    assert "La salle n’est pas prête." in public


def test_confirming_other_dates_than_those_shown_shows_them_again(
    world: World, client_of: Become, process: Process
) -> None:
    olga, url = client_of("olga"), address(process, "prolonger")
    first = {"until": (timezone.localdate() + timedelta(days=22)).isoformat(), "reason_fr": "Parce que."}
    preview = olga.post(url, sent(olga.get(url), **first))
    other = first | {"until": (timezone.localdate() + timedelta(days=30)).isoformat()}
    response = olga.post(url, sent(preview) | other | {"confirm": "1"})
    assert response.status_code == 422
    assert "worked out again" in response.content.decode()
    assert not Correction.objects.exists()
    assert olga.post(url, sent(response) | other | {"confirm": "1"}).status_code == 302


def test_a_stale_page_is_refused_with_a_sentence_and_keeps_the_words(
    world: World, client_of: Become, process: Process
) -> None:
    olga, url = client_of("olga"), address(process, "suspendre")
    preview = olga.post(url, sent(olga.get(url), reason_fr="Travaux imprévus."))
    actions.update_frame(process=process, by=world.actor("olga"), summary="Autre résumé.")
    response = olga.post(url, sent(preview, reason_fr="Travaux imprévus.", confirm="1"))
    assert response.status_code == 422
    assert "Someone changed this démarche" in response.content.decode()
    assert "Travaux imprévus." in response.content.decode()
    assert not Correction.objects.exists()


def test_pressing_twice_suspends_once(world: World, client_of: Become, process: Process) -> None:
    olga, url = client_of("olga"), address(process, "suspendre")
    preview = olga.post(url, sent(olga.get(url), reason_fr="Travaux."))
    again = sent(preview, reason_fr="Travaux.", confirm="1")
    assert [olga.post(url, again).status_code for _twice in range(2)] == [302, 422]
    assert Correction.objects.count() == 1


def test_suspended_then_resumed_as_residents_see_it(world: World, client_of: Become, process: Process) -> None:
    olga, visitor = client_of("olga"), client_of("visitor")
    until = timezone.localdate() + timedelta(days=20)
    written = {"reason_fr": "Une crue.", "reason_ar": "فيضان.", "until": until.isoformat()}
    assert confirmed(olga, address(process, "suspendre"), **written).status_code == 302
    for url in ("/", "/participer/", PAGE, "/fil.atom"):
        response = visitor.get(url)
        assert "Suspendue jusqu" in response.content.decode(), url
    page = visitor.get(f"/ar{PAGE}").content.decode()
    assert "فيضان." in page
    refused = client_of("alice").get(f"/avis/nouveau/{process.slug}/avis/")
    assert refused.status_code in (403, 404) or "Suspendue" in refused.content.decode()
    assert confirmed(olga, address(process, "reprendre"), gives_back="on", reason_fr="L’eau est partie.")
    assert "Suspendue" not in visitor.get("/").content.decode()


def test_cancelled_it_says_so_everywhere(world: World, client_of: Become, process: Process) -> None:
    Gathering.objects.create(
        space=world.space, process=process, title="Atelier", place="Mairie", is_published=True,
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    assert (
        confirmed(client_of("olga"), address(process, "annuler"), reason_fr="Le projet est retiré.").status_code
        == 302
    )
    visitor = client_of("visitor")
    page = visitor.get(PAGE).content.decode()
    assert "Annulée, et pourquoi" in page
    assert "Le projet est retiré." in page
    assert "Annulée" in visitor.get("/participer/?etat=closed").content.decode()
    assert "Sa démarche\xa0: Annulée" in visitor.get("/agenda/").content.decode()


@pytest.mark.parametrize("gesture", [*GESTURES, "reprendre"])
@pytest.mark.parametrize(
    "written",
    [
        {},
        {"reason_fr": "\x00"},
        {"until": "9999-99-99", "starts_on": "0001-01-01", "reason_fr": "x" * 700},
        {"phase": "99999999999999999999", "until": "2030-01-01", "starts_on": "2030-01-01", "reason_fr": "Oui"},
        {"phase": "moi", "until": "3030-01-01", "starts_on": "3030-01-01", "reason_fr": "Oui", "expected": "hier"},
    ],
)
def test_whatever_is_sent_is_answered_in_words(
    world: World, client_of: Become, process: Process, gesture: str, written: dict[str, str]
) -> None:
    response = client_of("olga").post(address(process, gesture), written | {"confirm": "1"})
    assert response.status_code == 422
    assert not Correction.objects.exists()


def test_what_is_not_possible_today_leads_to_what_is(world: World, client_of: Become, process: Process) -> None:
    olga = client_of("olga")
    assert olga.get(address(process, "reprendre")).status_code == 302
    page = olga.get(address(process)).content.decode()
    assert [gesture for gesture in (*GESTURES, "reprendre") if f"{gesture}/" in page] == list(GESTURES)
    Process.objects.filter(pk=process.pk).update(state="draft")
    assert "prolonger/" not in olga.get(address(process)).content.decode()
    assert "prolonger/" not in olga.get(f"/en/bureau/demarches/{process.slug}/").content.decode()


@pytest.mark.parametrize("who", ["mona", "tariq", "elise", "charlie", "alice"])
def test_the_others_do_not_open_it(world: World, client_of: Become, process: Process, who: str) -> None:
    assert client_of(who).get(address(process, "suspendre")).status_code in (403, 404)


def test_the_page_of_corrections_takes_the_same_queries_for_one_and_for_three(
    world: World, client_of: Become, process: Process
) -> None:
    visitor, counted = client_of("visitor"), []
    for number in range(3):
        actions.update_promise(
            process=process, by=world.actor("olga"), decided=f"Le tracé {number}", reason="Oubli."
        )
        if number != 1:
            with CaptureQueriesContext(connection) as caught:
                page = visitor.get(f"{PAGE}corrections/?n={number}")
            counted.append(len(caught))
    assert counted[0] == counted[1] <= 8
    assert page.content.decode().count("<del>") == 3


def test_the_commitments_are_corrected_from_their_page_with_a_reason(
    world: World, client_of: Become, process: Process
) -> None:
    olga, url = client_of("olga"), f"/en/bureau/demarches/{process.slug}/engagements/"
    shown = olga.get(url).context["form"]
    values: dict[str, str] = {}
    for bound in shown:
        value = bound.value()
        if isinstance(value, dict):
            values |= {f"{bound.html_name}_{code}": text for code, text in value.items()}
        elif value:
            values[bound.html_name] = str(value)
    refused = olga.post(url, values | {"decided_fr": "Le tracé et le prix"})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert "Le tracé et le prix" in refused.content.decode()
    assert (
        olga.post(url, values | {"decided_fr": "Le tracé et le prix", "reason_fr": "Le prix est voté."}).status_code
        == 302
    )
    page = client_of("visitor").get(f"{PAGE}corrections/").content.decode()
    assert "<del>Le tracé</del>" in page
    assert "Le prix est voté." in page


def test_followers_are_written_to_in_their_language(world: World, client_of: Become, process: Process) -> None:
    from parvis.accounts.models import Address, Participant
    from parvis.core.jobs.worker import run_pending
    from parvis.follows.models import Follow

    for name, language in (("alice", "ar"), ("bob", "fr")):
        person = Participant.objects.get(owner=world.users[name])
        Participant.objects.filter(pk=person.pk).update(language=language)
        Follow.objects.create(participant=person, process=process)
        Address.objects.get_or_create(
            participant=person, kind="email", value=f"{name}@example.org", defaults={"verified_at": timezone.now()}
        )
    actions.cancel_process(
        process=process, reason={"fr": "Le projet est retiré.", "ar": "سُحب المشروع."}, by=world.actor("olga")
    )
    run_pending()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert "سُحب المشروع." in bodies["alice@example.org"]
    assert "Le projet est retiré." in bodies["bob@example.org"]


def test_the_hub_and_the_list_say_it(world: World, client_of: Become, process: Process) -> None:
    open_process(world.space, world.digne, prefix="AUT", slug="autre")
    actions.suspend_process(process=process, reason="Une crue.", by=world.actor("olga"))
    olga = client_of("olga")
    assert "Suspended" in olga.get(f"/en/bureau/demarches/{process.slug}/").content.decode()
    assert "Suspended" in olga.get("/en/bureau/demarches/").content.decode()
