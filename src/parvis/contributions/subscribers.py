from django.db.models import QuerySet

from parvis.accounts.events import PersonClaimed, PersonErased
from parvis.contributions import spine
from parvis.contributions.events import ContributionEdited, ContributionEvent, ContributionGone
from parvis.contributions.highlights import highlight_of, rewrite
from parvis.contributions.models import ChannelFigure, Contribution, Participation, State, Translation, Version
from parvis.core.events import on
from parvis.files.keeping import forget
from parvis.files.models import Attachment
from parvis.processes.events import ThemesMerged
from parvis.processes.models import Process

SHOWN = (State.PUBLISHED, State.PENDING, State.DRAFT)


@on(ThemesMerged)
def follow_the_theme(event: ThemesMerged) -> None:
    Contribution.objects.filter(theme=event.theme).update(theme=event.into)


@on(ContributionGone, ContributionEdited)
def put_forward_no_longer(event: ContributionEvent) -> None:
    """Hidden, withdrawn or rewritten since: the team puts it forward again if it still wants to."""
    if (highlight := highlight_of(event.contribution)) and event.contribution.step_id:
        rewrite(event.contribution.step_id, without={highlight.code})


@on(PersonClaimed)
def count_her_once(event: PersonClaimed) -> None:
    """She took part in the same démarche by two channels: one person, counted by the one she has kept."""
    kept = Participation.objects.filter(participant=event.target).values("process")
    for double in Participation.objects.filter(participant=event.source, process__in=kept).order_by("id"):
        spine.move(Process, double.process_id, people_count=-1)
        figure = ChannelFigure.objects.filter(process=double.process_id, channel=double.channel).first()
        spine.move(ChannelFigure, figure.pk if figure else None, people=-1)
        double.delete()


@on(PersonErased)
def let_her_words_go(event: PersonErased) -> None:
    """Signed « compte supprimé », or withdrawn and emptied: the thread, the counts and the codes stay."""
    hers = Contribution.objects.filter(author=event.participant)
    if not event.keeps_texts:
        for contribution in hers.filter(state__in=SHOWN).order_by("pk"):
            spine.take_away(contribution, state=State.WITHDRAWN, by=event.by)
        _empty(hers)
    hers.update(author_label="", link="")


def _empty(contributions: QuerySet[Contribution]) -> None:
    Version.objects.filter(contribution__in=contributions).delete()
    Translation.objects.filter(contribution__in=contributions).delete()
    forget(Attachment.objects.filter(contribution__in=contributions))
    contributions.update(title="", body="", place="", lon=None, lat=None, geometry=None)
