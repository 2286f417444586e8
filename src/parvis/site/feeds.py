"""Atom feeds: démarches, what is said in one, news. The newest first, in the language asked."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.contributions.models import Contribution
from parvis.core.text import excerpt
from parvis.editorial.models import Article
from parvis.processes.models import Process
from parvis.subjects.models import Subject

if TYPE_CHECKING:
    from parvis.territories.models import Space

MOST_ENTRIES = 40
Row = Process | Article | Contribution


class _Feed(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """An empty feed has not changed either: it must be recognised from one time to the next."""
        return super().latest_post_date() if self.items else datetime(2000, 1, 1, tzinfo=UTC)


def processes_feed(space: "Space | None", processes: Iterable[Process]) -> str:
    feed = _feed(_("Subjects open to your opinion"), space, "site:processes", "processes_feed")
    for process in processes:
        text = ". ".join(part for part in (process.slip, str(process.summary)) if part)
        _add(feed, process, text=text, published=process.published_at, updated=process.updated_at)
    return feed.writeString("utf-8")


def subjects_feed(space: "Space | None", subjects: Iterable[Subject]) -> str:
    feed = _feed(_("Subjects to come"), space, "subjects:list", "subjects_feed")
    for subject in subjects:
        changed = subject.answered_at or subject.created_at
        text = " · ".join((subject.get_standing_display(), excerpt(subject.why or subject.body, 300)))
        _add(feed, subject, text=text, published=subject.created_at, updated=changed)
    return feed.writeString("utf-8")


def process_feed(process: Process) -> str:
    """What is said in a démarche, not who says it: a list of opinions by name is a political file."""
    feed = _Feed(
        title=str(process.title),
        subtitle=_("What people say"),
        link=_absolute(process.get_absolute_url()),
        feed_url=_absolute(reverse("process_feed", args=[process.slug])),
        description=str(process.summary),
        language=get_language(),
    )
    for said in latest_contributions(process):
        changed = said.edited_at or said.created_at
        _add(feed, said, text=excerpt(said.body, 400), published=said.created_at, updated=changed)
    return feed.writeString("utf-8")


def latest_contributions(process: Process) -> Iterable[Contribution]:
    roots = Contribution.objects.public().roots().filter(process=process)
    return roots.order_by("-created_at", "-id")[:MOST_ENTRIES]


def news_feed(space: "Space | None", articles: Iterable[Article]) -> str:
    feed = _feed(_("News"), space, "editorial:news", "news_feed")
    for article in articles:
        _add(feed, article, text=str(article.summary), published=article.published_at, updated=article.updated_at)
    return feed.writeString("utf-8")


def _feed(title: str, space: "Space | None", page: str, name: str) -> _Feed:
    whose = space.name if space else "Parvis"
    return _Feed(
        title=f"{whose} · {title}",
        link=_absolute(reverse(page)),
        feed_url=_absolute(reverse(name)),
        description=title,
        language=get_language(),
        author_name=whose,
    )


def _add(feed: _Feed, row: Row, *, text: str, published: datetime, updated: datetime) -> None:
    url = _absolute(row.get_absolute_url())
    feed.add_item(str(row), url, text, unique_id=url, pubdate=published, updateddate=max(published, updated))


def _absolute(path: str) -> str:
    return settings.BASE_URL + path
