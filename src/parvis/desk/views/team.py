"""The team: who does what, where, until when; organisations; how long things are kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from parvis.accounts.actions import end_role, grant_role
from parvis.accounts.actions.retention import accounts_to_erase, accounts_to_warn, persons_to_erase
from parvis.accounts.models import RetentionRule, RoleAssignment
from parvis.accounts.queries import team_of
from parvis.core.rights import Refused, can, demand
from parvis.desk.team_forms import EndForm, RetentionForm, RoleForm, retention_lines, sorted_by_state
from parvis.organisations import actions as organisation_actions
from parvis.organisations import queries as organisation_queries
from parvis.organisations.forms import OrganisationForm


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "lead", RoleAssignment)
    rows = team_of(request.actor).order_by("user__name", "user__email", "id")
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(user__name__icontains=words) | rows.filter(user__email__icontains=words)
    present, over = sorted_by_state(list(rows[:500]))
    context = {
        "present": present,
        "over": over,
        "words": words,
        "may_keep": can(request.actor, "manage", RetentionRule),
    }
    return render(request, "desk/team/team.html", context)


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "lead", RoleAssignment)
    form = RoleForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            assignment = grant_role(by=request.actor, **form.words())
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("%(name)s is told by e-mail how to enter.") % {"name": assignment.user})
            return redirect("desk:team")
    return render(request, "desk/team/grant.html", {"form": form})


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(team_of(request.actor), pk=pk)
    demand(request.actor, "grant", assignment)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_role(assignment=assignment, by=request.actor, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            messages.success(request, _("This role is over. What was done stays."))
            return redirect("desk:team")
    return render(request, "desk/team/end.html", {"form": form, "assignment": assignment})


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "lead", RoleAssignment)
    rows = organisation_queries.with_people(organisation_queries.manageable_by(request.actor))
    context = {
        "organisations": rows.order_by("name", "id")[:500],
        "may_keep": can(request.actor, "manage", RetentionRule),
    }
    return render(request, "desk/team/organisations.html", context)


@require_http_methods(["GET", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "lead", RoleAssignment)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        organisation_actions.add_organisation(space=request.space, by=request.actor, **form.words())
        messages.success(request, _("Saved."))
        return redirect("desk:organisations")
    return render(request, "desk/team/organisation.html", {"form": form})


@require_http_methods(["GET", "POST"])
def edit_organisation(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(organisation_queries.manageable_by(request.actor), pk=pk)
    demand(request.actor, "edit", organisation)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if request.method == "POST" and form.is_valid():
        organisation_actions.edit_organisation(organisation=organisation, by=request.actor, **form.words())
        messages.success(request, _("Saved."))
        return redirect("desk:organisations")
    return render(request, "desk/team/organisation.html", {"form": form, "organisation": organisation})


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(organisation_queries.manageable_by(request.actor), pk=pk)
    organisation_actions.verify_organisation(
        organisation=organisation, verified=request.POST.get("verified") == "yes", by=request.actor
    )
    return redirect("desk:organisations")


@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """How long personal data is kept, since when, and whom the next sweep concerns."""
    demand(request.actor, "manage", RetentionRule)
    chosen = {"key": request.GET.get("key")} if request.GET.get("key") in RetentionRule.Key.values else None
    form = RetentionForm(request.POST or None, by=request.actor, initial=chosen)
    if form.saved():
        messages.success(request, _("Saved."))
        return redirect("desk:retention")
    now = timezone.now()
    context = {
        "form": form,
        "lines": retention_lines(),
        "waiting": [
            (_("Accounts to warn"), accounts_to_warn(now).count()),
            (_("Accounts to erase"), accounts_to_erase(now).count()),
            (_("Persons without account to erase"), persons_to_erase(now).count()),
        ],
    }
    return render(request, "desk/team/retention.html", context, status=422 if request.method == "POST" else 200)
