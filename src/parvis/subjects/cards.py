"""A subject in a list, in words ready to read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.cards import author_name, place_name
from parvis.core.sentences import full_date, isolated
from parvis.core.text import excerpt
from parvis.follows.targets import follow_url
from parvis.search.sources import is_public_process
from parvis.subjects.models import Coming, Standing, Subject

TONES = {
    Standing.PROPOSED: "plain",
    Standing.QUALIFIED: "plain",
    Standing.PLANNED: "sun",
    Standing.RUNNING: "ok",
    Standing.CLOSED: "plain",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    title: str
    url: str
    state: str
    tone: str
    degree: int | None
    day: date | None
    when: str
    where: str
    excerpt: str
    supports: str
    contact: str
    follow_url: str
    became: Any


def line(subject: Subject) -> Line:
    """Join what ``queries.with_line`` joins."""
    became = subject.became if subject.became and is_public_process(subject.became) else None
    return Line(
        code=subject.code,
        title=subject.title,
        url=subject.get_absolute_url(),
        state=str(Standing(subject.standing).label),
        tone=TONES[Standing(subject.standing)],
        degree=subject.degree,
        day=subject.decides_on,
        when=when_words(subject),
        where=" · ".join(isolated(part) for part in (author_name(subject), place_name(subject)) if part),
        excerpt=excerpt(subject.why or subject.body, 180),
        supports=ngettext("%(count)d support", "%(count)d supports", subject.shown_supports)
        % {"count": subject.shown_supports},
        contact=subject.contact,
        follow_url=follow_url(subject),
        became=became,
    )


def when_words(subject: Subject) -> str:
    if subject.decides_on is None:
        return _("No date yet")
    words = _("Works from %(day)s") if subject.coming == Coming.WORKS else _("Decision expected on %(day)s")
    return words % {"day": full_date(subject.decides_on)}


def columns() -> list[str]:
    return [
        _("Code"), _("Subject"), _("Why it matters"), _("State"), _("Degree"), _("Proposed by"), _("Author"),
        _("Theme"), _("Commune"), _("Expected decision, or start of the works"), _("Who to ask"), _("Supports"),
        _("Proposed on"),
    ]  # fmt: skip


def rows(subjects: Iterable[Subject]) -> Iterator[list[Any]]:
    """What everyone may read, as lines of a table."""
    for one in subjects:
        yield [
            one.code,
            one.title,
            one.why,
            one.get_standing_display(),
            one.get_degree_display() if one.degree else "",
            one.get_origin_display(),
            author_name(one),
            str(one.theme or ""),
            one.territory.name if one.territory else "",
            one.decides_on,
            one.contact,
            one.shown_supports,
            one.created_at.date(),
        ]
