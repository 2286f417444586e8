"""Moderating: one queue for every kind, one card at a time, each gesture undone in one click."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from parvis.core.blocks.sources import Owner
from parvis.core.keyset import Keyset
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken
from parvis.desk import moderating
from parvis.moderation.actions import decide, decide_appeal, lift, pause, set_policy, undo
from parvis.moderation.charter import model_charter
from parvis.moderation.forms import AppealAnswerForm, BulkForm, CharterForm, DecisionForm, PauseForm, PolicyForm
from parvis.moderation.models import Appeal, Decision, ModerationPolicy, Reason
from parvis.moderation.queries import decisions_of, pauses_of, policy_of, spaces_of


def queue_page(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "moderate")
    return moderating.page(request)


@require_POST
def decide_one(request: HttpRequest, code: str) -> HttpResponse:
    contribution = moderating.find(request, code)
    demand(request.actor, "moderate", contribution)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return moderating.page(request, form=form, code=code, status=422)
    try:
        decision = decide(contribution=contribution, by=request.actor, **form.cleaned_data)
    except Overtaken as overtaken:
        return moderating.page(request, form=form, code=code, problem=str(overtaken.sentence), status=409)
    return redirect(moderating.address(only=request.GET.get("quoi", ""), done=decision.pk))


@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """The same gesture on many messages; those decided meanwhile are named, the others are done."""
    demand(request.actor, "moderate")
    form = BulkForm(request.POST, picked=request.POST.getlist("picked"))
    if not form.is_valid():
        messages.error(request, _("Tick the messages, then choose a gesture."))
        return redirect("desk:moderation")
    verb, reason, statement = form.cleaned_data["verb"], form.cleaned_data["reason"], form.statement()
    done, problems = [], []
    for code, seen in form.messages().items():
        one = moderating.find(request, code)
        try:
            words = {"verb": verb, "reason": reason, "statement": statement, "seen": seen}
            done.append(decide(contribution=one, by=request.actor, **words))
        except Overtaken as overtaken:
            problems.append(f"{code} : {overtaken.sentence}")
        except ValidationError as error:
            problems = [" ".join(error.messages)]
    messages.add_message(
        request, messages.WARNING if problems else messages.SUCCESS, moderating.bulk_sentence(done, problems)
    )
    return redirect("desk:moderation")


@require_POST
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(decisions_of(request.actor), pk=pk)
    try:
        undo(decision=decision, by=request.actor)
    except (Overtaken, Refused) as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Undone. The message is as it was before."))
    return redirect(moderating.address(code=decision.contribution.code))


@require_POST
def answer_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    here = decisions_of(request.actor).values("pk")
    appeal = get_object_or_404(Appeal.objects.select_related("decision__contribution"), pk=pk, decision__in=here)
    code, form = appeal.decision.contribution.code, AppealAnswerForm(request.POST)
    if not form.is_valid():
        return moderating.page(request, form=form, code=code, status=422)
    try:
        decide_appeal(appeal=appeal, by=request.actor, **form.cleaned_data)
    except Overtaken as overtaken:
        return moderating.page(request, form=form, code=code, problem=str(overtaken.sentence), status=409)
    messages.success(request, _("Answered. The author will read your answer."))
    return redirect("desk:moderation")


def pause_discussion(request: HttpRequest, code: str) -> HttpResponse:
    contribution = moderating.find(request, code)
    demand(request.actor, "moderate", contribution)
    root = contribution.root or contribution
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        target = contribution.step if form.cleaned_data["whole_step"] and contribution.step else root
        words = {"message": form.cleaned_data["message"], "seconds": form.cleaned_data["seconds"]}
        pause(target=target, by=request.actor, until=form.until(), **words)
        messages.success(request, _("The discussion is calmed. Everyone reads why, and until when."))
        return redirect(moderating.address(code=code))
    context = {"form": form, "root": root, "back": moderating.address(code=code)}
    return render(request, "desk/moderation/pause.html", context, status=422 if form.errors else 200)


@require_POST
def lift_pause(request: HttpRequest, pk: int) -> HttpResponse:
    lift(pause=get_object_or_404(pauses_of(request.actor), pk=pk), by=request.actor)
    messages.success(request, _("The discussion is open again."))
    return redirect("desk:moderation_policies")


def log(request: HttpRequest) -> HttpResponse:
    """Every decision: who, when, why; the last one of a message can still be undone."""
    demand(request.actor, "moderate")
    reason, verb = request.GET.get("motif", ""), request.GET.get("geste", "")
    rows = decisions_of(request.actor, reason=reason, verb=verb)
    context = {
        "page": Keyset(rows, order=("-at", "-id"), per_page=30).page(request.GET.get("page")),
        "reason": reason,
        "verb": verb,
        "reasons": Reason.choices,
        "verbs": Decision.Verb.choices,
    }
    return render(request, "desk/moderation/log.html", context)


def policies(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "moderate")
    context = {"spaces": spaces_of(request.actor), "pauses": pauses_of(request.actor)}
    return render(request, "desk/moderation/policies.html", context)


def policy(request: HttpRequest, space: str) -> HttpResponse:
    found = policy_of(get_object_or_404(spaces_of(request.actor), slug=space))
    demand(request.actor, "change", found)
    form = PolicyForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        set_policy(policy=policy_of(found.space), by=request.actor, changes=form.cleaned_data)
        messages.success(request, _("The rules are saved. They hold from now on."))
        return redirect("desk:moderation_policies")
    return render(request, "desk/moderation/policy.html", {"form": form, "policy": found})


def charter(request: HttpRequest, space: str) -> HttpResponse:
    """The charter in blocks; a space that wrote none starts from ours, and may come back to it."""
    found = policy_of(get_object_or_404(spaces_of(request.actor), slug=space))
    demand(request.actor, "change", found)
    if "model" in request.POST:
        return _keep_charter(request, found, [])
    owner = Owner(space=found.space, by=request.actor)
    initial = {"charter": found.charter or model_charter()}
    form = CharterForm(request.POST or None, request.FILES or None, initial=initial, owner=owner)
    if form.is_valid():
        return _keep_charter(request, found, form.cleaned_data["charter"])
    context = {"form": form, "policy": found}
    return render(request, "desk/moderation/charter.html", context, status=422 if form.errors else 200)


def _keep_charter(request: HttpRequest, policy: ModerationPolicy, blocks: list[Any]) -> HttpResponse:
    set_policy(policy=policy, by=request.actor, changes={"charter": blocks})
    messages.success(request, _("The charter is saved, and public from now on."))
    return redirect("desk:moderation_charter", policy.space.slug)
