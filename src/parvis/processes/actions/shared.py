"""What several verbs share. Plain functions, called inside a verb's transaction."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.core.fields import Translated, in_every_language
from parvis.core.rights import Refused, Sentence
from parvis.core.verbs import Overtaken
from parvis.processes.models import LogEntry, Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


class Stale(Overtaken):
    """Somebody else changed the démarche since the form was shown; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Someone changed this démarche while you were writing. Your words are still here: "
                "look at the current version, then save again."
            )
        )


def lock(process: Process, expected: datetime | None = None) -> Process:
    """The row as it is now, held until the end of the verb. Raises ``Stale`` if it moved since ``expected``."""
    current = Process.objects.select_for_update().get(pk=process.pk)
    if expected is not None and current.updated_at != expected:
        demand_alive(current)  # saving again would not help
        raise Stale
    return current


def demand_alive(process: Process) -> None:
    if process.state == Process.State.ARCHIVED:
        raise Refused(_("This démarche is archived: it no longer changes."))


def touch(process: Process) -> None:
    """Note that something of the démarche changed: forms shown before are stale, caches too."""
    process.save(update_fields=["updated_at"])


def assign(row: Any, fields: dict[str, Any], allowed: frozenset[str]) -> dict[str, list[Any]]:
    """Set ``fields`` on ``row`` and save those that changed; returns them as [before, after] for the trail."""
    if unknown := set(fields) - allowed:
        raise TypeError(f"Not fields of this form: {', '.join(sorted(unknown))}.")
    before = {name: getattr(row, name) for name in fields}
    for name, value in fields.items():
        setattr(row, name, value)
    changed = [name for name in fields if getattr(row, name) != before[name]]
    if changed:
        stamped = ["updated_at"] if isinstance(row, Process) else []
        row.save(update_fields=[*changed, *stamped])
    return {name: [_plain(before[name]), _plain(getattr(row, name))] for name in changed}


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list | int | bool) or value is None:
        return value
    return str(value)


def log(
    process: Process,
    kind: str,
    sentence: Sentence | Translated,
    *,
    by: "Actor",
    at: datetime | None = None,
    is_public: bool = True,
    params: dict[str, Any] | None = None,
) -> LogEntry:
    """An automatic entry of the logbook, its title written in each language (unless it already is)."""
    title = sentence if isinstance(sentence, Translated) else in_every_language(sentence, **(params or {}))
    return LogEntry.objects.create(
        process=process,
        at=at or timezone.now(),
        kind=kind,
        title=title,
        params=params or {},
        is_automatic=True,
        is_public=is_public,
        author=by.user,
    )


def invalid(**sentences: Sentence) -> ValidationError:
    """One sentence per field, as forms show them."""
    return ValidationError({name: [sentence] for name, sentence in sentences.items()})
