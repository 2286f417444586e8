"""A contribution in a list, in words ready to read: the shape of ``components/card_contribution.html``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.kinds import children_of, kind_of
from parvis.contributions.models import Channel, Contribution, Stage, Verdict
from parvis.contributions.thread import received_on
from parvis.core.sentences import full_date, isolated
from parvis.core.text import excerpt

# The tone of a verdict's tag.
TONES = {
    Verdict.ACCEPTED: "ok",
    Verdict.PARTLY: "sun",
    Verdict.DECLINED: "plain",
    Verdict.STUDYING: "sun",
    Verdict.ALREADY: "ok",
    Verdict.FORWARDED: "plain",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    title: str
    url: str
    kind: str
    where: str
    state: str
    tone: str
    excerpt: str
    supports: str
    comments: str
    answered: str
    date: str
    code: str
    language: str


def cards(contributions: Iterable[Contribution]) -> list[Card]:
    """Join ``territory``, ``author``, ``organisation`` and ``status`` first: ``queries.with_card``."""
    rows = list(contributions)
    children = children_of(rows)
    return [_card(row, children[row.pk]) for row in rows]


def _card(row: Contribution, child: Any) -> Card:
    words = kind_of(row).words(child)
    state, tone = where_it_stands(row)
    return Card(
        title=title_of(row),
        url=row.get_absolute_url(),
        kind=str(words.noun),
        where=" · ".join(isolated(part) for part in (author_name(row), place_name(row)) if part),
        state=state,
        tone=tone,
        excerpt=excerpt(row.body, 180) if row.title else "",
        supports=words.supports(row.shown_supports),
        comments=comments_count(row.comments_count),
        answered=_("Answered on %(day)s") % {"day": full_date(row.answered_at)} if row.answered_at else "",
        date=full_date(received_on(row)),
        code=row.code,
        language=row.language,
    )


def title_of(row: Contribution) -> str:
    return row.title or excerpt(row.body, 80) or row.code


def comments_count(count: int) -> str:
    return ngettext("%(count)d comment", "%(count)d comments", count) % {"count": count} if count else ""


def where_it_stands(row: Contribution) -> tuple[str, str]:
    """The one tag of a card, and its tone: the verdict, else the animator’s own word, else the stage if it moved."""
    if row.is_abandoned:
        return _("Given up"), "plain"
    if row.verdict:
        return str(Verdict(row.verdict).label), TONES[Verdict(row.verdict)]
    if row.status:
        return str(row.status), "plain"
    if row.stage > Stage.RECEIVED:
        return str(Stage(row.stage).label), "plain"
    return "", "plain"


def author_name(row: Contribution) -> str:
    """Who speaks, as shown: an organisation, a name, or « Quelqu’un, sur papier »."""
    if row.organisation:
        return str(row.organisation)
    if row.author_label:
        return row.author_label
    if row.author:
        return str(row.author)
    if row.channel in {Channel.WEB, Channel.IMPORT}:
        return _("Someone")
    return _("Someone, %(channel)s") % {"channel": Channel(row.channel).label.lower()}


def place_name(row: Contribution) -> str:
    return row.place or (row.territory.name if row.territory else "")
