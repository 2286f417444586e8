"""Answering: what waits, one answer beside the words, and the pages of those who study and decide."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from parvis.contributions.queries import manageable_by
from parvis.core.rights import can, demand
from parvis.core.verbs import Overtaken
from parvis.desk import answering
from parvis.papers.queries import desk_tasks as paper_tasks
from parvis.replies import actions
from parvis.replies import queries as replies
from parvis.replies.forms import AssignForm, CorrectForm, HoldForm, NoteForm, SendBackForm
from parvis.replies.models import Reply


def answer_list(request: HttpRequest) -> HttpResponse:
    demand(request.actor, "answer")
    tabs = answering.tabs(request)
    wanted = request.GET.get("quoi", "")
    which = wanted if wanted in {tab.key for tab in tabs} else "to_answer"
    context = {"tabs": tabs, "which": which, "rows": [], "replies": [], "page": None}
    context["may_manage"] = can(request.actor, "manage")
    if which == "drafts":
        context["replies"] = answering.reply_rows(replies.drafts_waiting(request.actor)[:100])
    elif which == "published":
        context["replies"] = answering.reply_rows(replies.published_by(request.actor)[:100])
    else:
        context["rows"], context["page"] = answering.contribution_rows(request, which)
    return render(request, "desk/replies/list.html", context)


def write(request: HttpRequest) -> HttpResponse:
    """A new answer, to one contribution or to many."""
    contributions = answering.chosen(request)
    for one in contributions:
        demand(request.actor, "answer", one)
    return _answer(request, contributions, None)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(replies.with_line(replies.replies_of(request.actor)), pk=pk)
    if reply.state == Reply.State.PUBLISHED and request.method == "GET":
        context = {"row": answering.reply_row(reply), "told": replies.told_figures(reply)}
        return render(request, "desk/replies/published.html", context)
    return _answer(request, answering.targets_of(reply), reply)


def _answer(request: HttpRequest, contributions: list, reply: Reply | None) -> HttpResponse:
    form, problem = answering.reply_form(request, contributions, reply), ""
    if request.method == "POST" and form.is_valid():
        try:
            reply = answering.keep(request, form, contributions, reply)
            form.told(reply)
            if answering.go_on(request, form, reply):
                return redirect("desk:reply", reply.pk)
        except Overtaken as overtaken:
            problem = str(overtaken.sentence)
            form.told(reply)
        except ValidationError as error:
            form.add_error(None, error.messages)
    status = 409 if problem else 422 if form.errors else 200
    context = answering.answer_context(request, contributions, form, reply, problem)
    return render(request, "desk/replies/answer.html", context, status=status)


@require_POST
def validate_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The second of the élue’s two gestures: she has read it on her page."""
    reply = get_object_or_404(replies.replies_of(request.actor), pk=pk)
    try:
        actions.validate_reply(reply=reply, by=request.actor)
    except (Overtaken, ValidationError) as problem:
        messages.warning(request, getattr(problem, "sentence", "") or " ".join(problem.messages))
    else:
        messages.success(request, _("Validated. Your name is printed under the answer."))
    return redirect(_back(request, "desk:elected"))


