"""The index follows what happens, in the same transaction: what is hidden is not found a second longer."""

from parvis.accounts.events import PersonErased
from parvis.contributions.events import (
    ContributionEdited,
    ContributionEvent,
    ContributionGone,
    ContributionReceived,
    ContributionShown,
)
from parvis.contributions.models import State
from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.processes.events import ProcessEvent, ThemesMerged
from parvis.search import index
from parvis.search.models import SearchEntry
from parvis.search.sources import is_public_process  # importing it declares what lies below
from parvis.search.tasks import index_person, index_process
from parvis.territories.events import TerritoriesWritten


@on(ContributionReceived, ContributionShown, ContributionEdited)
def index_contribution(event: ContributionEvent) -> None:
    index.put("contribution", [event.contribution.pk])


@on(ContributionShown)
def show_its_discussion(event: ContributionShown) -> None:
    if event.contribution.is_public:
        answers = SearchEntry.objects.filter(contribution__root=event.contribution)
        answers.filter(contribution__state=State.PUBLISHED, contribution__visibility="public").update(
            is_public=True
        )


@on(ContributionGone)
def forget_contribution(event: ContributionGone) -> None:
    """Its comments are no longer found by the public either."""
    index.forget("contribution", [event.contribution.pk])
    SearchEntry.objects.filter(contribution__root=event.contribution).update(is_public=False)


@on(ProcessEvent)
def index_the_process(event: ProcessEvent) -> None:
    """Its contributions follow, in a job, when it becomes public or stops being so."""
    was_public = SearchEntry.objects.filter(process=event.process, is_public=True).exists()
    index.put("process", [event.process.pk])
    if was_public != is_public_process(event.process):
        enqueue(index_process, process_id=event.process.pk)


@on(TerritoriesWritten)
def index_territories(event: TerritoriesWritten) -> None:
    index.put("territory", event.ids)


@on(ThemesMerged)
def follow_the_theme(event: ThemesMerged) -> None:
    SearchEntry.objects.filter(theme=event.theme).update(theme=event.into)


@on(PersonErased)
def read_her_words_again(event: PersonErased) -> None:
    """Once erased, her texts must not be found by the words they had."""
    enqueue(index_person, participant_id=event.participant.pk)
