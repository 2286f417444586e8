"""Sending: one mail to a service, whose answer comes back to us by its own address."""

from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone, translation

from parvis.incoming.messages import above
from parvis.incoming.models import MailedLink
from parvis.notifications.mail import Letter, MailRefused, transmit, write
from parvis.notifications.messages import Message


def reply_address(link: MailedLink) -> str:
    """``reponse@mairie.fr`` → ``reponse+token@mairie.fr``; a catch-all ``@reponse.mairie.fr`` → ``token@…``."""
    name, at, domain = settings.INCOMING_ADDRESS.partition("@")
    if not domain:
        return ""
    return f"{name}+{link.mail_token}{at}{domain}" if name else f"{link.mail_token}{at}{domain}"


def message_id(link: MailedLink) -> str:
    """Holds the token too: a mailbox that forgets Reply-To still says what it answers."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{link.mail_token}.{timezone.now():%Y%m%d%H%M%S%f}@{domain}>"


def send_to_service(link: MailedLink, message: Message, *, to: str = "") -> bool:
    """Raises ``MailRefused`` when trying again may help. What the server said stands on the link. ``to``: another address than its own."""
    with translation.override(settings.LANGUAGE_CODE):
        letter = Letter(message.title, [message], above=above())
        mail = write(
            letter,
            to=to or link.sent_to,
            space=link.space,
            reply_to=reply_address(link),
            message_id=message_id(link),
        )
    try:
        transmit(mail)
    except MailRefused as refusal:
        MailedLink.objects.filter(pk=link.pk).update(refused=str(refusal)[:200])
        if refusal.is_final:
            return False
        raise
    MailedLink.objects.filter(pk=link.pk).update(mailed_at=timezone.now(), refused="")
    return True
