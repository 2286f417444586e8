"""The index of similar ideas follows what is shown."""

from parvis.contributions.events import ContributionEdited, ContributionEvent, ContributionGone, ContributionShown
from parvis.core.events import on
from parvis.methods.proposals.ideas import index_ideas
from parvis.methods.proposals.models import IdeaKey


@on(ContributionShown, ContributionEdited)
def index(event: ContributionEvent) -> None:
    if event.contribution.kind == "proposal" and event.contribution.is_public:
        index_ideas([event.contribution])


@on(ContributionGone)
def forget(event: ContributionGone) -> None:
    IdeaKey.objects.filter(proposal=event.contribution.pk).delete()
