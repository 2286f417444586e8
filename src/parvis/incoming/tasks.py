"""What leaves after the page has answered."""

from django.conf import settings
from django.utils import translation

from parvis.core.jobs import job
from parvis.incoming.letters import send_to_service
from parvis.incoming.messages import question_message, sent_back_message
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
