"""Words taken back leave every paper they stand in; the colleagues concerned are told of an approval."""

from django.utils import timezone

from parvis.contributions.events import ContributionGone
from parvis.contributions.models import State
from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.notifications.tasks import tell
from parvis.papers.content import withdrawn
from parvis.papers.events import ApprovalAsked, ApprovalGiven
from parvis.papers.models import Section


@on(ContributionGone)
def take_words_out(event: ContributionGone) -> None:
    """Withdrawn, in the bin or hidden: the words go, their fingerprint stays, so that a final paper still verifies."""
    said = event.contribution
    if said.state not in (State.WITHDRAWN, State.TRASHED, State.HIDDEN):
        return
    for section in Section.objects.filter(paper__citations__contribution=said.pk):
        section.items = [
            withdrawn(item) if item["type"] == "quote" and item["code"] == said.code else item
            for item in section.items
        ]
        section.save(update_fields=["items"])


@on(ApprovalAsked)
def tell_approver(event: ApprovalAsked) -> None:
    enqueue(tell, kind="paper_to_approve", subject=event.paper.pk, mark=timezone.now().strftime("%Y%m%d%H%M%S"))


@on(ApprovalGiven)
def tell_author(event: ApprovalGiven) -> None:
    enqueue(tell, kind="paper_approval", subject=event.paper.pk, mark=timezone.now().strftime("%Y%m%d%H%M%S"))
