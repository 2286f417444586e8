"""What can be found in the rooms below this one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.contributions.models import Contribution, State
from parvis.contributions.queries import visible_to as visible_contributions
from parvis.core.fields import Translated
from parvis.core.text import strip_html
from parvis.processes.models import Process
from parvis.processes.queries import visible_to as visible_processes
from parvis.search.index import Entry, Found, Source, declare
from parvis.territories.models import Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# A place has no age.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

# Of a block, only what people read: not its kind, its picture’s number, its address.
SILENT = frozenset({"type", "kind", "id", "image", "url", "code", "file", "step"})


def all_languages(*texts: Translated) -> str:
    return " ".join(str(words) for text in texts for words in text.values())


def words_of(blocks: Any) -> str:
    """All that a page made of blocks says."""
    if isinstance(blocks, str):
        return strip_html(blocks)
    if isinstance(blocks, dict):
        return " ".join(words_of(value) for name, value in blocks.items() if name not in SILENT)
    return " ".join(map(words_of, blocks)) if isinstance(blocks, list) else ""


# Contributions --------------------------------------------------------------------------------------------


def contribution_rows() -> QuerySet[Contribution]:
    return Contribution.objects.select_related("process", "root")


def read_contribution(contribution: Contribution) -> Entry | None:
    if contribution.state not in {State.PUBLISHED, State.PENDING}:
        return None
    return Entry(
        kind=contribution.kind,
        language=contribution.language,
        title=contribution.title,
        text=f"{contribution.code} {contribution.place} {strip_html(contribution.body)}",
        at=contribution.published_at or contribution.created_at,
        is_public=is_public(contribution),
        space_id=contribution.space_id,
        process_id=contribution.process_id,
        step_id=contribution.step_id,
        territory_id=contribution.territory_id,
        theme_id=contribution.theme_id,
        weight=contribution.shown_supports,
    )


def is_public(contribution: Contribution) -> bool:
    """Public itself, under something public, in a démarche that is."""
    process, root = contribution.process, contribution.root
    return (
        contribution.is_public
        and (root is None or root.is_public)
        and (process is None or is_public_process(process))
    )


# What a result prints.
_FOUND = (
    *("code", "title", "body", "language", "published_at", "created_at"),
    *("process__title", "root__code", "root__title", "root__body", "territory__name"),
)


def show_contributions(actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = visible_contributions(actor).filter(pk__in=ids).select_related("process", "root", "territory")
    return {row.pk: _found_contribution(row) for row in rows.only(*_FOUND)}


def _found_contribution(row: Contribution) -> Found:
    if row.root:
        title = _("Comment on “%(title)s”") % {"title": row.root}
        url = f"{row.root.get_absolute_url()}#{row.code}"
    else:
        title, url = str(row), row.get_absolute_url()
    return Found(
        title=title,
        url=url,
        kind=_("Comment") if row.root else _("Contribution"),
        text=strip_html(row.body),
        where=" · ".join(str(place) for place in (row.process, row.territory) if place),
        language=row.language,
        at=row.published_at or row.created_at,
    )


declare(Source(target="contribution", rows=contribution_rows, read=read_contribution, show=show_contributions))


# Démarches ------------------------------------------------------------------------------------------------


def is_public_process(process: Process) -> bool:
    return process.state in Process.PUBLIC_STATES and process.visibility == Process.Visibility.PUBLIC


def read_process(process: Process) -> Entry:
    promise = getattr(process, "promise", None)
    promised = (promise.why, promise.open, promise.decided, promise.who_decides) if promise else ()
    return Entry(
        kind="process",
        title=all_languages(process.title),
        text=f"{all_languages(process.summary, process.audience, *promised)} {words_of(process.body)}",
        at=process.published_at or process.created_at,
        is_public=is_public_process(process),
        space_id=process.space_id,
        process_id=process.pk,
        territory_id=process.territory_id,
        theme_id=process.theme_id,
        weight=process.people_count,
    )


def show_processes(actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    rows = visible_processes(actor).filter(pk__in=ids).select_related("territory")
    return {
        row.pk: Found.of(row, kind=_("Participation"), text=row.summary, where=row.territory, at=row.published_at)
        for row in rows
    }


declare(
    Source(
        target="process",
        rows=lambda: Process.objects.select_related("promise"),
        read=read_process,
        show=show_processes,
    )
)


# Territories ----------------------------------------------------------------------------------------------


def read_territory(territory: Territory) -> Entry | None:
    if territory.retired_at:
        return None
    postcodes = " ".join(postcode.code for postcode in territory.postcodes.all())
    return Entry(
        kind="territory",
        title=territory.name,
        text=f"{territory.code} {postcodes}",
        at=EPOCH,
        is_public=True,
        territory_id=territory.pk,
    )


def show_territories(_actor: "Actor", ids: Sequence[int]) -> dict[int, Found]:
    return {
        row.pk: Found(
            title=row.name, url=reverse("territories:detail", args=[row.slug]), kind=row.get_kind_display()
        )
        for row in Territory.objects.filter(pk__in=ids)
    }


declare(
    Source(
        target="territory",
        rows=lambda: Territory.objects.prefetch_related("postcodes"),
        read=read_territory,
        show=show_territories,
    )
)
