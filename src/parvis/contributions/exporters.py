"""Contributions as rows of a table: what anyone may see, and what the team works with."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from parvis.contributions.cards import author_name
from parvis.contributions.kinds import children_of, kind_of
from parvis.contributions.models import Contribution, Stance

CHUNK = 500


def columns(*, for_team: bool) -> list[str]:
    public = [
        _("Code"), _("Kind"), _("Kind (code)"), _("Title"), _("Text"), _("Author"), _("Commune"), _("Place"), _("Channel"),
        _("Language"), _("Date"), _("Stage"), _("Verdict"), _("Supports"), _("Imported votes"), _("Comments"),
        _("Answers to"), _("Stance"),
    ]  # fmt: skip
    return [*public, _("State"), _("Link with the territory"), _("Answer due")] if for_team else public


def rows(contributions: QuerySet[Contribution], *, for_team: bool) -> Iterator[list[Any]]:
    """Constant memory, whatever the number: 500 rows at a time, oldest first.

    Each chunk is a reading of its own: on SQLite, a cursor left open holds the database as it was, and a job that
    writes how far it is meanwhile is refused as soon as somebody else has written (« database is locked »).
    """
    joined = contributions.select_related("territory", "author", "organisation", "parent").order_by("pk")
    last = 0
    while chunk := list(joined.filter(pk__gt=last)[:CHUNK]):
        children = children_of(chunk)
        for row in chunk:
            public = _public(row, children[row.pk])
            yield [*public, *_team(row)] if for_team else public
        last = chunk[-1].pk


def _public(row: Contribution, child: Any) -> list[Any]:
    return [
        row.code,
        str(kind_of(row).words(child).noun),
        row.kind,
        row.title,
        row.body,
        author_name(row),
        row.territory.name if row.territory else "",
        row.place,
        row.get_channel_display(),
        row.language,
        None if row.dated_by_import else row.created_at,
        row.get_stage_display(),
        row.get_verdict_display(),
        row.supports_count,
        row.imported_for,
        row.comments_count,
        row.parent.code if row.parent else "",
        Stance(row.stance).label if row.stance is not None else "",
    ]


def _team(row: Contribution) -> list[Any]:
    return [row.get_state_display(), row.get_link_display(), row.answer_due]
