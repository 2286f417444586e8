"""Writing a mail a person can read, and keeping the proof that a server took it.

``send_mail_to`` is the one way this product writes to somebody: her language, the space’s name and colours, who is
responsible, who pays, and a link to stop (RFC 8058). Called from jobs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, make_msgid, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from parvis.accounts.models import Address, Participant
from parvis.contributions.models import Contribution
from parvis.core.colours import contrast
from parvis.notifications.messages import Message
from parvis.notifications.models import Delivery, Notification, Preference
from parvis.processes.models import Process
from parvis.territories.models import FunderMention, Space

# A worker that took a mail and said nothing since is taken for dead.
IN_HAND = timedelta(minutes=10)


class MailRefused(Exception):
    """The server did not take the mail. ``is_final``: asking again would not help (address refused)."""

    def __init__(self, sentence: str, *, is_final: bool) -> None:
        super().__init__(sentence)
        self.is_final = is_final


@dataclass(frozen=True)
class Letter:
    """One mail: one message, or a digest of several. ``above``: the line over which whoever answers it writes."""

    subject: str
    messages: Sequence[Message]
    above: str = ""

    @property
    def is_digest(self) -> bool:
        return len(self.messages) > 1


def address_of(person: Participant) -> str:
    """Where to write to her; empty for whoever left, or gave no e-mail."""
    if person.erased_at:
        return ""
    known = person.addresses.filter(kind=Address.Kind.EMAIL, verified_at__isnull=False).order_by("id").first()
    if known:
        return known.value
    owner = person.owner
    return owner.email if owner and owner.is_active else ""


def send_mail_to(
    person: Participant,
    letter: Letter,
    *,
    space: Space | None = None,
    process: Process | None = None,
    contribution: Contribution | None = None,
    notifications: Sequence[Notification] = (),
) -> bool:
    """Write to ``person`` and note what the server said; False when she cannot or must not be written to.

    Her rhythm is asked by whoever sends news, not here: a code or an invitation she waits for goes anyway. With ``notifications``, each is mailed once whatever happens: a second call, or a second worker, sends nothing.
    Raises ``MailRefused`` when trying again later may help.
    """
    to = address_of(person)
    if not to:
        return False
    deliveries = _take(person, contribution, notifications)
    if not deliveries.exists():
        return False
    language = person.language or settings.LANGUAGE_CODE
    with translation.override(language):
        mail = write(letter, to=to, space=space, process=process, preference=preference_of(person))
    try:
        transmit(mail)
    except MailRefused as refusal:
        deliveries.update(failed_at=timezone.now(), error=str(refusal)[:200], sending_at=None)
        if refusal.is_final:
            return False
        raise
    deliveries.update(accepted_at=timezone.now(), failed_at=None, error="", sending_at=None)
    return True


def _take(person: Participant, contribution: Contribution | None, notifications: Sequence[Notification]) -> Any:
    """The deliveries this worker alone is now in charge of."""
    now = timezone.now()
    if not notifications:
        alone = Delivery.objects.create(
            participant=person, contribution=contribution, means=Delivery.Means.MAIL, sending_at=now
        )
        return Delivery.objects.filter(pk=alone.pk)
    Delivery.objects.bulk_create(
        [
            Delivery(
                notification=notification,
                participant=person,
                contribution_id=notification.contribution_id,
                means=Delivery.Means.MAIL,
            )
            for notification in notifications
        ],
        ignore_conflicts=True,
    )
    mine = Delivery.objects.filter(notification__in=notifications, means=Delivery.Means.MAIL, accepted_at=None)
    free = mine.filter(Q(sending_at=None) | Q(sending_at__lt=now - IN_HAND))
    free.update(sending_at=now)
    return mine.filter(sending_at=now)


def preference_of(person: Participant) -> Preference:
    return Preference.objects.get_or_create(participant=person)[0]


def transmit(mail: EmailMultiAlternatives) -> None:
    """Hand the mail to the server; every way of saying no becomes ``MailRefused``."""
    try:
        mail.send()
    except SMTPRecipientsRefused as refusal:
        code, reason = next(iter(refusal.recipients.values()))
        raise MailRefused(f"{code} {_words(reason)}", is_final=code >= 500) from refusal
    except SMTPResponseException as refusal:
        sentence = f"{refusal.smtp_code} {_words(refusal.smtp_error)}"
        raise MailRefused(sentence, is_final=refusal.smtp_code in {550, 551, 553}) from refusal
    except (SMTPException, OSError) as refusal:
        raise MailRefused(str(refusal) or type(refusal).__name__, is_final=False) from refusal


def _words(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason


def write(
    letter: Letter,
    *,
    to: str,
    space: Space | None,
    process: Process | None = None,
    preference: Preference | None = None,
    reply_to: str = "",
    message_id: str = "",
) -> EmailMultiAlternatives:
    """The mail in the current language: text, and the same in HTML with its styles inside each tag.

    ``reply_to``: where its answer goes, else to the space’s contact. ``message_id``: known beforehand by who sends it.
    """
    context = _context(letter, space, process, preference)
    text = render_to_string("notifications/mail/letter.txt", context)
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    answers = reply_to or (space.email if space else "")
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=text.strip() + "\n",
        from_email=formataddr((space.name if space else name or "Parvis", sender)),
        to=[to],
        reply_to=[answers] if answers else None,
        headers=_headers(context["stop_url"], sender, message_id),
    )
    mail.attach_alternative(_inlined(render_to_string("notifications/mail/letter.html", context)), "text/html")
    return mail


def _headers(stop_url: str, sender: str, message_id: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id or make_msgid(domain=sender.rpartition("@")[2] or None),
        "X-Loop": sender,  # ours, should it come back
        "Auto-Submitted": "auto-generated",  # no answering machine answers it (RFC 3834)
        "X-Auto-Response-Suppress": "All",
    }
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _inlined(html: str) -> str:
    import css_inline

    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False).inline(html)


def _context(
    letter: Letter, space: Space | None, process: Process | None, preference: Preference | None
) -> dict[str, Any]:
    base = base_url(space)
    primary = space.primary if space else "#1d3a5f"
    return {
        "letter": letter,
        "space": space,
        "base": base,
        "site_name": space.name if space else "Parvis",
        "primary": primary,
        "on_primary": max("#ffffff", "#14181f", key=lambda ink: contrast(ink, primary)),
        "stop_url": base + reverse("notifications:unsubscribe", args=[preference.token]) if preference else "",
        "funders": [str(funder.sentence) or funder.name for funder in _funders(space, process)],
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def _funders(space: Space | None, process: Process | None) -> QuerySet[FunderMention]:
    wanted = Q(space=space, everywhere=True) if space else Q(pk__in=[])
    return FunderMention.objects.filter(wanted | Q(processes=process) if process else wanted).distinct()


def base_url(space: Space | None) -> str:
    """The address of a space’s own site, without a slash at the end."""
    if space and space.domain:
        return f"{'https' if settings.HTTPS else 'http'}://{space.domain}"
    return settings.BASE_URL


def send_test_mail(to: str, space: Space | None = None) -> str:
    """Send a mail to check the settings; empty when the server took it, else what it said."""
    message = Message(
        title=translation.gettext("This is a test: the mail works"),
        paragraphs=[translation.gettext("If you read this in your inbox, and not in the spam, all is well.")],
    )
    try:
        transmit(write(Letter(message.title, [message]), to=to, space=space))
    except MailRefused as refusal:
        return str(refusal)
    return ""
