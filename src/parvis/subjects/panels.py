"""What the page of a contribution says of a subject: its state, its weight, its date, every answer."""

from typing import Any

from django.http import HttpRequest

from parvis.contributions.kinds import child_of
from parvis.contributions.models import Contribution
from parvis.contributions.panels import Panel, register_panel
from parvis.search.sources import is_public_process
from parvis.subjects.models import Subject
from parvis.subjects.queries import moves_of


def context(_request: HttpRequest, contribution: Contribution) -> dict[str, Any] | None:
    if contribution.kind != "subject":
        return None
    subject: Subject = child_of(contribution)
    became = subject.became if subject.became and is_public_process(subject.became) else None
    return {"subject": subject, "moves": moves_of(contribution), "became": became}


register_panel(Panel(key="subject", slot="answers", template="subjects/panel.html", context=context, order=5))
