"""What accounts do after the page has answered."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from parvis.accounts.mails import mail_text
from parvis.accounts.models import RoleAssignment, User
from parvis.core.jobs import daily_at, job, periodic


class MailRefused(Exception):
    """The mail server said no: the job is tried again."""


@job
def send_invitation(assignment_id: int) -> None:
    """Tell someone the role she was given, and where to enter."""
    assignment = RoleAssignment.objects.select_related("user", "granted_by").get(pk=assignment_id)
    with translation.override(assignment.user.language):
        words = {"assignment": assignment, "url": settings.BASE_URL + reverse("desk:today")}
        _send(
            assignment.user,
            _("You are in the team: %(role)s") % {"role": assignment.get_role_display()},
            render_to_string("accounts/mail/invitation.txt", words),
        )


@job
def send_warning(user_id: int) -> None:
    """An account nobody uses is about to be erased."""
    user = User.objects.get(pk=user_id)
    with translation.override(user.language):
        words = {"user": user, "url": settings.BASE_URL + reverse("accounts:mine")}
        _send(user, _("Do you want to keep your account?"), render_to_string("accounts/mail/warning.txt", words))


def _send(user: User, subject: str, text: str) -> None:
    if user.is_active and not mail_text(user.email, subject, text):
        raise MailRefused


@periodic(daily_at(3, 20))
def purge() -> None:
    """What has been kept long enough goes, every night."""
    from parvis.accounts.actions import purge_expired

    purge_expired(at=timezone.now())
