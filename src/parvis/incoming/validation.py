"""An élue validates, or sends back, from her mail: what she chose waits in her session until the mailed code is right."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from parvis.accounts import actions as accounts
from parvis.accounts.actors import actor_of
from parvis.accounts.limits import client_address, limit
from parvis.accounts.mails import mail_code
from parvis.accounts.models import Address, MailedCode, address_digest
from parvis.core.rights import Refused
from parvis.core.verbs import Overtaken
from parvis.incoming.forms import ValidationForm
from parvis.incoming.models import MailedLink
from parvis.replies import actions as replies
from parvis.replies.cards import verdict_card

WAITING = "validation"


def shown(link: MailedLink) -> dict[str, Any]:
    reply = link.reply
    return {"reply": reply, "verdict": verdict_card(reply) if reply and reply.verdict else None}


def begin(request: HttpRequest, link: MailedLink, chosen: dict[str, Any]) -> str:
    """Mail the code; else the sentence that says why not."""
    email = link.user.email
    limit("code-to", address_digest(Address.Kind.EMAIL, email), most=5, seconds=900)
    limit("code-from", client_address(request), most=60, seconds=900)
    mailed, code = accounts.make_code(email=email, purpose=MailedCode.Purpose.VALIDATE)
    if not mail_code(email, code, purpose=mailed.purpose, site_name=str(link.space)):
        return _("Our mail did not leave. Try again in a few minutes, or call us.")
    kept = {name: chosen[name] for name in ("gesture", "seen", "why")}
    request.session[WAITING] = kept | {"link": link.pk, "token": mailed.token}
    return ""


def waiting(request: HttpRequest, link: MailedLink | None) -> dict[str, Any] | None:
    """What was chosen on this very link, if a code was asked from this device."""
    kept = request.session.get(WAITING)
    return kept if kept and link and kept["link"] == link.pk else None


def check(chosen: dict[str, Any], code: str) -> str:
    """The sentence that says why not; empty when it is the right one."""
    return accounts.check_code(token=chosen["token"], code=code).sentence


def carry_out(request: HttpRequest, link: MailedLink, chosen: dict[str, Any]) -> str:
    """The gesture itself, in her own name and with her own rights as they are today."""
    del request.session[WAITING]
    if link.reply is None:
        return _("This answer has been thrown away.")
    by = actor_of(link.user)
    try:
        if chosen["gesture"] == ValidationForm.VALIDATE:
            replies.validate_reply(reply=link.reply, by=by, seen=chosen["seen"])
        else:
            replies.send_back(reply=link.reply, by=by, why=chosen["why"])
    except Refused as refusal:
        return str(refusal.sentence)
    except Overtaken:
        return _("This answer changed while you were reading it, or somebody was quicker. Open the link again.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def ended(link: MailedLink, chosen: dict[str, Any], problem: str) -> dict[str, Any]:
    validated = chosen["gesture"] == ValidationForm.VALIDATE
    return {"link": link, "validated": validated, "problem": problem, "reply": link.reply}


def veiled(email: str) -> str:
    """Enough for her to recognise her mailbox: « e…@digne.fr »; whoever the mail was forwarded to learns no more."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
