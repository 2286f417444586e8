"""The calendar drawn: each phase stands on its own days."""

from datetime import UTC, date, datetime

import pytest

from parvis.processes.drawing import calendar
from parvis.processes.models import Phase

TODAY = date(2026, 11, 22)


def phase(start: tuple[int, int] | None, end: tuple[int, int] | None) -> Phase:
    """From noon to noon: (month, day) of 2026."""
    first, last = (datetime(2026, *day, 12, tzinfo=UTC) if day else None for day in (start, end))
    return Phase(title={"fr": "Ateliers"}, starts_at=first, ends_at=last)


@pytest.mark.parametrize(
    ("start", "end", "drawn"),
    [
        ((10, 1), (10, 31), (0, 1, 2, "0.0%", "100.0%", "done")),
        ((11, 16), (11, 30), (1, 1, 1, "50.0%", "50.0%", "now")),
        ((10, 17), (12, 1), (0, 3, 0, "17.2%", "50.5%", "now")),
        ((12, 31), (12, 31), (2, 1, 0, "90.0%", "10.0%", "")),
        ((12, 1), None, (2, 1, 0, "0.0%", "100.0%", "")),
        (None, None, (0, 3, 0, "0%", "100%", "unknown")),
    ],
)
def test_a_phase_stands_on_its_days(
    start: tuple[int, int] | None, end: tuple[int, int] | None, drawn: tuple[int, int, int, str, str, str]
) -> None:
    frame = phase((10, 1), (12, 31))
    shown = calendar([frame, phase(start, end)], TODAY)
    assert shown is not None
    assert [month.is_now for month in shown.months] == [False, True, False]
    bar = shown.bars[1]
    assert (bar.before, bar.span, bar.after, bar.start, bar.length, bar.state) == drawn


def test_nothing_is_drawn_without_a_date() -> None:
    assert calendar([phase(None, None)], TODAY) is None
