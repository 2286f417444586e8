"""When a service is asked, an answer waits for its validation, or goes back: the mail that lets one do it at once."""

from parvis.core.events import on
from parvis.core.jobs import enqueue
from parvis.incoming import messages as _messages  # noqa: F401  registers what our mails say
from parvis.incoming.actions import ask_by_mail, ask_validation_by_mail, reopen
from parvis.incoming.queries import link_behind
from parvis.incoming.tasks import send_back_to_service
from parvis.notifications.audience import validating_users
from parvis.notifications.tasks import tell
from parvis.replies.events import ReplySentBack, ReplyToValidate, ServiceAsked


@on(ServiceAsked)
def write_to_service(event: ServiceAsked) -> None:
    ask_by_mail(event.assignments)


@on(ReplyToValidate)
def make_validation_links(event: ReplyToValidate) -> None:
    ask_validation_by_mail(event.reply, validating_users(event.reply))


@on(ReplySentBack)
def tell_who_wrote(event: ReplySentBack) -> None:
    """The service by its own link; a colleague with an account, among her news."""
    note = event.reply.contributions.first().notes.order_by("-id").values_list("pk", flat=True).first()
    if link := link_behind(event.reply):
        reopen(link)
        enqueue(send_back_to_service, link_id=link.pk, note_id=note)
    elif event.reply.drafted_by_id:
        enqueue(tell, kind="sent_back", subject=event.reply.pk, mark=str(note))
