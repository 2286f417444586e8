"""The five states of a subject, drawn as a thread."""

from parvis.contributions.thread import ThreadStep
from parvis.core.sentences import short_date
from parvis.subjects.models import Standing, Subject
from parvis.subjects.queries import moves_of


def states_of(subject: Subject) -> list[ThreadStep]:
    """Each state done, now or to come, with the day it was given; what was leapt over has none."""
    order, here = list(Standing), list(Standing).index(Standing(subject.standing))
    days = {Standing.PROPOSED: short_date(subject.created_at)}
    days |= {Standing(move.standing): short_date(move.at) for move in moves_of(subject)}
    return [
        ThreadStep(
            label=str(one.label),
            detail=days.get(one, "") if rank <= here else "",
            state="now" if rank == here else "todo" if rank > here else "done" if one in days else "passed",
        )
        for rank, one in enumerate(order)
    ]
