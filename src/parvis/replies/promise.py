"""The day by which a contribution is promised an answer."""

from datetime import date, timedelta

from django.utils import timezone

from parvis.contributions.models import Contribution
from parvis.processes.models import Promise


def due_date(contribution: Contribution) -> date | None:
    """Days after reception when the démarche says so, else its common date, else the space’s usual delay.

    Comments are discussion: nobody promised an answer to each. A démarche of pure information promises none.
    Outside any démarche, whoever spoke is answered within the space’s usual delay; what the institution declares
    waits for no answer.
    """
    process = contribution.process
    if contribution.parent_id is not None:
        return None
    received = contribution.received_on or timezone.localdate(contribution.created_at)
    if process is None:
        return received + timedelta(days=contribution.space.answer_days) if contribution.author_id else None
    promise = Promise.objects.filter(process=process).only("answer_days", "answer_by").first()
    if promise is not None and promise.answer_days:
        return received + timedelta(days=promise.answer_days)
    if promise is not None and promise.answer_by:
        return promise.answer_by
    return received + timedelta(days=process.space.answer_days)
