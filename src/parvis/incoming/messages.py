"""What our mails say: to a service, to whoever validates, to whoever is asked to write again."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from parvis.contributions.cards import title_of
from parvis.core.sentences import full_date
from parvis.core.text import excerpt
from parvis.incoming.models import MailedLink, Reminder
from parvis.incoming.queries import Question, asked_of, questions_of
from parvis.notifications.audience import persons_of
from parvis.notifications.fanning import News, tells
from parvis.notifications.messages import Message, Subjects, verdict_words, writes
from parvis.notifications.models import Notification
from parvis.replies.models import Reply

LONGEST_QUOTE = 1500


def above() -> str:
    """Only where answers by mail are read: else it would promise what nobody does."""
    return _("— Answer above this line —") if settings.INCOMING_ADDRESS else ""


def question_message(link: MailedLink) -> Message:
    """The question, its day, the words of the residents as everyone may read them, and where to answer."""
    asked, found = asked_of(link), questions_of(link)
    return Message(
        title=question_title(found),
        paragraphs=[
            part for part in (_day(asked), asked.question if asked else "", *_about(found), _how()) if part
        ],
        quote=_quote(found),
        quote_language=found[0].language if len(found) == 1 else "",
        path=reverse("incoming:answer", args=[link.page_token]),
        action=_("Write the answer"),
    )


def question_title(found: list[Question]) -> str:
    if len(found) == 1:
        return _("To study: “%(title)s”") % {"title": found[0].title}
    more = len(found) - 1
    words = ngettext(
        "To study: “%(title)s” and %(n)d other request", "To study: “%(title)s” and %(n)d other requests", more
    )
    return words % {"title": found[0].title, "n": more}


def _day(asked: object) -> str:
    due = getattr(asked, "due_on", None)
    return (
        _("We promised residents an answer. Yours is expected before %(day)s.") % {"day": full_date(due)}
        if due
        else ""
    )


def _about(found: list[Question]) -> Iterable[str]:
    if len(found) > 1:
        yield _("One answer may serve for all:")
        yield "\n".join(f"• {one.title} ({one.code})" for one in found)


def _quote(found: list[Question]) -> str:
    return excerpt(found[0].body, LONGEST_QUOTE) if len(found) == 1 else ""


def _how() -> str:
    by_page = _("No account is needed: the button opens your page. Nothing is published before it is validated.")
    by_mail = _("You can also simply answer this mail: your text becomes a draft.")
    return f"{by_page}\n{by_mail}" if settings.INCOMING_ADDRESS else by_page


REMINDERS = {
    Reminder.Kind.BEFORE: (
        gettext_lazy("In a week: “%(title)s”"),
        gettext_lazy("Your answer is expected before %(day)s."),
    ),
    Reminder.Kind.DAY: (
        gettext_lazy("It is today: “%(title)s”"),
        gettext_lazy("Your answer was expected before %(day)s: today is the day."),
    ),
    Reminder.Kind.HEAD: (
        gettext_lazy("A week late: “%(title)s”"),
        gettext_lazy(
            "The service has not answered; it was expected before %(day)s. This mail goes to the head of the service."
        ),
    ),
}


def reminder_message(link: MailedLink, kind: str, due_on: date) -> Message:
    """The same link once more, ever more pressing; a late answer may be announced by a holding reply."""
    title, sentence = REMINDERS[Reminder.Kind(kind)]
    found = questions_of(link)
    late = _("More time needed? Tell the team the new date: residents will be told at once.")
    return Message(
        title=str(title) % {"title": found[0].title if found else ""},
        paragraphs=[str(sentence) % {"day": full_date(due_on)}, *_about(found), late, _how()],
        quote=_quote(found),
        path=reverse("incoming:answer", args=[link.page_token]),
        action=_("Write the answer"),
    )


def sent_back_message(link: MailedLink, why: str) -> Message:
    found = questions_of(link)
    return Message(
        title=_("To look at again: your answer to “%(title)s”") % {"title": found[0].title if found else ""},
        paragraphs=[_("Whoever validates asks you to change something:"), why],
        path=reverse("incoming:answer", args=[link.page_token]),
        action=_("Change the answer"),
    )


@writes("to_validate")
def to_validate(notification: Notification, subjects: Subjects) -> Message | None:
    """For an élue, her own link: she reads and validates from the mail."""
    reply = subjects.get(notification, "reply")
    if reply is None or reply.state != Reply.State.TO_VALIDATE:
        return None
    link = MailedLink.objects.filter(
        reply=reply, user=notification.participant.owner_id, purpose=MailedLink.Purpose.VALIDATE, revoked_at=None
    ).first()
    path = reverse("incoming:validate", args=[link.page_token]) if link else reverse("desk:reply", args=[reply.pk])
    return Message(
        title=_("To validate: the answer to “%(title)s”") % {"title": title_of(notification.contribution)},
        verdict=verdict_words(reply),
        quote=reply.body,
        signature=str(reply.service or ""),
        path=path,
        action=_("Read and validate"),
    )


@tells("sent_back")
def sent_back(pk: int, mark: str) -> Iterable[News]:
    for reply in Reply.objects.filter(pk=pk, drafted_by__isnull=False):
        first = reply.contributions.order_by("pk").first()
        people = frozenset(persons_of([reply.drafted_by_id]))
        key = f"sent_back:{pk}:{mark}"
        yield News("sent_back", key, people, first.pk, reply.process_id, {"reply": pk, "note": int(mark)})


@writes("sent_back")
def colleague_sent_back(notification: Notification, subjects: Subjects) -> Message | None:
    reply, note = subjects.get(notification, "reply"), subjects.get(notification, "note")
    if reply is None or note is None:
        return None
    return Message(
        title=_("To look at again: your answer to “%(title)s”") % {"title": title_of(notification.contribution)},
        paragraphs=[_("Whoever validates asks you to change something:"), note.text],
        path=reverse("desk:reply", args=[reply.pk]),
        action=_("Change the answer"),
    )
