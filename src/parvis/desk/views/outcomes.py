"""« Ce que ça a changé »: decided, done, given up."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.accounts.actors import MANAGERS
from parvis.contributions.models import Contribution
from parvis.contributions.queries import manageable_by
from parvis.core.rights import demand
from parvis.core.verbs import Overtaken
from parvis.processes.queries import manageable_by as manageable_processes
from parvis.processes.queries import spaces_of
from parvis.replies import actions
from parvis.replies.cards import outcome_card
from parvis.replies.forms import AbandonForm, OutcomeForm
from parvis.replies.queries import outcome_begun, outcomes_managed_by


def outcome_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "manage")
    rows = [(outcome, outcome_card(outcome)) for outcome in outcomes_managed_by(request.actor)[:100]]
    return render(request, "desk/replies/outcomes.html", {"rows": rows})


def new(request: HttpRequest) -> HttpResponse:
    codes = request.GET.getlist("code")
    about = manageable_by(request.actor).filter(code__in=codes).select_related("process__space").first()
    begun = outcome_begun(request.actor, request.space, about.process if about else None)
    demand(request.actor, "manage", begun)
    initial = {"codes": ", ".join(codes), "process": begun.process_id}
    form = OutcomeForm(
        request.POST or None,
        processes=manageable_processes(request.actor).select_related("space"),
        may_be_general=bool(spaces_of(request.actor)),
        initial=initial,
    )

    def write(linked: list[Contribution]) -> None:
        process = form.cleaned_data["process"]
        space = (process or (linked[0] if linked else begun)).space
        actions.record_outcome(
            space=space, process=process, by=request.actor, contributions=linked, values=form.values()
        )

    if request.method == "POST" and form.is_valid() and _kept(request, form, write):
        messages.success(request, _("Kept. The threads of these contributions say so."))
        return redirect("desk:outcomes")
    context = {"form": form, "outcome": None}
    return render(request, "desk/replies/outcome.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    outcome = get_object_or_404(outcomes_managed_by(request.actor), pk=pk)
    form = OutcomeForm(
        request.POST or None,
        processes=manageable_processes(request.actor).filter(space=outcome.space),
        may_be_general=outcome.process is None or request.actor.holds(*MANAGERS, space_id=outcome.space_id),
        initial=OutcomeForm.initial_of(outcome) | {"process": outcome.process_id},
    )

    def write(linked: list[Contribution]) -> None:
        values = form.values() | {"process": form.cleaned_data["process"]}
        actions.update_outcome(outcome=outcome, by=request.actor, values=values, contributions=linked)

    if request.method == "POST" and form.is_valid() and _kept(request, form, write):
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


def _kept(request: HttpRequest, form: OutcomeForm, write: Callable[[list[Contribution]], None]) -> bool:
    """Write with the contributions named; a code unknown or of elsewhere is said on its field, and nothing is kept."""
    codes = form.code_list()
    found = list(manageable_by(request.actor).filter(code__in=codes).select_related("space"))
    if unknown := sorted(set(codes) - {one.code for one in found}):
        form.add_error("codes", ValidationError(_("Unknown: %(codes)s") % {"codes": ", ".join(unknown)}))
        return False
    try:
        write(found)
    except ValidationError as refusal:
        form.add_error("codes", refusal)
        return False
    return True
