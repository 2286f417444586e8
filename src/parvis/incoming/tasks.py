"""What leaves after the page has answered."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation

from parvis.core.jobs import daily_at, every, job, periodic
from parvis.incoming.letters import send_to_service
from parvis.incoming.messages import question_message, reminder_message, sent_back_message
from parvis.incoming.models import Reminder
from parvis.incoming.queries import links
from parvis.replies.models import Note


@job(priority=20)
def send_question(*, link_id: int) -> None:
    """The question to the service; nothing if it left already, or no longer waits."""
    link = links().filter(pk=link_id, mailed_at=None, revoked_at=None).first()
    if link is None or not any(assignment.done_at is None for assignment in link.assignments.all()):
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = question_message(link)
    send_to_service(link, message)


@job(priority=20)
def send_back_to_service(*, link_id: int, note_id: int) -> None:
    link, note = links().filter(pk=link_id).first(), Note.objects.filter(pk=note_id).first()
    if link is None or note is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = sent_back_message(link, note.text)
    send_to_service(link, message)


@job(priority=10)
def send_reminder(*, link_id: int, kind: str) -> None:
    """Once for each kind and day; the head reads it too when a week has gone by."""
    link = links().filter(pk=link_id).first()
    rows = Reminder.objects.filter(link=link_id, kind=kind, mailed_at=None).order_by("id")
    first = rows.first()
    if link is None or first is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        message = reminder_message(link, kind, first.due_on)
    if send_to_service(link, message, to=first.sent_to):
        rows.update(mailed_at=timezone.now())


@periodic(daily_at(8, 30))
def remind() -> None:
    """What services were asked and have not answered, every morning."""
    from parvis.incoming.actions import remind_services

    remind_services()


@periodic(every(timedelta(minutes=3)))
def fetch_mail() -> None:
    """What services answered by mail; nothing where no mailbox is set."""
    if settings.IMAP_HOST:
        from parvis.incoming.mailbox import read_mailbox

        read_mailbox()


@periodic(daily_at(3, 40))
def purge() -> None:
    """Mails and links past their day go, every night."""
    from parvis.incoming.actions import purge_mail

    purge_mail()
