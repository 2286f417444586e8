from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from parvis.accounts.events import PersonErased
from parvis.audit.actions import record
from parvis.contributions.events import ContributionReceived
from parvis.core.events import on
from parvis.files.keeping import let_go
from parvis.legal import register
from parvis.legal.frames import StepKind
from parvis.legal.models import Act, Entry
from parvis.papers.events import PaperAdopted, PaperEvent, PaperPublished
from parvis.processes.models import Process


@on(ContributionReceived)
def enter_the_register(event: ContributionReceived) -> None:
    """Its number is given in the transaction that receives it: both are there, or neither."""
    if event.contribution.process_id and register.concerns(event.contribution):
        register.enter(event.contribution, by=event.by)


@on(PersonErased)
def let_her_scans_go(event: PersonErased) -> None:
    """The sheet she signed goes with her account, whether her words stay or not; the number stays."""
    for entry in Entry.objects.filter(contribution__author=event.participant, scan__isnull=False).select_related(
        "scan"
    ):
        scan, entry.scan = entry.scan, None
        entry.save(update_fields=["scan"])
        let_go(scan)


@on(PaperPublished, PaperAdopted)
def the_bilan_proves_its_step(event: PaperEvent) -> None:
    """Final, it is the report the text asks for; adopted, the deliberation too. An archived démarche no longer changes."""
    paper = event.paper
    if paper.kind != "bilan" or paper.process.state == Process.State.ARCHIVED:
        return
    is_adopted = isinstance(event, PaperAdopted)
    act = Act.objects.create(
        process=paper.process,
        kind=StepKind.ADOPTION if is_adopted else StepKind.BILAN,
        number=paper.adopted_as[:80] if is_adopted else "",
        title=paper.title,
        on=paper.adopted_on if is_adopted else timezone.localdate(),
        url=urljoin(settings.BASE_URL, paper.get_absolute_url()),
        created_by=event.by.user,
    )
    record("record_act", by=event.by, target=paper.process, changes={"act": act.pk, "kind": str(act.kind)})
