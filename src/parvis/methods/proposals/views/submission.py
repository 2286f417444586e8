from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parvis.accounts.actors import Identity
from parvis.accounts.identification import ask_who, limit_words, recall_post
from parvis.contributions.cards import Card, cards
from parvis.contributions.models import Contribution
from parvis.contributions.pages import crumbs_of, open_contribution, open_step, step_url
from parvis.contributions.panels import draw
from parvis.contributions.queries import voices_of, with_card
from parvis.contributions.thread import thread_steps
from parvis.core.rights import Refused, can, why_not
from parvis.methods.proposals.actions import submit_proposal
from parvis.methods.proposals.forms import HINTS, ProposalForm
from parvis.processes.models import Step
from parvis.search.queries import similar_contributions


def submit(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """Write, read once more beside what looks like it, publish. The words are never lost on the way."""
    here = open_step(request, process, step, "proposals")
    words = request.POST if request.method == "POST" else recall_post(request)
    voices = [(str(voice.pk), voice.name) for voice in voices_of(request.actor)]
    form = ProposalForm(words, step=here, voices=voices)
    if words is None or "change" in words:
        return _page(request, here, ProposalForm(step=here, voices=voices, initial=_typed(words)), status=200)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    if request.method != "POST" or "publish" not in words:
        return _preview(request, here, form)
    refused = why_not(request.actor, "create", here)
    if asked := ask_who(request, refused, max(here.process.least_identity, Identity.NONE)):
        return asked
    limit_words(request)
    try:
        proposal = submit_proposal(step=here, by=request.actor, **form.words())
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, here, form, status=409)
    return redirect("proposals:receipt", process, step, proposal.code)


def _typed(words: Any) -> dict[str, str]:
    return words.dict() if words else {}


def _page(request: HttpRequest, step: Step, form: ProposalForm, *, status: int) -> HttpResponse:
    closed = why_not(request.actor, "create", step)
    context = {
        "step": step,
        "process": step.process,
        "form": form,
        "hints": [(label, HINTS[key]) for key, label in form.options.nature_choices],
        "options": form.options,
        "closed": closed if closed and not form.is_bound and not knowing_would_help(request, step) else "",
        "leave_url": step_url(step),
        "draft_key": f"proposal-{step.code}",
    }
    return render(request, "proposals/submit.html", context, status=status)


def knowing_would_help(request: HttpRequest, step: Step) -> bool:
    """She is only not known yet: she may write now and say who she is at the end."""
    return request.actor.identity < step.process.least_identity


def _preview(request: HttpRequest, step: Step, form: ProposalForm) -> HttpResponse:
    data = form.cleaned_data
    context = {
        "step": step,
        "process": step.process,
        "form": form,
        "data": data,
        "lines": form.summary(),
        "map": form.chosen_point(),
        "leave_url": step_url(step),
        "similar": alike(step, data["title"]),
        "unknown": knowing_would_help(request, step),
    }
    return render(request, "proposals/preview.html", context)


def alike(step: Step, title: str) -> list[Card]:
    found = {one.pk: one for one in similar_contributions(step, title, limit=3)}
    joined = with_card(Contribution.objects.filter(pk__in=found)).in_bulk()
    return cards(joined[pk] for pk in found if pk in joined)


@require_GET
def similar_ideas(request: HttpRequest, process: str, step: str) -> HttpResponse:
    """A fragment, asked for while the title is typed."""
    here = open_step(request, process, step, "proposals")
    title = request.GET.get("title", "").replace("\0", "")[:200]
    found = alike(here, title) if len(title) >= 8 else []
    return render(request, "proposals/similar.html", {"similar": found})


@require_GET
def receipt(request: HttpRequest, process: str, step: str, code: str) -> HttpResponse:
    """The number, the date of the answer, and what happens next."""
    contribution = open_contribution(request, code)
    context = {
        "contribution": contribution,
        "process": contribution.process,
        "crumbs": crumbs_of(contribution.process, contribution.step),
        "leave_url": step_url(contribution.step),
        "can_illustrate": can(request.actor, "illustrate", contribution),
        "can_join_document": can(request.actor, "join_document", contribution),
        "thread": thread_steps(contribution),
        "follow": draw(request, contribution, "follow"),
        "url": request.build_absolute_uri(reverse("contributions:detail", args=[contribution.code])),
        "title": _("Thank you. We have received it."),
    }
    return render(request, "proposals/receipt.html", context)
