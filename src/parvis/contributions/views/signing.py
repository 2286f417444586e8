from datetime import UTC, datetime
from time import time

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from parvis.accounts.identification import ask_who
from parvis.contributions.actions import accept_coauthor, invite_coauthor
from parvis.contributions.forms import InviteForm
from parvis.contributions.models import Contribution, State
from parvis.contributions.pages import open_contribution, page_context
from parvis.contributions.queries import with_page
from parvis.core.rights import Refused, Sentence, demand

SIGNER = signing.TimestampSigner(salt="coauthor")
UNKNOWN = gettext_lazy("Tell us your e-mail address first: we will send you a code.")
VALID_FOR = 30 * 24 * 3600  # seconds


def invite(request: HttpRequest, code: str) -> HttpResponse:
    contribution = open_contribution(request, code)
    demand(request.actor, "invite", contribution)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        url = reverse(
            "contributions:accept", args=[contribution.code, SIGNER.sign(f"{contribution.code} {int(time())}")]
        )
        invite_coauthor(
            contribution=contribution,
            by=request.actor,
            email=form.cleaned_data["email"],
            site_name=contribution.space.name,
            url=request.build_absolute_uri(url),
        )
        messages.success(request, _("We have written to them. Their name shows once they accept."))
        return redirect(contribution)
    status = 422 if form.errors else 200
    return render(request, "contributions/invite.html", page_context(contribution, form), status=status)


def accept(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Where the mail leads: one page, one button. The token opens the page, even of words not yet shown."""
    invited_at = _invited_at(token, code)
    contribution = get_object_or_404(with_page(Contribution.objects.exclude(state=State.TRASHED)), code=code)
    request.space = contribution.space
    refusal: Sentence = ""
    if request.method == "POST":
        if asked := ask_who(request, None if request.actor.participant else UNKNOWN):
            return asked
        try:
            accept_coauthor(contribution=contribution, by=request.actor, invited_at=invited_at)
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _("You sign it too. Thank you."))
            return redirect(contribution)
    context = page_context(contribution) | {"refusal": refusal}
    return render(request, "contributions/accept.html", context, status=409 if refusal else 200)


def _invited_at(token: str, code: str) -> datetime:
    """When the invitation left, in seconds since 1970 inside what was signed."""
    try:
        invited, stamp = SIGNER.unsign(token, max_age=VALID_FOR).split(" ")
    except signing.BadSignature:
        raise Http404(_("This invitation is no longer valid.")) from None
    if invited != code:
        raise Http404(_("This invitation is no longer valid."))
    return datetime.fromtimestamp(int(stamp), UTC)
