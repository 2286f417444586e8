"""The second key: installed once, shown when a gesture asks for it, and back to that gesture."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from parvis.accounts.actors import Identity
from parvis.accounts.identification import identify_url, safe_next

AFTER_KEY = "after_second_key"  # where to go once it is installed
KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@never_cache
def second_key(request: HttpRequest) -> HttpResponse:
    """Whoever has one shows it; whoever has none chooses which to install."""
    next_url = safe_next(request, request.GET.get("next") or request.session.get(AFTER_KEY))
    if request.actor.identity < Identity.ACCOUNT:
        return redirect(identify_url(request.get_full_path()))
    if request.actor.has_second_factor:
        return redirect(next_url)
    if is_mfa_enabled(request.user, KINDS):
        return redirect(f"{_where_to_show(request)}?{urlencode({'next': next_url})}")
    if request.method == "POST":
        request.session[AFTER_KEY] = safe_next(request, request.POST.get("next"))
        return redirect("mfa_add_webauthn" if request.POST.get("kind") == "passkey" else "mfa_activate_totp")
    return render(request, "accounts/second_key.html", {"next_url": next_url})


def _where_to_show(request: HttpRequest) -> str:
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        return reverse("mfa_reauthenticate")
    return reverse("mfa_reauthenticate_webauthn")
