"""Reminding a service: a row for each, so that it is done once and the desk can say so."""

from datetime import date

from django.utils import timezone

from parvis.accounts.actors import SYSTEM
from parvis.audit.actions import record
from parvis.core.jobs import enqueue
from parvis.core.verbs import verb
from parvis.incoming.actions.links import reopen
from parvis.incoming.models import MailedLink, Reminder
from parvis.incoming.reminding import address_for, due_reminders
from parvis.replies.models import Assignment


def remind_services(*, today: date | None = None) -> int:
    """All that is due today, each question in its own transaction; how many mails leave."""
    count = 0
    for link, kind, assignments in due_reminders(today or timezone.localdate()):
        count += remind(link=link, kind=kind, assignments=assignments)
    return count


@verb
def remind(*, link: MailedLink, kind: str, assignments: list[Assignment]) -> bool:
    """Write the rows and let the mail leave; nothing when another worker did, or the service has no address."""
    from parvis.incoming.tasks import send_reminder

    to = address_for(kind, link.service)
    if not to:
        return False
    rows = [Reminder(assignment=one, link=link, kind=kind, due_on=one.due_on, sent_to=to) for one in assignments]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    reopen(link)
    record("remind_service", by=SYSTEM, target=link.service, changes={"kind": kind, "requests": len(rows)})
    enqueue(send_reminder, link_id=link.pk, kind=kind)
    return True
