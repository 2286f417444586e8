"""The three kinds of things the team publishes, each with its form, its verbs and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from parvis.core.rights import Sentence
from parvis.editorial import actions, forms, queries
from parvis.editorial.models import Article, Gathering, Page

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Kind:
    key: str
    label: Sentence
    new: Sentence
    nothing: Sentence
    nothing_help: Sentence
    icon: str
    model: type[Model]
    name: str  # of the row, in the verbs
    template: str  # of the public page, for the preview
    form: type[Any]
    rows: Callable[..., QuerySet]
    write: Callable[..., Any]
    publish: Callable[..., Any]
    unpublish: Callable[..., Any]


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            key="rencontres",
            label=_("Meetings"),
            new=_("Announce a meeting"),
            nothing=_("No meeting yet"),
            nothing_help=_(
                "A stall at the market, a workshop, a visit: announce it, it goes into the public diary."
            ),
            icon="calendar",
            model=Gathering,
            name="gathering",
            template="editorial/gathering.html",
            form=forms.GatheringForm,
            rows=queries.manageable_gatherings,
            write=actions.write_gathering,
            publish=actions.publish_gathering,
            unpublish=actions.unpublish_gathering,
        ),
        Kind(
            key="actualites",
            label=_("News"),
            new=_("Write an article"),
            nothing=_("No article yet"),
            nothing_help=_("Tell what happens: works begun, a decision, thanks. It shows on the home page."),
            icon="newspaper",
            model=Article,
            name="article",
            template="editorial/article.html",
            form=forms.ArticleForm,
            rows=queries.manageable_articles,
            write=actions.write_article,
            publish=actions.publish_article,
            unpublish=actions.unpublish_article,
        ),
        Kind(
            key="pages",
            label=_("Pages"),
            new=_("Write a page"),
            nothing=_("No page yet"),
            nothing_help=_(
                "Legal pages are already written. Add your own: who we are, the charter, how a council works."
            ),
            icon="file-text",
            model=Page,
            name="page",
            template="editorial/page.html",
            form=forms.PageForm,
            rows=queries.manageable_pages,
            write=actions.write_page,
            publish=actions.publish_page,
            unpublish=actions.unpublish_page,
        ),
    )
}


def kind_of(key: str) -> Kind:
    try:
        return KINDS[key]
    except KeyError:
        raise Http404 from None


def new_row(kind: Kind, actor: "Actor") -> Any:
    place = queries.own_place(actor)
    return kind.model(**{name: value for name, value in place.items() if hasattr(kind.model, name)})


@dataclass(frozen=True)
class EngineView:
    """How a search engine would show it, and what to mend."""

    title: str
    address: str
    description: str
    advice: list[Sentence]


def engine_view(row: Any) -> EngineView:
    description = str(getattr(row, "summary", "") or getattr(row, "description", ""))
    title = f"{row.title} · {row.space.name}"
    advice = []
    if not description:
        advice.append(_("No description: the search engine will pick a sentence at random. Write “In short”."))
    elif len(description) > forms.SHOWN_BY_ENGINES:
        advice.append(_("The description is long: its end will be cut off."))
    if len(title) > 65:
        advice.append(_("The title is long: its end will be cut off."))
    return EngineView(
        title, settings.BASE_URL + row.get_absolute_url(), description[: forms.SHOWN_BY_ENGINES], advice
    )
