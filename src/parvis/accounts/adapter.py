from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# What allauth announces, in our words. What it announces and we do not say is not shown: a page that opened
# needs no « you are logged in ».
SAID = {
    "account/messages/password_changed.txt": _("Your password is saved."),
    "account/messages/password_set.txt": _("Your password is saved."),
    "mfa/messages/totp_activated.txt": _("Your code generator is installed."),
    "mfa/messages/totp_deactivated.txt": _("Your code generator is removed."),
    "mfa/messages/webauthn_added.txt": _("Your passkey is installed."),
    "mfa/messages/webauthn_removed.txt": _("Your passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _("Here are your rescue codes: print them."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth meets Parvis: it opens sessions and keeps second keys; our own door proves addresses."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(  # noqa: PLR0917 -- allauth passes them by position
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        sentence = message or SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)
