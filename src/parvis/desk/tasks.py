import secrets
import tempfile

from django.core.files import File
from django.utils import timezone, translation

from parvis.accounts.actors import actor_of
from parvis.core.jobs import daily_at, job, periodic, report
from parvis.core.rights import can


@job(priority=10)
def build_export(*, export_id: int) -> None:
    """Write the table somebody waits for, with the rights she has now. Run again, it begins again."""
    from parvis.desk import exports
    from parvis.desk.actions import deliver_export
    from parvis.desk.models import Export

    waiting = Export.objects.filter(pk=export_id, state=Export.State.WAITING).select_related("user").first()
    if waiting is None:
        return
    by = actor_of(waiting.user, has_second_factor=True)
    if not can(by, "export"):
        return
    found = exports.contributions_for(by, waiting.query, for_team=waiting.for_team)
    total = found.order_by().count()
    with tempfile.TemporaryFile() as file, translation.override(waiting.language):
        exports.write(
            file,
            found,
            for_team=waiting.for_team,
            file_format=waiting.file_format,
            progress=lambda done: report(done, total),
        )
        file.seek(0)
        named = File(file, name=f"{secrets.token_urlsafe(18)}.{waiting.file_format}")
        deliver_export(export=waiting, file=named, rows=total)


@periodic(daily_at(3, 25), priority=-50)
def forget_old_exports() -> None:
    from parvis.desk.actions import forget_exports

    forget_exports(at=timezone.now())
