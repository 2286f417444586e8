"""The logbook written by hand, and what colleagues say before publication."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.blocks import validate_blocks
from parvis.core.fields import as_translated
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.processes.actions.shared import demand_alive, invalid
from parvis.processes.models import LogEntry, Process, Review

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def write_log_entry(
    *,
    process: Process,
    title: Any,
    by: "Actor",
    body: list[dict[str, Any]] | None = None,
    at: datetime | None = None,
    is_public: bool = True,
    entry: LogEntry | None = None,
) -> LogEntry:
    """Write an entry, or correct ``entry`` (one that the machine wrote cannot be corrected)."""
    demand(by, "manage", process)
    demand_alive(process)
    title = as_translated(title)
    if not title:
        raise invalid(title=_("Say what happened."))
    entry = entry or LogEntry(process=process, kind="written", author=by.user)
    if entry.is_automatic:
        raise invalid(title=_("This entry was written by the machine: it stays as it is."))
    entry.title, entry.body = title, validate_blocks(body or [])
    entry.at, entry.is_public = at or timezone.now(), is_public
    entry.save()
    record("write_log_entry", by=by, target=process, changes={"entry": entry.pk, "is_public": is_public})
    return entry


@verb
def review(*, process: Process, verdict: str, text: str = "", by: "Actor") -> Review:
    """A colleague comments, approves, or asks for changes (then she says which)."""
    demand(by, "review", process)
    demand_alive(process)
    if verdict not in Review.Verdict.values:
        raise invalid(verdict=_("Choose one."))
    if verdict != Review.Verdict.APPROVED and not text.strip():
        raise invalid(text=_("Say it in a few words."))
    said = Review.objects.create(process=process, by=by.user, verdict=verdict, text=text.strip())
    record("review", by=by, target=process, changes={"verdict": verdict})
    return said
