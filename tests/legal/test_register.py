"""The register: numbered without gaps, closed at the minute announced, paper after with its two dates."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from parvis.accounts.models import Participant
from parvis.contributions.actions import withdraw
from parvis.contributions.models import Channel, Contribution
from parvis.core.rights import Refused
from parvis.files.queries import may_open
from parvis.legal import actions
from parvis.legal.models import Entry, Register
from parvis.legal.register import closing_of
from parvis.methods.proposals.actions import note_proposal, split_proposal, submit_proposal
from parvis.processes.models import Phase, Process
from tests.client import StrictClient
from tests.legal.making import pdf
from tests.personas import World

Become = Callable[[str], StrictClient]
HERE = "/en/bureau/demarches/transport/cadre-juridique/registre/"


def opened(world: World, **more: Any) -> Register:
    more.setdefault("paper_until", timezone.localdate() + timedelta(days=20))
    return actions.open_register(process=world.process, by=world.actor("olga"), **more)


def said(world: World, title: str = "Un bus le soir") -> Contribution:
    return submit_proposal(step=world.step, by=world.actor("alice"), title=title)


def noted(world: World, title: str = "Une lettre", channel: str = Channel.PAPER, **more: Any) -> Contribution:
    return note_proposal(step=world.step, by=world.actor("mona"), channel=channel, title=title, **more)[0]


def numbers() -> list[tuple[int, str]]:
    return list(Entry.objects.values_list("number", "code"))


def test_what_arrived_before_is_numbered_first_then_each_as_it_comes(world: World) -> None:
    first, second = said(world), said(world, "Un arrêt au lycée")
    opened(world)
    third = noted(world)
    assert numbers() == [(1, first.code), (2, second.code), (3, third.code)]
    assert Register.objects.get().last_number == 3


def test_a_part_drawn_out_of_another_takes_no_number(world: World) -> None:
    opened(world)
    proposal = said(world)
    Contribution.objects.filter(pk=proposal.pk).update(state="published")
    proposal.refresh_from_db()
    split_proposal(proposal=proposal, parts=[("Le soir", "")], by=world.actor("olga"))
    assert len(numbers()) == 1


def test_the_closing_minute_closes_the_web_and_gives_its_number_back(world: World) -> None:
    register = opened(world, closing_time=time(17, 0))
    last = timezone.localdate(world.process.phases.get().ends_at)
    closing = timezone.make_aware(datetime.combine(last, time(17, 0)))
    Phase.objects.update(ends_at=closing + timedelta(hours=6))
    assert closing_of(register) == closing
    with time_machine.travel(closing - timedelta(seconds=1), tick=False):
        said(world)
    with time_machine.travel(closing, tick=False), pytest.raises(Refused, match="The register closed on"):
        said(world, "Trop tard")
    assert (len(numbers()), Register.objects.get().last_number, Contribution.objects.count()) == (1, 1, 1)
    with time_machine.travel(closing + timedelta(days=2), tick=False):
        received = timezone.localdate(closing)
        late = noted(world, received_on=received)
        entry = Entry.objects.get(number=2)
    assert (entry.code, entry.received_on) == (late.code, received)
    assert timezone.localdate(entry.entered_at) == received + timedelta(days=2)


def test_paper_is_entered_until_the_day_said(world: World) -> None:
    last = timezone.localdate(world.process.phases.get().ends_at)
    opened(world, paper_until=last + timedelta(days=3))
    noon = timezone.make_aware(datetime.combine(last, time(12, 0)))
    with time_machine.travel(noon + timedelta(days=3), tick=False):
        noted(world)
    with time_machine.travel(noon + timedelta(days=4), tick=False), pytest.raises(Refused, match="until"):
        noted(world)
    assert len(numbers()) == 1


def test_prolonging_the_phase_prolongs_the_register(world: World) -> None:
    register = opened(world, closing_time=time(17, 0))
    before = closing_of(register)
    phase = world.process.phases.get()
    Phase.objects.update(ends_at=phase.ends_at + timedelta(days=7))
    assert closing_of(register) == before + timedelta(days=7)


def test_a_withdrawn_text_leaves_its_number(world: World, client_of: Become) -> None:
    opened(world)
    proposal = said(world, "Un texte regretté")
    said(world, "Un texte gardé")
    withdraw(contribution=Contribution.objects.get(pk=proposal.pk), by=world.actor("alice"))
    olga = client_of("olga")
    table = b"".join(olga.get(f"{HERE}registre.csv").streaming_content).decode()
    assert "Un texte regretté" not in table
    assert "Withdrawn by its author" in table
    assert "Un texte gardé" in table
    page = olga.get(HERE).content.decode()
    assert "Withdrawn by its author" in page
    document = (
        zipfile.ZipFile(io.BytesIO(olga.get(f"{HERE}registre.docx").content)).read("word/document.xml").decode()
    )
    assert "Un texte gardé" in document
    assert "Un texte regretté" not in document
    assert olga.get(f"{HERE}registre.pdf").content.startswith(b"%PDF")
    assert olga.get(f"{HERE}registre.exe").status_code == 404


def test_a_scan_is_for_the_team_and_goes_with_the_person(world: World, client_of: Become) -> None:
    from parvis.accounts.events import PersonErased
    from parvis.legal.subscribers import let_her_scans_go

    opened(world)
    proposal = noted(world)
    entry = Entry.objects.get()
    web = said(world)
    with pytest.raises(Refused, match="no paper"):
        actions.attach_scan(entry=Entry.objects.get(code=web.code), upload=pdf(), by=world.actor("olga"))
    scan = actions.attach_scan(entry=entry, upload=pdf("lettre.pdf"), by=world.actor("olga")).scan
    assert may_open(world.actor("mona"), scan)
    assert not may_open(world.actor("visitor"), scan)
    assert not may_open(world.actor("charlie"), scan)
    assert client_of("visitor").get(scan.get_absolute_url()).status_code == 404
    author = Participant.objects.get(pk=proposal.author_id)
    let_her_scans_go(PersonErased(participant=author, by=world.actor("alice"), keeps_texts=True))
    assert Entry.objects.get(pk=entry.pk).scan is None


def test_what_comes_from_a_file_is_numbered_when_olga_says_so(world: World, client_of: Become) -> None:
    opened(world)
    proposal = said(world)
    Entry.objects.all().delete()
    Register.objects.update(last_number=0)
    olga = client_of("olga")
    assert "came from a file" in olga.get(HERE).content.decode()
    assert olga.post(f"{HERE}completer/").status_code == 302
    assert numbers() == [(1, proposal.code)]


def test_olga_opens_the_register_and_mona_reads_why_it_is_too_late(world: World, client_of: Become) -> None:
    olga = client_of("olga")
    assert "Open the register" in olga.get(HERE).content.decode()
    assert olga.post(HERE, {"paper_until": ""}).status_code == 422
    day = timezone.localdate() - timedelta(days=1)
    assert olga.post(HERE, {"paper_until": day.isoformat(), "closing_time": "17:00"}).status_code == 302
    assert Register.objects.get().closing_time == time(17, 0)
    Phase.objects.update(ends_at=timezone.now() - timedelta(days=1))
    mona = client_of("mona")
    there = "/en/bureau/noter/"
    sent = {"etape": world.step.code, "title": "Une lettre arrivée tard", "body": "Le soir.", "channel": "paper"}
    refused = mona.post(there, sent | {"token": "abc"})
    assert refused.status_code == 422
    assert "Une lettre arrivée tard" in refused.content.decode()
    assert "Paper could be entered" in refused.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("items", [1, 3])
def test_the_register_costs_the_same_however_long(
    world: World, client_of: Become, django_assert_num_queries: Any, items: int
) -> None:
    opened(world)
    for n in range(items):
        said(world, f"Un bus de plus, le soir, numéro {n}")
    olga = client_of("olga")
    with django_assert_num_queries(13):
        assert olga.get(HERE).status_code == 200


def test_the_register_of_another_space_is_not_found(world: World, client_of: Become) -> None:
    opened(world)
    said(world)
    assert client_of("charlie").get(HERE).status_code == 404
    assert client_of("mona").get(f"{HERE}registre.csv").status_code == 403
    assert Process.objects.get().register.last_number == 1
