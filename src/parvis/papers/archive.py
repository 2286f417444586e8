"""The final papers of a démarche, as it is frozen: their own fingerprints, which stay true by themselves."""

from collections.abc import Iterator

from django.utils import timezone

from parvis.papers.models import Paper
from parvis.processes.archive import Item, archived
from parvis.processes.models import Process


@archived
def _papers(process: Process) -> Iterator[Item]:
    until = process.archived_at or timezone.now()  # what is made final later is no part of it
    final = Paper.objects.filter(process=process, state=Paper.State.PUBLISHED, frozen_at__lte=until).order_by("id")
    for paper in final.only("kind", "root", "frozen_at"):
        yield Item("paper", str(paper.pk), {"kind": paper.kind, "root": paper.root, "frozen_at": paper.frozen_at})
