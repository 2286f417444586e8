"""The index follows what happens, in the same transaction: what is hidden is not found a second longer."""

from parvis.contributions.events import ContributionEdited, ContributionEvent, ContributionGone, ContributionReceived, ContributionShown
from parvis.contributions.models import State
from parvis.core.events import on
from parvis.search import index
from parvis.search import sources as _declared  # noqa: F401 -- declares what lies below
from parvis.search.models import SearchEntry


@on(ContributionReceived, ContributionShown, ContributionEdited)
def index_contribution(event: ContributionEvent) -> None:
    index.put("contribution", [event.contribution.pk])


@on(ContributionShown)
def show_its_discussion(event: ContributionShown) -> None:
    if event.contribution.is_public:
        answers = SearchEntry.objects.filter(contribution__root=event.contribution)
        answers.filter(contribution__state=State.PUBLISHED, contribution__visibility="public").update(is_public=True)


@on(ContributionGone)
def forget_contribution(event: ContributionGone) -> None:
    """Its comments are no longer found by the public either."""
    index.forget("contribution", [event.contribution.pk])
    SearchEntry.objects.filter(contribution__root=event.contribution).update(is_public=False)
