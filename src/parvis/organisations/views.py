"""The public page of an organisation, and what its members do there."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, identify_url, recall_post
from parvis.accounts.limits import limit
from parvis.accounts.mails import mail_text
from parvis.core.rights import can, demand, why_not
from parvis.organisations import actions, queries
from parvis.organisations.forms import CollectiveForm, InvitationForm, OrganisationForm
from parvis.organisations.invitations import is_invited, make_invitation
from parvis.organisations.models import Membership, Organisation
from parvis.territories.models import Space

MOST_SHOWN = 20


@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """« Qui décide ici »: élu·es, services, sittings to come; ``?espace=`` names another space than this site’s."""
    asked = request.GET.get("espace", "")[:80]
    if asked:
        request.space = get_object_or_404(Space.objects.select_related("territory", "logo", "favicon"), slug=asked)
    shown = queries.chart_of(request.space) if request.space else None
    return render(request, "organisations/chart.html", {"chart": shown})


@require_GET
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(
        queries.visible_to(request.actor).select_related("space__territory", "parent"), slug=slug
    )
    request.space = organisation.space
    said = queries.said_in_public(organisation)
    context = {
        "organisation": organisation,
        "services": organisation.services.order_by("name"),
        "members": queries.members_of(organisation).count(),
        "said": said.order_by("-created_at", "-id")[:MOST_SHOWN],
        "may_edit": can(request.actor, "edit", organisation),
    }
    return render(request, "organisations/detail.html", context)


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    refusal = why_not(request.actor, "found", Organisation)
    if asked := ask_who(request, refusal, Identity.ACCOUNT):
        return asked
    demand(request.actor, "found", Organisation)
    form = CollectiveForm(request.POST or recall_post(request))
    if request.method == "POST" and form.is_valid():
        new = actions.found_collective(space=request.space, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Your collective is created. The team verifies it, then it can speak."))
        return redirect("organisations:members", new.slug)
    return render(request, "organisations/found.html", {"form": form})


def _managed(request: HttpRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(queries.visible_to(request.actor).select_related("space"), slug=slug)
    demand(request.actor, "edit", organisation)
    request.space = organisation.space
    return organisation


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _managed(request, slug)
    form = OrganisationForm(request.POST or None, instance=organisation, with_kind=False)
    if request.method == "POST" and form.is_valid():
        actions.edit_organisation(organisation=organisation, by=request.actor, **form.words())
        messages.success(request, _("Saved."))
        return redirect("organisations:detail", organisation.slug)
    return render(request, "organisations/edit.html", {"form": form, "organisation": organisation})


@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is in it, who may speak in its name; invite by e-mail."""
    organisation = _managed(request, slug)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _invite(organisation, form.cleaned_data["email"], request):
            messages.success(request, _("The invitation is on its way."))
            return redirect("organisations:members", organisation.slug)
        form.add_error("email", _("Our mail did not leave. Try again in a few minutes, or call us."))
    context = {"organisation": organisation, "form": form}
    context |= {"members": queries.members_of(organisation), "agents": queries.agents_of(organisation)}
    return render(request, "organisations/members.html", context)


def _invite(organisation: Organisation, email: str, request: HttpRequest) -> bool:
    limit("invite", organisation.pk, most=30, seconds=86400)
    path = reverse("organisations:join", args=[organisation.slug, make_invitation(organisation, email)])
    words = {"organisation": organisation, "by": request.actor.participant, "url": settings.BASE_URL + path}
    subject = _("Join %(name)s") % {"name": organisation}
    return mail_text(email, subject, render_to_string("organisations/mail/invitation.txt", words))


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation, slug=slug)
    if request.actor.identity < Identity.ACCOUNT:
        return redirect(identify_url(request.path, request.space))
    invited = is_invited(token, organisation, request.actor.user)
    refusal = why_not(request.actor, "join", organisation)
    if request.method == "POST" and invited and refusal is None:
        actions.join_organisation(organisation=organisation, by=request.actor)
        messages.success(request, _("Welcome to %(name)s.") % {"name": organisation})
        return redirect("organisations:detail", organisation.slug)
    context = {"organisation": organisation, "invited": invited, "refusal": refusal}
    return render(request, "organisations/join.html", context, status=200 if invited else 403)


@require_POST
def speaker(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = _managed(request, slug)
    membership = get_object_or_404(Membership.objects.filter(organisation=organisation), pk=pk)
    actions.name_representative(membership=membership, may_speak=request.POST.get("may") == "yes", by=request.actor)
    return redirect("organisations:members", organisation.slug)


@require_POST
def leave(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.select_related("organisation"), organisation__slug=slug, pk=pk
    )
    actions.leave_organisation(membership=membership, by=request.actor)
    messages.success(request, _("It is done."))
    return redirect("organisations:detail", slug)
