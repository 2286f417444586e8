"""Pages can be found, by their words in every language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from parvis.editorial.models import Page
from parvis.editorial.queries import visible_pages
from parvis.search.index import Entry, Found, Source, declare
from parvis.search.sources import all_languages, words_of

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def read_page(page: Page) -> Entry:
    return Entry(
        kind="page",
        title=all_languages(page.title),
        text=f"{all_languages(page.summary)} {words_of(page.body)}",
        at=page.updated_at,
        is_public=page.is_published,
        space_id=page.space_id,
    )


def show_pages(actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = visible_pages(actor).filter(pk__in=ids).select_related("space")
    return {
        row.pk: Found(
            title=str(row.title),
            url=row.get_absolute_url(),
            kind=_("Page"),
            text=str(row.summary),
            where=row.space.name,
            language=row.title.language,
            at=row.updated_at,
        )
        for row in rows
    }


declare(Source(target="page", rows=Page.objects.all, read=read_page, show=show_pages))
