from parvis.accounts.events import PersonErased
from parvis.contributions.events import ContributionReceived
from parvis.core.events import on
from parvis.files.keeping import let_go
from parvis.legal import register
from parvis.legal.models import Entry


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
