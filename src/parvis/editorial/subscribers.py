"""What follows a publication: the index, and the démarche's own logbook."""

from django.utils.translation import gettext_lazy as _

from parvis.core.events import on
from parvis.core.rights import Sentence
from parvis.editorial.events import ArticlePublished, GatheringCancelled, GatheringPublished, PageChanged
from parvis.processes.actions.shared import log
from parvis.search import index


@on(PageChanged)
def index_page(event: PageChanged) -> None:
    index.put("page", [event.page.pk])


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
