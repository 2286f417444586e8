"""Pages opened from a mail, without login. A GET shows and writes nothing; the link is the right."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from parvis.accounts.actors import SYSTEM
from parvis.accounts.forms import CodeForm
from parvis.accounts.limits import client_address, limit
from parvis.core.rights import Refused, why_not
from parvis.core.verbs import Overtaken
from parvis.incoming import actions, validation
from parvis.incoming.forms import AnswerForm, ValidationForm
from parvis.incoming.models import MailedLink
from parvis.incoming.queries import asked_of, link_by_page, questions_of
from parvis.replies.cards import verdict_card
from parvis.territories.models import Space
from parvis.territories.queries import with_brand

Purpose = MailedLink.Purpose


def _found(request: HttpRequest, token: str, purpose: str) -> MailedLink | None:
    """The link behind the address, its page in the colours of its space; POSTs are counted."""
    if request.method == "POST":
        limit("link-from", client_address(request), most=60, seconds=600)
    link = link_by_page(token, purpose)
    if link:
        request.space = with_brand(Space.objects.filter(pk=link.space_id)).get()
    return link


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "incoming/gone.html", status=404)


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """A service reads the question and writes its answer: a draft, until it is sent to be validated."""
    link = _found(request, token, Purpose.ANSWER)
    if link is None:
        return _gone(request)
    asked, closed = questions_of(link), why_not(SYSTEM, "use", link)
    form = AnswerForm(request.POST or None, asked=asked, is_begun=link.reply_id is not None, initial=_begun(link))
    problem, kept = "", False
    if request.method == "POST" and not closed and form.is_valid():
        problem = _keep(request, link, form)
        if not problem and not form.errors:
            return redirect(f"{request.path}?fait=1")
        link = link_by_page(token, Purpose.ANSWER) or link
    kept = "fait" in request.GET and request.method == "GET"
    status = 410 if closed and link.reply is None else 409 if problem else 422 if form.errors else 200
    context = {"link": link, "asked": asked, "task": asked_of(link), "form": form, "closed": closed}
    context |= {"problem": problem, "kept": kept, "sent": _sent(link)}
    return render(request, "incoming/answer.html", context, status=status)


def _begun(link: MailedLink) -> dict[str, Any]:
    if link.reply is None:
        return {}
    names = ("verdict", "until", "forwarded_to", "body")
    return {name: getattr(link.reply, name) for name in names} | {"seen": link.reply.fingerprint}


def _sent(link: MailedLink) -> dict[str, Any] | None:
    """What was sent to be validated, to read again."""
    reply = link.reply
    if reply is None or reply.state == reply.State.DRAFT:
        return None
    return {"reply": reply, "verdict": verdict_card(reply) if reply.verdict else None}


def _keep(request: HttpRequest, link: MailedLink, form: AnswerForm) -> str:
    """Write the draft, then send it if asked; what is missing is said on its field, and the draft is kept."""
    words, codes, seen = form.words(), form.codes_chosen(), form.cleaned_data["seen"]
    try:
        reply = actions.answer_by_link(link=link, words=words, codes=codes, seen=seen)
        form.told(reply)
        if request.POST.get("gesture") == "send":
            actions.answer_by_link(link=link, words=words, finished=True)
    except (Overtaken, Refused) as refusal:
        if link.reply:
            link.reply.refresh_from_db()
            form.told(link.reply)
        return str(refusal.sentence)
    except ValidationError as error:
        for field, sentences in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error)]:
            form.add_error(field, sentences)
    return ""


@never_cache
@require_http_methods(["GET", "POST"])
def validate(request: HttpRequest, token: str) -> HttpResponse:
    """The élue reads the answer on her phone. « Valider », or « À revoir »: a code goes to her mailbox."""
    link = _found(request, token, Purpose.VALIDATE)
    if link is None:
        return _gone(request)
    closed = why_not(SYSTEM, "use", link)
    form = ValidationForm(request.POST or None)
    problem = ""
    if request.method == "POST" and not closed and form.is_valid():
        problem = validation.begin(request, link, form.cleaned_data)
        if not problem:
            return redirect("incoming:validate_code", token)
    context = {"link": link, "asked": questions_of(link), "form": form, "closed": closed, "problem": problem}
    context |= validation.shown(link)
    status = 410 if closed and link.reply is None else 422 if form.errors else 503 if problem else 200
    return render(request, "incoming/validate.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def validate_code(request: HttpRequest, token: str) -> HttpResponse:
    """The second gesture: the code, and it is done."""
    link = _found(request, token, Purpose.VALIDATE)
    waiting = validation.waiting(request, link)
    if link is None or waiting is None:
        return redirect("incoming:validate", token)
    form, problem = CodeForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        wrong = validation.check(waiting, form.cleaned_data["code"])
        if wrong:
            form.add_error("code", wrong)
        else:
            problem = validation.carry_out(request, link, waiting)
            return render(request, "incoming/done.html", validation.ended(link, waiting, problem))
    context = {
        "form": form,
        "link": link,
        "gesture": waiting["gesture"],
        "email": validation.veiled(link.user.email),
    }
    return render(request, "incoming/code.html", context, status=422 if form.errors else 200)


@require_POST
def validate_again(request: HttpRequest, token: str) -> HttpResponse:
    """Another code; the gesture and the note are kept."""
    link = _found(request, token, Purpose.VALIDATE)
    waiting = validation.waiting(request, link)
    if link is not None and waiting is not None and not why_not(SYSTEM, "use", link):
        validation.begin(request, link, waiting)
        return redirect("incoming:validate_code", token)
    return redirect("incoming:validate", token)
