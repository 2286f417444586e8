"""A link made by command, for whoever is locked out."""

from allauth.account.utils import perform_login
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.accounts import actions
from parvis.accounts.queries import user_of_link


@never_cache
@require_http_methods(["GET", "POST"])
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows a button; only the button spends it, so that a mail scanner cannot."""
    user = user_of_link(token)
    if user and request.method == "POST":
        spent = actions.use_login_link(token=token, lost_second_key=bool(request.POST.get("lost")))
        if spent:
            return perform_login(request, spent)
        user = None
    context = {"person": user, "has_second_key": bool(user and is_mfa_enabled(user))}
    return render(request, "accounts/login_link.html", context, status=200 if user else 410)
