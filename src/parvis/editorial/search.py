"""How the team’s pages are found."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.models import Role
from parvis.editorial.models import Page
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
    scope = actor.scope(*Role)
    return {
        page.pk: Found(
            title=str(page.title),
            url=reverse("editorial:page", args=[page.slug]),
            kind=_("Page"),
            text=f"{page.summary} {words_of(page.body)}",
            language=page.title.language,
        )
        for page in Page.objects.filter(pk__in=ids)
        if page.is_published or scope.covers(space_id=page.space_id)
    }


declare(Source(target="page", rows=Page.objects.all, read=read_page, show=show_pages))
