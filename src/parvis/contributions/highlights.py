"""« À lire ces jours-ci »: what the team puts forward for a few days. It changes no count and no order.

Kept on the step, so that its pages show it without asking the database anything more.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.processes.models import Step

MOST = 3  # at once and for one step: put everything forward, and nothing is
DAYS = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Highlight:
    code: str
    title: str
    until: datetime

    @property
    def url(self) -> str:
        return reverse("contributions:detail", args=[self.code])


def highlights_of(steps: Iterable[Step]) -> list[Highlight]:
    """Those that show now, the first to end last."""
    rows = [_read(row) for step in steps for row in step.highlights]
    return sorted((row for row in rows if row.until > timezone.now()), key=lambda row: row.until, reverse=True)


def highlight_of(contribution: Contribution) -> Highlight | None:
    shown = highlights_of([contribution.step]) if contribution.step else []
    return next((row for row in shown if row.code == contribution.code), None)


def rewrite(step_id: int, *, without: Collection[str] = (), more: Iterable[Highlight] = ()) -> None:
    """Called by verbs and handlers, the step held: what is over goes with what is taken out."""
    step = Step.objects.select_for_update(no_key=True).get(pk=step_id)
    kept = [row for row in highlights_of([step]) if row.code not in without]
    step.highlights = [_written(row) for row in [*kept, *more]]
    step.save(update_fields=["highlights"])


def _read(row: dict[str, Any]) -> Highlight:
    return Highlight(row["code"], row["title"], datetime.fromisoformat(row["until"]))


def _written(row: Highlight) -> dict[str, str]:
    return {"code": row.code, "title": row.title, "until": row.until.isoformat()}
