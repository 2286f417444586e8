from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from parvis.contributions.cards import title_of
from parvis.contributions.models import Contribution
from parvis.follows.models import Follow
from parvis.follows.targets import TARGETS, follow_url, target_of

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True)
class Followed:
    """One line of « what I follow »: ``url`` is empty for what has no page of its own."""

    label: str
    title: str
    url: str
    stop_url: str
    since: datetime


def is_following(actor: "Actor", thing: models.Model) -> bool:
    if actor.participant is None:
        return False
    return Follow.objects.filter(participant=actor.participant, **{target_of(thing).name: thing}).exists()


def follows_of(actor: "Actor") -> list[Followed]:
    """What this person follows, the latest first: for her page « Mon suivi », in one query."""
    if actor.participant is None:
        return []
    rows = Follow.objects.filter(participant=actor.participant).select_related(*TARGETS).order_by("-at", "-id")
    return [_followed(row) for row in rows]


def _followed(row: Follow) -> Followed:
    thing = next(getattr(row, name) for name in TARGETS if getattr(row, f"{name}_id"))
    return Followed(
        label=str(target_of(thing).label),
        title=title_of(thing) if isinstance(thing, Contribution) else str(thing),
        url=thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "",
        stop_url=follow_url(thing),
        since=row.at,
    )
