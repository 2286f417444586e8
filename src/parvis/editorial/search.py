"""Pages, news and meetings can be found, by their words in every language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from parvis.editorial.models import Article, Gathering, Page
from parvis.editorial.queries import public_articles, public_gatherings
from parvis.processes.models import Process
from parvis.search.index import Entry, Found, Source, declare
from parvis.search.sources import all_languages, is_public_process, words_of

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def read_page(page: Page) -> Entry | None:
    """Drafts have no page: they are not found, even by those who write them."""
    if not page.is_published:
        return None
    return Entry(
        kind="page",
        title=all_languages(page.title),
        text=f"{all_languages(page.summary)} {words_of(page.body)}",
        at=page.updated_at,
        is_public=True,
        space_id=page.space_id,
    )


def show_pages(_actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = Page.objects.filter(pk__in=ids, is_published=True).select_related("space")
    return {
        row.pk: Found.of(row, kind=_("Page"), text=row.summary, where=row.space.name, at=row.updated_at)
        for row in rows
    }


declare(Source(target="page", rows=Page.objects.all, read=read_page, show=show_pages))


def _is_with_its_process(process: Process | None) -> bool:
    """What is attached to a démarche shows once the démarche is public."""
    return process is None or is_public_process(process)


def read_article(article: Article) -> Entry | None:
    if not (article.is_published and _is_with_its_process(article.process)):
        return None
    return Entry(
        kind="article",
        title=all_languages(article.title),
        text=f"{all_languages(article.summary)} {words_of(article.body)}",
        at=article.published_at,
        is_public=True,
        space_id=article.space_id,
        process_id=article.process_id,
        territory_id=article.territory_id,
    )


def show_articles(_actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = public_articles().filter(pk__in=ids)
    return {
        row.pk: Found.of(row, kind=_("News"), text=row.summary, where=row.process or row.space, at=row.published_at)
        for row in rows
    }


def read_gathering(gathering: Gathering) -> Entry | None:
    if not (gathering.is_published and _is_with_its_process(gathering.process)):
        return None
    return Entry(
        kind="gathering",
        title=all_languages(gathering.title),
        text=f"{all_languages(gathering.description, gathering.access)} {gathering.place} {gathering.address}",
        at=gathering.starts_at,
        is_public=True,
        space_id=gathering.space_id,
        process_id=gathering.process_id,
        territory_id=gathering.territory_id,
    )


def show_gatherings(_actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = public_gatherings().filter(pk__in=ids)
    return {
        row.pk: Found.of(
            row,
            kind=_("Meeting"),
            text=row.description,
            where=" · ".join(str(place) for place in (row.place, row.process or row.space) if place),
            at=row.starts_at,
        )
        for row in rows
    }


declare(
    Source(
        target="article",
        rows=lambda: Article.objects.select_related("process"),
        read=read_article,
        show=show_articles,
    )
)
declare(
    Source(
        target="gathering",
        rows=lambda: Gathering.objects.select_related("process"),
        read=read_gathering,
        show=show_gatherings,
    )
)
