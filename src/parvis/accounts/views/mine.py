"""« Mon suivi »: what became of what I said. For herself only."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from parvis.accounts import actions
from parvis.accounts.actors import Identity
from parvis.accounts.forms import SlipForm
from parvis.accounts.identification import identify_url
from parvis.accounts.login import log_in
from parvis.accounts.panels import draw
from parvis.accounts.queries import noted_for, proved_email


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url(request.path))
    context = {
        "person": request.actor.participant,
        "has_account": request.actor.user is not None,
        "panels": draw(request),
        "slip_form": SlipForm(),
        "noted": noted_for(request.actor.participant),
    }
    return render(request, "accounts/mine.html", context)


@require_POST
def open_account(request: HttpRequest) -> HttpResponse:
    """She took part without an account and wants one now; her address was proved when she came in."""
    person = request.actor.participant
    email = proved_email(person) if request.actor.identity == Identity.EMAIL else None
    if email is None:
        return redirect("accounts:mine")
    try:
        user = actions.open_account(person=person, email=email)
    except actions.AddressTaken:
        messages.error(request, _("Someone in your household already has an account with this address."))
        return redirect("accounts:mine")
    return log_in(request, user, email=email, next_url=request.POST.get("next") or "/mon-suivi/")
