"""What follows a publication: the index, and the démarche's own logbook."""

from django.utils.translation import gettext_lazy as _

from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.core.rights import Sentence
from parvis.editorial.events import (
    ArticleChanged,
    ArticlePublished,
    GatheringCancelled,
    GatheringChanged,
    GatheringPublished,
    PageChanged,
)
from parvis.editorial.tasks import index_article
from parvis.processes.actions.shared import log
from parvis.processes.events import ProcessEvent
from parvis.search import index


@on(PageChanged)
def index_page(event: PageChanged) -> None:
    index.put("page", [event.page.pk])


@on(ArticleChanged)
def index_the_article(event: ArticleChanged) -> None:
    """One planned for later is found from that hour on."""
    article = event.article
    index.put("article", [article.pk])
    if article.published_at and not article.is_published:
        enqueue(index_article, article_id=article.pk, run_after=article.published_at)


@on(GatheringChanged)
def index_the_gathering(event: GatheringChanged) -> None:
    index.put("gathering", [event.gathering.pk])


@on(ProcessEvent)
def index_what_is_attached_to_it(event: ProcessEvent) -> None:
    """Its news and meetings are found when the démarche is public, and no longer when it is not."""
    process = event.process
    index.put("article", process.articles.values_list("pk", flat=True))
    index.put("gathering", process.gatherings.values_list("pk", flat=True))


@on(ArticlePublished)
def tell_the_logbook_of_news(event: ArticlePublished) -> None:
    article = event.article
    if article.process:
        title = _("News: %(title)s")
        log(
            article.process, "article", title, by=event.by, at=article.published_at, params={"title": article.title}
        )


@on(GatheringPublished)
def tell_the_logbook_of_a_meeting(event: GatheringPublished) -> None:
    _tell(event, _("Meeting announced: %(title)s"))


@on(GatheringCancelled)
def tell_the_logbook_of_a_cancelled_meeting(event: GatheringCancelled) -> None:
    _tell(event, _("Meeting cancelled: %(title)s"))


def _tell(event: GatheringPublished | GatheringCancelled, sentence: Sentence) -> None:
    gathering = event.gathering
    if gathering.process:
        log(gathering.process, "gathering", sentence, by=event.by, params={"title": gathering.title})
