"""The pages where the team answers: lists, the answer beside the words, and each one’s own page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.contributions.cards import author_name, title_of
from parvis.contributions.models import Contribution
from parvis.contributions.queries import manageable_by, with_page
from parvis.core.keyset import Keyset
from parvis.core.rights import can
from parvis.core.sentences import full_date, short_day
from parvis.core.text import excerpt
from parvis.processes.cards import people_sentence, spaced
from parvis.replies import actions
from parvis.replies import queries as replies
from parvis.replies.cards import signature, verdict_card
from parvis.replies.forms import ReplyForm
from parvis.replies.models import Reply

MOST_AT_ONCE = 50


# ── The list ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int | None


def tabs(request: HttpRequest) -> list[Tab]:
    actor = request.actor
    return [
        Tab("to_answer", _("To answer"), replies.capped(replies.to_answer(actor))),
        Tab("late", _("Late"), replies.capped(replies.late_contributions(actor))),
        Tab("silent", _("Nobody in charge"), replies.capped(replies.silent_questions(actor))),
        Tab("drafts", _("Drafts and validation"), replies.capped(replies.drafts_waiting(actor))),
        Tab("published", pgettext("answers", "Published"), None),
    ]


def contribution_rows(request: HttpRequest, which: str) -> tuple[list[dict[str, Any]], Any]:
    """One page of contributions to answer, and its cursors."""
    source, order = {
        "late": (replies.late_contributions, ("answer_due", "id")),
        "silent": (replies.silent_questions, ("published_at", "id")),
    }.get(which, (replies.to_answer, ("answer_due", "id")))
    found = source(request.actor).select_related("process", "territory", "author", "organisation")
    if slug := request.GET.get("demarche"):
        found = found.filter(process__slug=slug)
    page = Keyset(found, order=order, per_page=30).page(request.GET.get("page"))
    helped = replies.helping([one.pk for one in page.items])
    return [_row(one, helped) for one in page.items], page


def _row(one: Contribution, helped: dict[int, "replies.Helping"]) -> dict[str, Any]:
    help_so_far = helped.get(one.pk, replies.Helping())
    late = (timezone.localdate() - one.answer_due).days if one.answer_due else 0
    return {
        "one": one,
        "title": title_of(one),
        "author": author_name(one),
        "due": short_day(one.answer_due) if one.answer_due else "",
        "late": ngettext("%(n)d day late", "%(n)d days late", late) % {"n": late} if late > 0 else "",
        "services": ", ".join(help_so_far.services),
        "new_date": full_date(help_so_far.held_until) if help_so_far.held_until else "",
        "has_draft": help_so_far.has_draft,
    }


def reply_rows(found: QuerySet[Reply]) -> list[dict[str, Any]]:
    return [reply_row(reply) for reply in replies.with_line(found)]


def reply_row(reply: Reply) -> dict[str, Any]:
    targets = [target.contribution for target in reply.targets.all()]
    more = len(targets) - 1
    return {
        "reply": reply,
        "title": title_of(targets[0]) if targets else "",
        "more": ngettext("and %(n)d other", "and %(n)d others", more) % {"n": more} if more > 0 else "",
        "words": [(title_of(one), excerpt(one.body, 240)) for one in targets[:3]],
        "verdict": verdict_card(reply) if reply.verdict else None,
        "signature": signature(reply),
        "excerpt": excerpt(reply.body, 140),
        "due": min(
            (target.contribution.answer_due for target in reply.targets.all() if target.contribution.answer_due),
            default=None,
        ),
    }


# ── One answer beside the words ───────────────────────────────────────────────


def chosen(request: HttpRequest) -> list[Contribution]:
    """The contributions named in the address or the form (``code``, repeated) that this person works on."""
    codes = (request.POST or request.GET).getlist("code")[:MOST_AT_ONCE]
    found = list(with_page(manageable_by(request.actor)).filter(code__in=codes).order_by("answer_due", "id"))
    if not found:
        raise Http404(_("Choose at least one contribution."))
    return found


def reply_form(request: HttpRequest, contributions: list[Contribution], reply: Reply | None = None) -> ReplyForm:
    services = replies.services_for(request.actor).filter(space=contributions[0].space_id)
    if reply:
        initial = {name: getattr(reply, name) for name in ("verdict", "until", "forwarded_to", "body", "service")}
        initial["seen"] = reply.fingerprint
    else:
        initial = {"service": replies.service_asked(contributions, request.actor)}
    return ReplyForm(request.POST or None, services=services, initial=initial)


def keep(request: HttpRequest, form: ReplyForm, contributions: list[Contribution], reply: Reply | None) -> Reply:
    """Save first, whatever comes next: nothing written is lost."""
    if reply is None:
        return actions.draft_reply(contributions=contributions, by=request.actor, **form.words())
    seen = form.cleaned_data["seen"]
    return actions.update_reply(reply=reply, by=request.actor, changes=form.words(), seen=seen)


def go_on(request: HttpRequest, form: forms.Form, reply: Reply) -> bool:
    """The gesture after saving: submit, validate, publish. What is missing is said on its field."""
    gesture = request.POST.get("gesture", "save")
    try:
        if gesture == "submit":
            actions.submit_reply(reply=reply, by=request.actor)
        if gesture in {"validate", "publish"} and reply.state != Reply.State.VALIDATED:
            actions.validate_reply(reply=reply, by=request.actor)
        if gesture == "publish":
            actions.publish_reply(reply=reply, by=request.actor)
    except ValidationError as error:
        for field, sentences in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error)]:
            form.add_error(field, sentences)
        return False
    messages.success(request, _said()[gesture if gesture in _said() else "save"])
    return True


def _said() -> dict[str, str]:
    return {
        "save": _("Draft kept."),
        "submit": _("Sent for validation."),
        "validate": _("Validated. Your name is printed under the answer."),
        "publish": _("Published. People are being told."),
    }


def answer_context(
    request: HttpRequest,
    contributions: list[Contribution],
    form: forms.Form,
    reply: Reply | None,
    problem: str = "",
) -> dict[str, Any]:
    target = reply or contributions[0]
    first = contributions[0]
    return {
        "reply": reply,
        "form": form,
        "problem": problem,
        "here": reverse("desk:reply", args=[reply.pk]) if reply else with_codes("desk:reply_new", contributions),
        "words": [
            {"one": one, "title": title_of(one), "author": author_name(one), "due": one.answer_due}
            for one in contributions
        ],
        "asked": [a for a in replies.assignments_of(first) if a.done_at is None],
        "notes": replies.notes_on(first),
        "may_validate": can(request.actor, "validate", target),
        "may_publish": can(request.actor, "publish", reply) if reply else can(request.actor, "manage", first),
    }


def targets_of(reply: Reply) -> list[Contribution]:
    return list(with_page(Contribution.objects.filter(reply_targets__reply=reply)).order_by("pk"))


def with_codes(name: str, contributions: list[Contribution]) -> str:
    return f"{reverse(name)}?{urlencode([('code', one.code) for one in contributions])}"


# ── Each one’s own page ───────────────────────────────────────────────────────


def what_people_say(request: HttpRequest) -> dict[str, Any]:
    """What residents say, with what cannot be concluded from it: never a lonely number."""
    running = replies.running_processes(request.actor)
    return {
        "running": [_running(process) for process in running],
        "supported": [(one, title_of(one)) for one in replies.most_supported(request.actor)],
    }


def _running(process: Any) -> dict[str, Any]:
    promise = getattr(process, "promise", None)
    return {
        "process": process,
        "people": people_sentence(process.people_count),
        "contributions": ngettext("%(n)d contribution", "%(n)d contributions", process.contributions_count)
        % {"n": process.contributions_count},
        "limits": limits(process),
        "promised": _promised(promise),
    }


def limits(process: Any) -> str:
    """What these figures do not say (practice B16): volunteers are not all residents."""
    population = process.territory.population
    if population:
        return _(
            "They spoke of their own accord, out of %(population)s inhabitants: "
            "this says what they think, not what all residents think."
        ) % {"population": spaced(population)}
    return _("They spoke of their own accord: this says what they think, not what all residents think.")


def _promised(promise: Any) -> list[str]:
    if promise is None:
        return []
    lines = []
    if promise.answer_days:
        words = ngettext(
            "An answer to each within %(n)d day", "An answer to each within %(n)d days", promise.answer_days
        )
        lines.append(words % {"n": promise.answer_days})
    elif promise.answer_by:
        lines.append(_("An answer to each by %(day)s") % {"day": full_date(promise.answer_by)})
    if promise.decides_on:
        lines.append(
            _("A decision on %(day)s: %(who)s") % {"day": full_date(promise.decides_on), "who": promise.who_decides}
        )
    return lines
