"""What people said in a démarche, as it is frozen: their words, never who they are."""

from collections.abc import Iterator

from parvis.contributions.models import Contribution, State
from parvis.processes.archive import Item, archived
from parvis.processes.models import Process

_FIELDS = ("code", "kind", "parent__code", "title", "body", "language", "channel", "stance", "created_at")
_NEVER_SHOWN = (State.STAGED, State.DRAFT)
_TAKEN_BACK = (State.WITHDRAWN, State.TRASHED)


@archived
def _contributions(process: Process) -> Iterator[Item]:
    rows = Contribution.objects.filter(process=process).exclude(state__in=_NEVER_SHOWN).order_by("id")
    for row in rows.values(*_FIELDS, "state").iterator(chunk_size=2000):
        gone = row.pop("state") in _TAKEN_BACK or not (row["title"] or row["body"])
        yield Item("contribution", row["code"], None if gone else row)
