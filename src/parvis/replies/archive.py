"""What the institution answered and decided, as it is frozen."""

from collections.abc import Iterator

from parvis.processes.archive import Item, archived
from parvis.processes.models import Process
from parvis.replies.models import Outcome, Reply

_REPLY = ("verdict", "until", "forwarded_to", "body", "published_at")
_OUTCOME = ("title", "body", "decided_by", "reference", "decided_on")


@archived
def _replies(process: Process) -> Iterator[Item]:
    published = Reply.objects.filter(process=process, state=Reply.State.PUBLISHED).order_by("id")
    for row in published.values("pk", *_REPLY).iterator(chunk_size=2000):
        yield Item("reply", str(row.pop("pk")), row)


@archived
def _outcomes(process: Process) -> Iterator[Item]:
    for row in Outcome.objects.filter(process=process).order_by("id").values("pk", *_OUTCOME):
        yield Item("outcome", str(row.pop("pk")), row)
