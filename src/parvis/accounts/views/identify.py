"""Saying who one is: an address, a code, and the first time a name. One question per page, no account needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts import actions
from parvis.accounts.actors import PARTICIPANT_KEY
from parvis.accounts.forms import CHARTER_WORDS, CodeForm, EmailForm, ParentForm, PersonForm, WelcomeForm
from parvis.accounts.identification import FLOW, asked_space, become, safe_next, send_code
from parvis.accounts.login import log_in
from parvis.accounts.models import MailedCode, Participant, User
from parvis.accounts.queries import CHARTER, accepted, behind_mailbox

SOMEONE_ELSE = "else"
Purpose = MailedCode.Purpose


@never_cache
@require_http_methods(["GET", "POST"])
def identify(request: HttpRequest) -> HttpResponse:
    """The one door: an address. Known or not, the answer is the same."""
    next_url = safe_next(request, request.POST.get("next") or request.GET.get("next"))
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        flow = {
            "email": email,
            "next": next_url,
            "household": bool(request.POST.get("household")),
            "space": asked_space(request),
        }
        problem = send_code(request, flow, email, Purpose.IDENTIFY)
        if problem is None:
            return redirect("accounts:identify_code")
        form.add_error("email", problem)
    words = {"form": form, "next_url": next_url, "asked_space": asked_space(request)}
    return render(request, "accounts/identify.html", words)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    flow = request.session.get(FLOW)
    if not flow or "token" not in flow:
        return redirect("accounts:identify")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = actions.check_code(token=flow["token"], code=form.cleaned_data["code"])
        if outcome is actions.Check.RIGHT:
            return _after_code(request, flow)
        form.add_error("code", outcome.sentence)
    return render(request, "accounts/identify_code.html", {"form": form, "flow": flow})


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Another code to the same address; the former one no longer opens anything."""
    flow = request.session.get(FLOW)
    if not flow or "token" not in flow:
        return redirect("accounts:identify")
    if problem := send_code(request, flow, flow["sent_to"], flow["purpose"]):
        messages.error(request, problem)
    else:
        messages.info(request, _("A new code is on its way."))
    return redirect("accounts:identify_code")


def _after_code(request: HttpRequest, flow: dict[str, Any]) -> HttpResponse:
    """The address is proved: an account logs in, a person is recognised, else we ask who she is."""
    spent = {key: value for key, value in flow.items() if key not in {"token", "sent_to", "purpose"}}
    request.session[FLOW] = spent | {"proved": True}
    if flow["purpose"] in AFTER:
        return AFTER[flow["purpose"]](request, flow)
    mailbox = behind_mailbox(flow["email"])
    if not flow["household"]:
        if mailbox.only_user:
            return _account(request, mailbox.user, flow)
        if mailbox.only_person:
            return _person(request, mailbox.only_person, flow)
    if mailbox.user or mailbox.people:
        return redirect("accounts:identify_who")
    return redirect("accounts:identify_welcome")


def _proved_flow(request: HttpRequest) -> dict[str, Any] | None:
    flow = request.session.get(FLOW)
    return flow if flow and flow.get("proved") else None


@never_cache
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """A household shares this mailbox, or the team noted something for this address."""
    flow = _proved_flow(request)
    if not flow:
        return redirect("accounts:identify")
    mailbox = behind_mailbox(flow["email"])
    people = {str(person.pk): person for person in mailbox.people}
    choices = [(pk, _label(person)) for pk, person in people.items()]
    if mailbox.user:
        choices.insert(0, ("account", _("%(name)s (account)") % {"name": mailbox.user}))
    form = PersonForm(request.POST or None, choices=[*choices, (SOMEONE_ELSE, _("Someone else in the household"))])
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["who"]
        if answer == "account":
            return _account(request, mailbox.user, flow)
        return _person(request, people[answer], flow) if answer in people else redirect("accounts:identify_welcome")
    return render(request, "accounts/identify_who.html", {"form": form})


def _label(person: Participant) -> str:
    if person.is_proved:
        return str(person)
    return _("%(name)s (noted for you by the team)") % {"name": person}


