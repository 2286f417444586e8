"""The mails a person waits for: sent at once, by no job, because what they carry stands nowhere in clear."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def mail_code(email: str, code: str, *, purpose: str, site_name: str) -> bool:
    """The same mail whether the address is known or not. False when the mail server refused it."""
    words = {"code": code, "purpose": purpose, "site_name": site_name}
    return mail_text(
        email,
        _("%(code)s: your code for %(site)s") % {"code": code, "site": site_name},
        render_to_string("accounts/mail/code.txt", words),
    )


def mail_text(email: str, subject: str, text: str) -> bool:
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [email])
    except (SMTPException, OSError):
        return False
    return True
