"""Sending a table to the person’s machine: CSV streams at once, sheets go through a temporary file."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase

from parvis.core.tables import stream_csv, write_ods, write_xlsx

WRITERS = {"xlsx": write_xlsx, "ods": write_ods}
IN_MEMORY = 5 * 1024 * 1024


def as_file(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, name: str, file_format: str
) -> HttpResponseBase:
    filename = f"{name}.{file_format}"
    if file_format == "csv":
        response = StreamingHttpResponse(
            stream_csv(columns, rows, separator=";"), content_type="text/csv; charset=utf-8"
        )
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
        return response
    writer = WRITERS.get(file_format)
    if writer is None:
        raise Http404
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- FileResponse closes it
    writer(columns, rows, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=filename)
