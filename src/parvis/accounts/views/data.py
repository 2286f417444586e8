"""My data: see it, take it away, agree or not, leave."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts import actions
from parvis.accounts.exporters import personal_archive, personal_data
from parvis.accounts.forms import LeaveForm
from parvis.accounts.identification import identify_url
from parvis.core.rights import why_not


@never_cache
@require_GET
def data(request: HttpRequest) -> HttpResponse:
    person = request.actor.participant
    if person is None:
        return redirect(identify_url(request.path))
    context = {
        "sections": personal_data(person),
        "consents": person.consents.order_by("-given_at", "-id"),
        "dpo_email": request.space.dpo_email if request.space else "",
    }
    return render(request, "accounts/data.html", context)


@never_cache
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Everything that points to her: readable (HTML) and machine-readable (JSON), in one file."""
    person = request.actor.participant
    if person is None:
        return redirect(identify_url(request.path))
    name = f"parvis-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(personal_archive(person), as_attachment=True, filename=name)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    consent = get_object_or_404(request.actor.participant.consents, pk=pk) if request.actor.participant else None
    if consent is None:
        return redirect(identify_url("/mon-suivi/mes-donnees/"))
    actions.withdraw_consent(consent=consent, by=request.actor)
    messages.success(request, _("Your agreement is withdrawn. The proof that you had given it is kept, dated."))
    return redirect("accounts:data")


@never_cache
@require_http_methods(["GET", "POST"])
def leave_for_good(request: HttpRequest) -> HttpResponse:
    person = request.actor.participant
    if person is None:
        return redirect(identify_url(request.path))
    refusal = why_not(request.actor, "erase", request.actor.user) if request.actor.user else None
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and refusal is None:
        actions.erase_person(
            person=person, keeps_texts=form.cleaned_data["texts"] == LeaveForm.KEEP, by=request.actor
        )
        logout(request)
        messages.success(request, _("It is done: your personal details are erased. Thank you for taking part."))
        return redirect("site:home")
    return render(request, "accounts/leave.html", {"form": form, "refusal": refusal})
