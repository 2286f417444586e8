"""Opening a session for an account: allauth does it, so that a second key is asked when there is one."""

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse

from parvis.accounts import actions
from parvis.accounts.models import User


def log_in(request: HttpRequest, user: User, *, email: str, next_url: str) -> HttpResponse:
    """The mailbox was proved by a code. The answer is a redirection: to ``next_url``, or to the second key first."""
    actions.note_login(user=user, email=email)
    return perform_login(request, user, redirect_url=next_url, email=email)
