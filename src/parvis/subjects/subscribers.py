from parvis.accounts.events import PersonErased
from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.notifications.tasks import tell
from parvis.processes.events import ProcessClosed, ProcessEvent, ProcessPublished
from parvis.search.sources import is_public_process
from parvis.subjects.actions import follow_process
from parvis.subjects.events import IdeasGrouped, SubjectMoved
from parvis.subjects.models import Idea, Standing, Subject


@on(SubjectMoved)
def tell_followers(event: SubjectMoved) -> None:
    enqueue(tell, kind="subject", subject=event.move.pk)


@on(IdeasGrouped)
def tell_supporters(event: IdeasGrouped) -> None:
    enqueue(tell, kind="grouped", subject=event.contribution.pk, mark=str(event.first))


@on(PersonErased)
def let_her_reasons_go(event: PersonErased) -> None:
    """« Retirer aussi mes textes »: why it mattered to her, and who needs it, go with the rest."""
    if not event.keeps_texts:
        Subject.objects.filter(author=event.participant).update(why="")
        Idea.objects.filter(author=event.participant).update(audience="")


@on(ProcessPublished, ProcessClosed)
def keep_up(event: ProcessEvent) -> None:
    """Its démarche opens or ends: the subject says so by itself. What stays internal is told to nobody."""
    if is_public_process(event.process):
        standing = Standing.CLOSED if isinstance(event, ProcessClosed) else Standing.RUNNING
        for subject in Subject.objects.filter(became=event.process):
            follow_process(subject, standing=standing, by=event.by)
