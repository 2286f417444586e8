"""Who is to be reminded today: J-7, the day itself, J+7 to the head of the service (practice A5)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from parvis.incoming.models import MailedLink, Reminder
from parvis.incoming.queries import links
from parvis.organisations.models import Organisation
from parvis.replies.models import Assignment, Reply, ReplyTarget

WEEK = timedelta(days=7)
# Asked three days before its day, nobody is reminded on the morrow.
QUIET = timedelta(days=2)
Kind = Reminder.Kind


def kind_for(due_on: date, today: date) -> str | None:
    """How pressing it is; a day the clock missed is made up for, the mildest forgotten."""
    if today >= due_on + WEEK:
        return Kind.HEAD
    if today >= due_on:
        return Kind.DAY
    return Kind.BEFORE if today >= due_on - WEEK else None


def waiting() -> QuerySet[Assignment]:
    """Dated, unanswered, and not yet sent to be validated by the service."""
    sent_on = ReplyTarget.objects.filter(contribution=OuterRef("contribution"), reply__service=OuterRef("service"))
    sent_on = sent_on.exclude(reply__state=Reply.State.DRAFT).exclude(reply__is_holding=True)
    rows = Assignment.objects.filter(done_at=None, due_on__isnull=False, contribution__answered_at=None)
    return rows.filter(~Exists(sent_on)).select_related("service").order_by("id")


def due_reminders(today: date) -> list[tuple[MailedLink, str, list[Assignment]]]:
    """One mail for each question, whatever the number of contributions given together."""
    groups: dict[tuple[int, str], list[Assignment]] = defaultdict(list)
    rows = list(waiting().filter(due_on__lte=today + WEEK))
    open_links = _open_links(rows)
    told = set(Reminder.objects.filter(assignment__in=rows).values_list("assignment", "kind", "due_on"))
    for row in rows:
        kind, link = kind_for(row.due_on, today), open_links.get(row.pk)
        is_fresh = kind == Kind.BEFORE and timezone.localdate(row.at) > today - QUIET
        if kind and link and not is_fresh and (row.pk, kind, row.due_on) not in told:
            groups[link.pk, kind].append(row)
    by_pk = {link.pk: link for link in open_links.values()}
    return [(by_pk[pk], kind, found) for (pk, kind), found in groups.items()]


def _open_links(rows: Iterable[Assignment]) -> dict[int, MailedLink]:
    """The last good link of each assignment."""
    found: dict[int, MailedLink] = {}
    alive = links().filter(purpose=MailedLink.Purpose.ANSWER, revoked_at=None, assignments__in=list(rows))
    for link in alive.distinct().order_by("id"):
        found |= {assignment.pk: link for assignment in link.assignments.all()}
    return found


def address_for(kind: str, service: Organisation) -> str:
    """The head’s, once it is a week late: the body above; a service without one is written to again."""
    above = service.parent.email if kind == Kind.HEAD and service.parent else ""
    return above or service.email
