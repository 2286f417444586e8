from dataclasses import replace

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.accounts.models import Participant
from parvis.contributions.thread import threads_of
from parvis.core.jobs import daily_at, enqueue, job, periodic
from parvis.moderation.models import Decision
from parvis.notifications.fanning import spread
from parvis.notifications.mail import Letter, MailRefused, send_mail_to, transmit, write
from parvis.notifications.messages import Message, Subjects, message_of
from parvis.notifications.models import Notification, Preference, Rhythm
from parvis.notifications.queries import unsent, with_subjects

# A digest longer than this is not read; the rest waits on the page « Nouvelles ».
LONGEST_DIGEST = 40


@job(priority=10)
def tell(*, kind: str, subject: int, mark: str = "") -> None:
    """Somebody is to be told of this; who, is worked out now."""
    spread(kind, subject, mark)


@job(priority=20)
def send_news(*, notification_ids: list[int]) -> None:
    """What one person wants to know at once, in one mail."""
    _send(Notification.objects.filter(pk__in=notification_ids))


@periodic(daily_at(7))
def send_daily_digests() -> None:
    _enqueue_digests(Rhythm.DAILY)


@periodic(daily_at(7, 15, weekday=0))
def send_weekly_digests() -> None:
    _enqueue_digests(Rhythm.WEEKLY)


def _enqueue_digests(rhythm: Rhythm) -> None:
    """One job per person who has something new: a refusal of one address holds nobody up."""
    people = Preference.objects.filter(rhythm=rhythm, participant__in=unsent().values("participant"))
    for pk in list(
        people.order_by("pk").values_list("participant", flat=True)
    ):  # all read before the first is written
        enqueue(send_digest, participant_id=pk)


@job
def send_digest(*, participant_id: int) -> None:
    _send(unsent().filter(participant=participant_id).order_by("-pk")[:LONGEST_DIGEST])


def _send(notifications: QuerySet[Notification]) -> None:
    rows = list(with_subjects(notifications))
    person = Participant.objects.select_related("owner").filter(pk=rows[0].participant_id).first() if rows else None
    if person is None or not _wants_mail(person):
        return
    with translation.override(person.language):
        letter, told = _letter(rows)
    if letter:
        contribution, process = told[0].contribution, told[0].process
        about = contribution or process
        send_mail_to(person, letter, space=about and about.space, process=process, notifications=told)


def _wants_mail(person: Participant) -> bool:
    return not Preference.objects.filter(participant=person, rhythm=Rhythm.NEVER).exists()


def _letter(rows: list[Notification]) -> tuple[Letter | None, list[Notification]]:
    """The words of these notifications, oldest first, those whose subject is gone left out."""
    subjects, rows = Subjects.of(rows), sorted(rows, key=lambda row: row.pk)
    written = [(row, message) for row in rows if (message := message_of(row, subjects))]
    if not written:
        return None, []
    told, messages = [row for row, _message in written], [message for _row, message in written]
    if len(messages) == 1:
        return Letter(messages[0].title, [_with_thread(told[0], messages[0])]), told
    subject = ngettext("%(title)s, and %(count)s more", "%(title)s, and %(count)s more", len(messages) - 1)
    return Letter(subject % {"title": messages[0].title, "count": len(messages) - 1}, messages), told


def _with_thread(row: Notification, message: Message) -> Message:
    contribution = row.contribution
    if contribution is None or contribution.parent_id:
        return message
    return replace(message, thread=threads_of([contribution])[contribution.pk])


@job(priority=10)
def write_to_reporters(*, decision_id: int) -> None:
    """Visitors who reported left an address for this only: they are told, once, what was decided."""
    decision = Decision.objects.select_related("contribution__space").filter(pk=decision_id, undone_at=None).first()
    if decision is None:
        return
    reports = decision.reports.filter(reporter=None).exclude(contact="")
    for contact in sorted(set(reports.values_list("contact", flat=True))):
        hidden = decision.verb == Decision.Verb.HIDE
        message = Message(
            title=_("We read what you reported: %(code)s") % {"code": decision.contribution.code},
            paragraphs=[
                _("Thank you. We have hidden it.")
                if hidden
                else _("Thank you. It keeps to the charter: we left it in place.")
            ],
        )
        try:
            transmit(write(Letter(message.title, [message]), to=contact, space=decision.contribution.space))
        except MailRefused as refusal:
            if not refusal.is_final:
                raise
