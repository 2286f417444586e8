"""Jobs that only the tests of the queue know."""

import os
import time
from pathlib import Path

from parvis.core.jobs import job, report

seen: list[int] = []


@job
def note(*, number: int) -> None:
    report(1, 2, "half-way")
    seen.append(number)


@job
def fail(*, number: int) -> None:
    raise ValueError(f"cannot do {number}")


@job(priority=50)
def urgent(*, number: int) -> None:
    seen.append(number)


@job
def hang_once() -> None:
    """Says it started; the first time, hangs until killed."""
    path = Path(os.environ["JOB_TRACE"])
    is_first = not path.exists()
    with path.open("a") as file:
        file.write("started\n")
    if is_first:
        time.sleep(600)
