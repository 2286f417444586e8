"""The pages « Courrier »: what was sent to services and what came back, in words ready to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.contributions.cards import title_of
from parvis.core.sentences import full_date, human_moment, human_size
from parvis.core.text import excerpt
from parvis.incoming.models import IncomingMail, MailedLink
from parvis.incoming.queries import mails_managed_by
from parvis.replies.models import Reply

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int


def tabs(actor: "Actor") -> list[Tab]:
    counts = dict(
        mails_managed_by(actor).order_by().prefetch_related(None).values_list("state").annotate(n=Count("pk"))
    )
    order = (
        (IncomingMail.State.KEPT, _("To look at")),
        (IncomingMail.State.DRAFT, _("Became drafts")),
        (IncomingMail.State.REFUSED, _("Refused")),
        (IncomingMail.State.ASIDE, pgettext("mail", "Set aside")),
    )
    return [Tab(str(state), str(label), counts.get(state, 0)) for state, label in order]


def way_in() -> dict[str, Any]:
    """Whether answers by mail are read here at all, and where they go."""
    return {"address": settings.INCOMING_ADDRESS, "is_read": bool(settings.IMAP_HOST or settings.INCOMING_SECRET)}


def mail_rows(found: Iterable[IncomingMail]) -> list[dict[str, Any]]:
    return [_mail_row(mail) for mail in found]


def _mail_row(mail: IncomingMail) -> dict[str, Any]:
    assignments = list(mail.link.assignments.all()) if mail.link else []
    return {
        "mail": mail,
        "when": human_moment(mail.received_at),
        "until": full_date(mail.keep_until),
        "reason": mail.get_reason_display() if mail.reason else "",
        "excerpt": excerpt(mail.text, 160),
        "question": title_of(assignments[0].contribution) if assignments else "",
        "code": assignments[0].contribution.code if assignments else "",
        "service": str(mail.link.service) if mail.link and mail.link.service else "",
        "files": [(file, human_size(file.size)) for file in mail.files.all()],
        "is_waiting": mail.state == IncomingMail.State.KEPT,
        "may_take": mail.state == IncomingMail.State.KEPT and mail.link is not None,
        "may_remember": mail.reason == IncomingMail.Reason.UNKNOWN_SENDER,
    }


def link_rows(found: Iterable[MailedLink]) -> list[dict[str, Any]]:
    return [_link_row(link) for link in found]


def _link_row(link: MailedLink) -> dict[str, Any]:
    assignments = list(link.assignments.all())
    first = assignments[0] if assignments else None
    more = len(assignments) - 1
    state, tone, is_open = _state(link)
    return {
        "link": link,
        "title": title_of(first.contribution) if first else "",
        "code": first.contribution.code if first else "",
        "more": ngettext("and %(n)d other", "and %(n)d others", more) % {"n": more} if more > 0 else "",
        "due": full_date(first.due_on) if first and first.due_on else "",
        "sent": full_date(link.mailed_at) if link.mailed_at else "",
        "reminders": _reminders(link),
        "state": state,
        "tone": tone,
        "is_open": is_open,
        "may_resend": link.reply is None or link.reply.state == Reply.State.DRAFT,
    }


def _reminders(link: MailedLink) -> list[str]:
    """« Relancé le 3 novembre : une semaine avant », each kind once, whatever the number of requests."""
    found = {(row.kind, row.due_on): row for row in link.reminders.all()}
    words = _("reminded on %(day)s (%(kind)s)")
    return [words % {"day": full_date(row.at), "kind": row.get_kind_display().lower()} for row in found.values()]


def _state(link: MailedLink) -> tuple[str, str, bool]:
    """The tag of a line, its tone, and whether the link still opens something."""
    if link.revoked_at:
        return _("Cancelled"), "plain", False
    if link.refused:
        return _("The mail did not leave"), "late", True
    if link.reply:
        is_draft = link.reply.state == Reply.State.DRAFT
        return (_("Draft begun"), "sun", True) if is_draft else (str(link.reply.get_state_display()), "ok", False)
    if not any(assignment.done_at is None for assignment in link.assignments.all()):
        return _("Answered"), "ok", False
    is_past = link.expires_at <= timezone.now()
    return (_("Expired"), "plain", False) if is_past else (_("Waiting"), "sun", True)
