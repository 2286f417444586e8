"""Installing a second key is showing it: the session that did so may go on."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from parvis.accounts.models import User


@receiver(authenticator_added, dispatch_uid="parvis-second-factor")
def installed_is_shown(
    sender: type[Authenticator],
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_more: Any,
) -> None:
    """A code of the generator, or the passkey itself, was checked a moment ago. Printed rescue codes were not.

    ``reauthenticated``: the rescue codes come next, and must not ask again for the key just installed.
    """
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, method="mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
        )
