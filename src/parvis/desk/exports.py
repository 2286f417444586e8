"""Tables people take away: CSV streams at once, a short sheet goes with the answer, a long one is a job’s work."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase

from parvis.accounts.models import Role
from parvis.contributions.exporters import columns, rows
from parvis.contributions.models import Contribution
from parvis.core.tables import stream_csv, write_ods, write_xlsx
from parvis.desk import contributions as listing

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

WRITERS: dict[str, Callable[..., None]] = {"xlsx": write_xlsx, "ods": write_ods}
EXPORTERS = (Role.ANIMATOR, Role.EVALUATOR, Role.DPO)
AT_ONCE = 2000
IN_MEMORY = 5 * 1024 * 1024


def contributions_for(actor: "Actor", query: str, *, for_team: bool) -> QuerySet[Contribution]:
    """What the list shows with these filters, where this person may take it away.

    Without the team’s columns, only what everyone may read: a hidden text never leaves without a reason.
    """
    found = listing.found(actor, listing.read(QueryDict(query)), *EXPORTERS).order_by("id")
    return found if for_team else found.filter(state="published", visibility="public")


def is_long(found: QuerySet[Contribution]) -> bool:
    return found.order_by().values("pk")[: AT_ONCE + 1].count() > AT_ONCE


def table(found: QuerySet[Contribution], *, for_team: bool) -> tuple[list[str], Iterable[Sequence[Any]]]:
    return columns(for_team=for_team), rows(found, for_team=for_team)


def write(
    file: IO[bytes], found: QuerySet[Contribution], *, for_team: bool, file_format: str, progress: Any
) -> None:
    titles, lines = table(found, for_team=for_team)
    WRITERS[file_format](titles, lines, file, progress=progress)


def as_file(found: QuerySet[Contribution], *, for_team: bool, name: str, file_format: str) -> HttpResponseBase:
    if file_format == "csv":
        pieces = stream_csv(*table(found, for_team=for_team), separator=";")
        response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- FileResponse closes it
    write(file, found, for_team=for_team, file_format=file_format, progress=None)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