def return_draft(request: HttpRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(replies.with_line(replies.replies_of(request.actor)), pk=pk)
    demand(request.actor, "validate", reply)
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_back(reply=reply, by=request.actor, why=form.cleaned_data["why"])
        except Overtaken as overtaken:
            messages.warning(request, overtaken.sentence)
        else:
            messages.success(request, _("Sent back, with your note."))
        return redirect("desk:replies")
    context = {"form": form, "row": answering.reply_row(reply)}
    return render(request, "desk/replies/send_back.html", context, status=422 if form.errors else 200)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(replies.with_line(replies.replies_of(request.actor)), pk=pk)
    demand(request.actor, "publish", reply)
    names = ("verdict", "until", "forwarded_to", "body", "service")
    services = replies.services_for(request.actor).filter(space=reply.space_id)
    form = CorrectForm(request.POST or None, services=services, initial={n: getattr(reply, n) for n in names})
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names}
        try:
            actions.correct_reply(
                reply=reply, by=request.actor, reason=form.cleaned_data["reason"], changes=changes
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except Overtaken as overtaken:
            messages.warning(request, overtaken.sentence)
            return redirect("desk:reply", reply.pk)
        else:
            messages.success(request, _("Corrected. The former words can still be read."))
            return redirect("desk:reply", reply.pk)
    context = {"form": form, "row": answering.reply_row(reply)}
    return render(request, "desk/replies/correct.html", context, status=422 if form.errors else 200)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    reply = get_object_or_404(replies.replies_of(request.actor), pk=pk)
    try:
        actions.discard_reply(reply=reply, by=request.actor)
    except Overtaken as overtaken:
        messages.warning(request, overtaken.sentence)
    else:
        messages.success(request, _("Draft thrown away."))
    return redirect("desk:replies")


def hold_reply(request: HttpRequest) -> HttpResponse:
    """« Réponse d’attente »: one gesture, a new date, counted as late."""
    contributions = answering.chosen(request)
    for one in contributions:
        demand(request.actor, "manage", one)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.hold(contributions=contributions, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except Overtaken as overtaken:
            form.add_error(None, str(overtaken.sentence))
        else:
            messages.success(request, _("Sent. The promise stays counted as late until you answer."))
            return redirect("desk:replies")
    context = answering.answer_context(request, contributions, form, None)
    return render(request, "desk/replies/hold.html", context, status=422 if form.errors else 200)


def assign_service(request: HttpRequest) -> HttpResponse:
    contributions = answering.chosen(request)
    for one in contributions:
        demand(request.actor, "manage", one)
    services = replies.services_for(request.actor).filter(space=contributions[0].space_id)
    form = AssignForm(request.POST or None, services=services)
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.assign(contributions=contributions, by=request.actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            words = ngettext("%(n)d request given to %(who)s.", "%(n)d requests given to %(who)s.", len(done))
            messages.success(request, words % {"n": len(done), "who": form.cleaned_data["service"]})
            if not form.cleaned_data["service"].email:
                messages.warning(
                    request, _("This service has no e-mail address: no mail left. Add it on its page.")
                )
            return redirect("desk:replies")
    context = answering.answer_context(request, contributions, form, None)
    return render(request, "desk/replies/assign.html", context, status=422 if form.errors else 200)


@require_POST
def add_note(request: HttpRequest, code: str) -> HttpResponse:
    contribution = get_object_or_404(manageable_by(request.actor), code=code)
    form = NoteForm(request.POST)
    if form.is_valid():
        actions.write_note(contribution=contribution, by=request.actor, text=form.cleaned_data["text"])
        messages.success(request, _("Note kept, for the team only."))
    else:
        messages.error(request, _("Write your note first."))
    return redirect(_back(request, "desk:replies"))


def elected_page(request: HttpRequest) -> HttpResponse:
    """One screen: to validate, what people say and its limits, what was promised, what is late."""
    demand(request.actor, "validate")
    waiting = replies.drafts_waiting(request.actor).filter(state=Reply.State.TO_VALIDATE)[:20]
    late, _page = answering.contribution_rows(request, "late")
    context = {
        "waiting": answering.reply_rows(waiting),
        "late": late[:5],
        "late_count": replies.capped(replies.late_contributions(request.actor)),
        "figures": replies.answer_figures_for(request.actor),
        "papers": paper_tasks(request.actor),
    }
    return render(request, "desk/replies/elected.html", context | answering.what_people_say(request))


def service_page(request: HttpRequest) -> HttpResponse:
    """The technician’s: what her service is asked, her drafts, what people say."""
    demand(request.actor, "answer")
    drafts = replies.drafts_waiting(request.actor)
    context = {
        "assignments": replies.assigned_to(request.actor)[:50],
        "drafts": answering.reply_rows(drafts[:20]),
        "published": answering.reply_rows(replies.published_by(request.actor)[:3]),
        "papers": paper_tasks(request.actor),
    }
    return render(request, "desk/replies/service.html", context | answering.what_people_say(request))


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page the gesture came from, if it is one of ours."""
    wanted = request.POST.get("retour", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    return reverse(otherwise)
