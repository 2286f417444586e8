from dataclasses import dataclass

from parvis.accounts.actors import Actor
from parvis.core.events import Event
from parvis.editorial.models import Article, Gathering, Page


@dataclass(frozen=True, kw_only=True)
class PageChanged(Event):
    """Written, published or taken back."""

    page: Page
    by: Actor


@dataclass(frozen=True, kw_only=True)
class ArticleChanged(Event):
    """Written, published or taken back."""

    article: Article
    by: Actor


@dataclass(frozen=True, kw_only=True)
class GatheringChanged(Event):
    """Written, published, taken back, cancelled or reinstated."""

    gathering: Gathering
    by: Actor


@dataclass(frozen=True, kw_only=True)
class ArticlePublished(Event):
    article: Article
    by: Actor


@dataclass(frozen=True, kw_only=True)
class GatheringPublished(Event):
    gathering: Gathering
    by: Actor


@dataclass(frozen=True, kw_only=True)
class GatheringCancelled(Event):
    gathering: Gathering
    by: Actor
