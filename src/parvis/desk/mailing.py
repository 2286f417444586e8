"""The pages « Courrier »: what was sent to services and what came back, in words ready to read."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.contributions.cards import title_of
from parvis.core.sentences import full_date
from parvis.incoming.models import MailedLink
from parvis.replies.models import Reply


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
        "state": state,
        "tone": tone,
        "is_open": is_open,
        "may_resend": link.reply is None or link.reply.state == Reply.State.DRAFT,
    }


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
