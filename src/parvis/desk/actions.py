from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from parvis.audit.actions import record
from parvis.core.jobs import enqueue
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.desk.models import Export, SavedView
from parvis.desk.tasks import build_export

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

KEPT = timedelta(days=7)


@verb
def keep_view(*, page: str, name: str, query: str, by: "Actor") -> SavedView:
    """Keep a list’s filters under a name; the same name replaces. A person’s own convenience: not audited."""
    demand(by, "enter_desk")
    view, _created = SavedView.objects.update_or_create(
        user=by.user, page=page, name=name, defaults={"query": query}
    )
    return view


@verb
def forget_view(*, view: SavedView, by: "Actor") -> None:
    demand(by, "enter_desk")
    view.delete()


@verb
def order_export(*, query: str, file_format: str, for_team: bool, reason: str, by: "Actor") -> Export:
    """Have a long table written by a job. What was taken, and why, is in the trail at once."""
    demand(by, "export")
    export = Export.objects.create(
        user=by.user,
        query=query,
        file_format=file_format,
        for_team=for_team,
        language=get_language() or "fr",
        expires_at=timezone.now() + KEPT,
    )
    record("export", by=by, target=export, changes={"filters": query, "team": for_team}, reason=reason)
    export.job = enqueue(build_export, export_id=export.pk)
    export.save(update_fields=["job"])
    return export


@verb
def deliver_export(*, export: Export, file: File, rows: int) -> None:
    """The job has written it. Written twice (a worker was killed half-way), the first file stays."""
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.state == Export.State.READY:
        return
    held.file, held.rows, held.state = file, rows, Export.State.READY
    held.save(update_fields=["file", "rows", "state"])


@verb
def forget_exports(*, at: datetime) -> int:
    """After a week the file goes, and its row; the trail keeps that it was asked."""
    old = list(Export.objects.filter(expires_at__lte=at))
    for export in old:
        if export.file:
            transaction.on_commit(lambda name=export.file.name, storage=export.file.storage: storage.delete(name))
    Export.objects.filter(pk__in=[export.pk for export in old]).delete()
    return len(old)
