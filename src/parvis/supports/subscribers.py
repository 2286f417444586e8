"""When several contributions are brought together, whoever supported one supports the one that stays: once."""

from parvis.contributions import spine
from parvis.contributions.events import ContributionMerged
from parvis.contributions.models import Contribution
from parvis.core.events import on
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
