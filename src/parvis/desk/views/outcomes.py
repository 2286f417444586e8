"""« Ce que ça a changé »: decided, done, given up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.contributions.queries import manageable_by
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken
from parvis.processes.queries import manageable_by as manageable_processes
from parvis.replies import actions
from parvis.replies.cards import outcome_card
from parvis.replies.forms import AbandonForm, OutcomeForm
from parvis.replies.models import Outcome
from parvis.replies.queries import outcomes_managed_by, space_for_outcome


def outcome_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "enter_desk")
    rows = [(outcome, outcome_card(outcome)) for outcome in outcomes_managed_by(request.actor)[:100]]
    return render(request, "desk/replies/outcomes.html", {"rows": rows})


def new(request: HttpRequest) -> HttpResponse:
    space = space_for_outcome(request.actor, request.space)
    demand(request.actor, "manage", Outcome(space=space))
    processes = manageable_processes(request.actor).filter(space=space)
    initial = {"codes": ", ".join(request.GET.getlist("code"))}
    form = OutcomeForm(request.POST or None, processes=processes, initial=initial)
    if request.method == "POST" and form.is_valid():
        linked = _linked(request, form)
        if linked is not None:
            process, values = form.cleaned_data["process"], form.values()
            actions.record_outcome(
                space=space, process=process, by=request.actor, contributions=linked, values=values
            )
            messages.success(request, _("Kept. The threads of these contributions say so."))
            return redirect("desk:outcomes")
    context = {"form": form, "outcome": None}
    return render(request, "desk/replies/outcome.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(outcomes_managed_by(request.actor), pk=pk)
    processes = manageable_processes(request.actor).filter(space=outcome.space)
    initial = OutcomeForm.initial_of(outcome) | {"process": outcome.process_id}
    form = OutcomeForm(request.POST or None, processes=processes, initial=initial)
    if request.method == "POST" and form.is_valid():
        linked = _linked(request, form)
        if linked is not None:
            values = form.values() | {"process": form.cleaned_data["process"]}
            actions.update_outcome(outcome=outcome, by=request.actor, values=values, contributions=linked)
            messages.success(request, _("Changed."))
            return redirect("desk:outcomes")
    linked_codes = outcome.contributions.order_by("code").values_list("code", flat=True)
    context = {"form": form, "outcome": outcome, "codes": linked_codes, "abandon": AbandonForm()}
    return render(request, "desk/replies/outcome.html", context, status=422 if form.errors else 200)


@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(outcomes_managed_by(request.actor), pk=pk)
    try:
        actions.complete_outcome(outcome=outcome, by=request.actor)
    except Overtaken as overtaken:
        messages.warning(request, overtaken.sentence)
    else:
        messages.success(request, _("Done. Its authors and followers are being told."))
    return redirect("desk:outcomes")


@require_POST
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(outcomes_managed_by(request.actor), pk=pk)
    form = AbandonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why: everyone will read it."))
        return redirect("desk:outcome", pk)
    actions.abandon_outcome(outcome=outcome, by=request.actor, reason=form.cleaned_data["reason"])
    messages.success(request, _("Given up. The reason is public."))
    return redirect("desk:outcomes")


def _linked(request: HttpRequest, form: OutcomeForm) -> list | None:
    """The contributions named; an unknown code is said on its field, and nothing is kept."""
    codes = form.code_list()
    found = list(manageable_by(request.actor).filter(code__in=codes))
    unknown = sorted(set(codes) - {one.code for one in found})
    if unknown:
        form.add_error("codes", ValidationError(_("Unknown: %(codes)s") % {"codes": ", ".join(unknown)}))
        return None
    return found
