"""« C’était moi »: taking up a slip from the market, or what was said with another address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts import actions
from parvis.accounts.actors import Identity
from parvis.accounts.forms import ClaimForm, EmailForm, SlipForm
from parvis.accounts.identification import FLOW, identify_url, send_code
from parvis.accounts.limits import client_address, limit
from parvis.accounts.models import MailedCode
from parvis.accounts.queries import behind_mailbox, claimable, noted_for


@require_POST
def slip(request: HttpRequest) -> HttpResponse:
    """The code printed on a slip. Few tries: a slip is short, and somebody else's is somebody else's."""
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url("/mon-suivi/"))
    limit("slip", client_address(request), most=10, seconds=900)
    form = SlipForm(request.POST)
    if form.is_valid() and (person := claimable(form.cleaned_data["code"])):
        actions.claim_participant(source=person, by=request.actor)
        messages.success(request, _("It is done: what was noted for you is now below."))
    else:
        messages.error(request, _("No slip has this code. Check the letters and figures, or call us."))
    return redirect("accounts:mine")


@require_http_methods(["GET", "POST"])
def other_address(request: HttpRequest) -> HttpResponse:
    """What was said with another e-mail address: a code proves that it is hers."""
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url(request.path))
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        flow = {"email": email, "next": "/mon-suivi/"}
        problem = send_code(request, flow, email, MailedCode.Purpose.CLAIM)
        if problem is None:
            return redirect("accounts:identify_code")
        form.add_error("email", problem)
    return render(request, "accounts/other_address.html", {"form": form})


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Which of these was she? Persons of an address just proved, and what the team noted for her own."""
    if request.actor.identity == Identity.NONE:
        return redirect(identify_url(request.path))
    people = {str(person.pk): person for person in _offered(request)}
    form = ClaimForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        for key in form.cleaned_data["people"]:
            actions.claim_participant(source=people[key], by=request.actor)
        request.session.pop(FLOW, None)
        messages.success(request, _("It is done: what was noted for you is now below."))
        return redirect("accounts:mine")
    return render(request, "accounts/claim.html", {"form": form, "people": people})


def _offered(request: HttpRequest) -> list:
    flow = request.session.get(FLOW) or {}
    proved = behind_mailbox(flow["email"]).people if flow.get("claims") else []
    mine = request.actor.participant
    return [person for person in [*proved, *noted_for(mine)] if person.pk != mine.pk]
