"""``parvis export``: what was said publicly in a démarche, as a table anybody can open, and import elsewhere."""

import sys
from pathlib import Path

from parvis.contributions.exporters import columns, rows
from parvis.contributions.models import Contribution
from parvis.core.tables import stream_csv, write_ods, write_xlsx
from parvis.operations import OperationError
from parvis.processes.models import Process

SHEETS = {"xlsx": write_xlsx, "ods": write_ods}


def export_process(process_code: str, *, file_format: str, output: Path | None) -> None:
    """Write the public contributions and comments of a démarche (its code or its address), oldest first."""
    found = Process.objects.filter(prefix__iexact=process_code) | Process.objects.filter(slug=process_code)
    process = found.first()
    if process is None:
        known = ", ".join(Process.objects.order_by("-id").values_list("prefix", flat=True)[:10])
        raise OperationError(f"No démarche has the code {process_code}. The latest are: {known or 'none yet'}.")
    said = Contribution.objects.public().filter(process=process).order_by("id")
    titles, lines = columns(for_team=False), rows(said, for_team=False)
    if output is None:
        if file_format in SHEETS:
            raise OperationError(f"Say where to write the sheet: --output FILE.{file_format}")
        for piece in stream_csv(titles, lines):
            sys.stdout.buffer.write(piece)
        return
    with output.open("wb") as file:
        if file_format in SHEETS:
            SHEETS[file_format](titles, lines, file)
        else:
            file.writelines(stream_csv(titles, lines))
