"""Who I am here: the name shown, my commune, my language; the address and the devices that let me in."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts import actions
from parvis.accounts.actors import Identity
from parvis.accounts.devices import device_in_words
from parvis.accounts.forms import EmailForm, ProfileForm
from parvis.accounts.identification import identify_url, send_code
from parvis.accounts.models import MailedCode


@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person = request.actor.participant
    if person is None:
        return redirect(identify_url(request.path))
    form = ProfileForm(request.POST or None, instance=person, space=request.space)
    if request.method == "POST" and form.is_valid():
        actions.edit_profile(person=person, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:mine")
    return render(request, "accounts/profile.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Another address opens the account: a code goes to the new one."""
    if request.actor.identity < Identity.ACCOUNT:
        return redirect(identify_url(request.path))
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        problem = send_code(request, {"email": email, "next": "/mon-suivi/"}, email, MailedCode.Purpose.NEW_ADDRESS)
        if problem is None:
            return redirect("accounts:identify_code")
        form.add_error("email", problem)
    return render(request, "accounts/address.html", {"form": form, "current": request.user.email})


@never_cache
@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """The devices where her account is open."""
    if request.actor.identity < Identity.ACCOUNT:
        return redirect(identify_url(request.path))
    rows = UserSession.objects.filter(user=request.user).order_by("-created_at")
    lines = [(row, device_in_words(row.user_agent), row.session_key == request.session.session_key) for row in rows]
    return render(request, "accounts/sessions.html", {"lines": lines})


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    if request.actor.identity < Identity.ACCOUNT:
        return redirect(identify_url("/mon-suivi/appareils/"))
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    messages.success(request, _("This device is logged out."))
    return redirect("accounts:sessions")
