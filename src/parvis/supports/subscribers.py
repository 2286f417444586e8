"""When several contributions are brought together, whoever supported one supports the one that stays: once."""

from parvis.accounts.events import PersonClaimed
from parvis.contributions import spine
from parvis.contributions.events import ContributionMerged
from parvis.contributions.models import Contribution
from parvis.core.events import on
from parvis.processes.models import Process
from parvis.supports.models import Support


@on(ContributionMerged)
def move_supporters(event: ContributionMerged) -> None:
    """Both rows are held by the verb, so no support slips in between. Those who supported both stay where they were."""
    already = Support.objects.filter(contribution=event.into).values("participant")
    moved = (
        Support.objects.filter(contribution=event.contribution)
        .exclude(participant__in=already)
        .update(contribution=event.into, step_id=event.into.step_id)
    )
    spine.move(Contribution, event.into.pk, supports_count=moved)
    spine.move(Contribution, event.contribution.pk, supports_count=-moved)


@on(PersonClaimed)
def support_once(event: PersonClaimed) -> None:
    """Both had supported the same: one support stays, and the counters say so."""
    kept = Support.objects.filter(participant=event.target).values("contribution")
    doubles = Support.objects.filter(participant=event.source, contribution__in=kept).select_related("contribution")
    for double in doubles.order_by("contribution_id"):
        spine.move(Contribution, double.contribution_id, supports_count=-1)
        if double.contribution.parent_id is None:
            spine.move(Process, double.contribution.process_id, supports_count=-1)
        double.delete()
