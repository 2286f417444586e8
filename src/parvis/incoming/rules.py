"""Whoever holds a link that still opens may do the one thing it is for; who manages it is of the team."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, Actor
from parvis.accounts.rules import role_on
from parvis.core.rights import NOT_YOURS, Sentence, rule
from parvis.incoming.models import IncomingMail, MailedLink
from parvis.replies.models import Reply


@rule("use", MailedLink)
def may_use(_actor: Actor, link: MailedLink) -> Sentence | None:
    """The link itself is the right: it was found by its token. Each reason is said to whoever opened it."""
    if link.revoked_at is not None:
        if link.purpose == MailedLink.Purpose.VALIDATE:
            return _("This link has been replaced: open the one of our last mail.")
        return _("The team has cancelled this link.")
    if link.expires_at <= timezone.now():
        return _("This link has expired.")
    return _nothing_left(link)


def _nothing_left(link: MailedLink) -> Sentence | None:
    reply = link.reply
    if link.purpose == MailedLink.Purpose.VALIDATE:
        if reply is None:
            return _("This answer has been thrown away.")
        return None if reply.state == Reply.State.TO_VALIDATE else _("This answer no longer waits for validation.")
    if reply is not None and reply.state != Reply.State.DRAFT:
        return _("Your answer has been sent to be validated: it can no longer be changed here.")
    if not any(assignment.done_at is None for assignment in link.assignments.all()):
        return _("This question has been answered meanwhile. Thank you.")
    return None


@rule("manage", MailedLink)
def may_manage_link(actor: Actor, link: MailedLink) -> Sentence | None:
    return role_on(actor, link, *MANAGERS)


@rule("review", IncomingMail)
def may_review(actor: Actor, mail: IncomingMail) -> Sentence | None:
    return role_on(actor, mail, *MANAGERS)


@rule("read_mail")
def may_read_mail(actor: Actor, _obj: None) -> Sentence | None:
    """The page « Courrier »; what stands in it is scoped by its queries."""
    return None if actor.scope(*MANAGERS) else NOT_YOURS