def _account(request: HttpRequest, user: User, flow: dict[str, Any]) -> HttpResponse:
    request.session.pop(FLOW, None)
    return log_in(request, user, email=flow["email"], next_url=flow["next"])


def _person(request: HttpRequest, person: Participant, flow: dict[str, Any]) -> HttpResponse:
    if not accepted(person, CHARTER):
        request.session[FLOW] = flow | {"proved": True, "person": person.pk}
        return redirect("accounts:identify_welcome")
    actions.recognise_person(person=person, email=flow["email"])
    return _enter(request, person, flow)


def _enter(request: HttpRequest, person: Participant, flow: dict[str, Any]) -> HttpResponse:
    request.session.pop(FLOW, None)
    become(request, person)
    return redirect(flow["next"])


@never_cache
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """The first time: a name or none, an account or not, the charter."""
    flow = _proved_flow(request)
    if not flow:
        return redirect("accounts:identify")
    mailbox = behind_mailbox(flow["email"])
    known = next((person for person in mailbox.people if person.pk == flow.get("person")), None)
    form = WelcomeForm(request.POST or None, known=known, may_have_account=mailbox.user is None)
    if request.method == "POST" and form.is_valid():
        person = actions.welcome_person(
            email=flow["email"],
            pseudonym=form.cleaned_data.get("pseudonym", ""),
            charter=str(CHARTER_WORDS),
            language=get_language(),
            known=known,
        )
        if not form.cleaned_data.get("account"):
            return _enter(request, person, flow)
        request.session[FLOW] = flow | {"person": person.pk}
        if form.cleaned_data["under_15"]:
            become(request, person)
            return redirect("accounts:identify_parent")
        return _open_account(request, request.session[FLOW])
    return render(request, "accounts/identify_welcome.html", {"form": form, "known": known})


@never_cache
@require_http_methods(["GET", "POST"])
def parent(request: HttpRequest) -> HttpResponse:
    """Under 15, an account needs a parent: a code goes to the parent's address."""
    flow = _proved_flow(request)
    if not flow or not flow.get("person"):
        return redirect("accounts:identify")
    form = ParentForm(request.POST or None, own_email=flow["email"])
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        problem = send_code(request, flow | {"parent": address}, address, Purpose.PARENT)
        if problem is None:
            return redirect("accounts:identify_code")
        form.add_error("email", problem)
    return render(request, "accounts/identify_parent.html", {"form": form, "next_url": flow["next"]})


def _open_account(request: HttpRequest, flow: dict[str, Any]) -> HttpResponse:
    mailbox = behind_mailbox(flow["email"])
    person = next((one for one in mailbox.people if one.pk == flow["person"]), None)
    if person is None or mailbox.user:
        return redirect("accounts:identify")
    agreed = (flow["parent"], str(ParentForm.WORDS)) if "parent" in flow else None
    user = actions.open_account(person=person, email=flow["email"], parent=agreed)
    return _account(request, user, flow)


def _claim(request: HttpRequest, flow: dict[str, Any]) -> HttpResponse:
    """Another address was proved: what was said with it may be taken up."""
    request.session[FLOW] = {"email": flow["email"], "next": flow["next"], "claims": True}
    return redirect("accounts:claim")


def _new_address(request: HttpRequest, flow: dict[str, Any]) -> HttpResponse:
    request.session.pop(FLOW, None)
    if request.actor.user is None:
        return redirect("accounts:identify")
    try:
        actions.change_address(by=request.actor, email=flow["email"])
    except actions.AddressTaken:
        messages.error(request, _("Another account already opens with this address."))
    else:
        messages.success(request, _("Your account now opens with this address."))
    return redirect("accounts:mine")


AFTER = {Purpose.PARENT: _open_account, Purpose.CLAIM: _claim, Purpose.NEW_ADDRESS: _new_address}


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """« Ce n’est pas moi »: this device forgets the person without account (a shared phone, a tablet)."""
    request.session.pop(PARTICIPANT_KEY, None)
    request.session.pop(FLOW, None)
    return redirect(safe_next(request, request.POST.get("next")))
