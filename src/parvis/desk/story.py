"""Everything that happened to a contribution, in one line of time, for the team."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from parvis.contributions.models import Contribution, StatusChange
from parvis.contributions.thread import reason_of, thread_steps
from parvis.core.sentences import full_date

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

MOST = 200


@dataclass(frozen=True)
class Moment:
    at: datetime
    icon: str
    title: str
    text: str = ""
    by: str = ""


@dataclass(frozen=True)
class Story:
    thread: list[Any]
    moments: list[Moment]
    facts: list[tuple[str, str]]


def story(contribution: Contribution, actor: "Actor") -> Story:
    moments = [
        *(
            Moment(
                c.at,
                "circle-check",
                _mark(c),
                reason_of(c),
                c.by_label,
            )
            for c in contribution.changes.select_related("status")[:MOST]
        ),
        *(
            Moment(n.at, "lock", _("Internal note"), n.text, str(n.by or ""))
            for n in contribution.notes.select_related("by")[:MOST]
        ),
        *(
            Moment(a.at, "send", _("Asked to %(service)s") % {"service": a.service}, a.question, str(a.by or ""))
            for a in contribution.assignments.select_related("service", "by")[:MOST]
        ),
        *(
            Moment(
                r.published_at or r.drafted_at,
                "reply",
                f"{_('Answer')} · {r.get_state_display()}",
                r.body,
                str(r.drafted_by or ""),
            )
            for r in contribution.replies.select_related("drafted_by")[:MOST]
        ),
        *(
            Moment(d.at, "shield", d.get_verb_display(), d.statement, str(d.by or _("Automatic")))
            for d in contribution.decisions.select_related("by")[:MOST]
        ),
        *(
            Moment(r.at, "flag", f"{_('Reported')} · {r.get_reason_display()}", r.explanation)
            for r in contribution.reports.all()[:MOST]
        ),
        *(
            Moment(v.at, "pencil", _("Words changed (version %(n)d before)") % {"n": v.number})
            for v in contribution.versions.all()[:MOST]
        ),
        *(
            Moment(d.accepted_at, "mail", f"{_('Told')} · {d.get_means_display()}")
            for d in contribution.deliveries.filter(accepted_at__isnull=False)[:MOST]
        ),
    ]
    return Story(
        thread=thread_steps(contribution),
        moments=sorted(moments, key=lambda moment: moment.at),
        facts=[(label, value) for label, value in _facts(contribution) if value],
    )


def _mark(change: StatusChange) -> str:
    """The team’s own word first, then the point of the thread, else what became of its showing."""
    if change.status:
        return str(change.status)
    return change.get_stage_display() if change.stage is not None else change.get_state_display()


def _facts(contribution: Contribution) -> list[tuple[str, str]]:
    return [
        (_("Code"), contribution.code),
        (_("State"), contribution.get_state_display()),
        (_("How it reached us"), contribution.get_channel_display()),
        (_("On which occasion"), contribution.occasion),
        (_("Commune"), str(contribution.territory or "")),
        (_("Place"), contribution.place),
        (_("Link with the territory"), contribution.get_link_display()),
        (_("On behalf of"), str(contribution.organisation or "")),
        (_("Noted by"), str(contribution.helper or "")),
        (_("Answer due"), full_date(contribution.answer_due) if contribution.answer_due else ""),
    ]
