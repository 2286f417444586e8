"""What somebody who does not log in does by a link: write an answer, and nothing else."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.models import Contribution
from parvis.core.jobs import enqueue
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.incoming.models import MailedLink
from parvis.incoming.queries import links
from parvis.replies import drafting
from parvis.replies.models import Assignment, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parvis.accounts.actors import Actor

# A service that is late can still answer; an old mail found in a drawer cannot.
AFTER_THE_DAY = timedelta(days=30)


@verb
def answer_by_link(
    *, link: MailedLink, words: dict[str, Any], seen: str = "", finished: bool = False, codes: "Sequence[str]" = ()
) -> Reply:
    """Keep what a service wrote as a draft; ``finished`` sends it to be validated.

    ``codes``: the contributions this answer is for, among those asked together; all of them when empty. ``seen``: the
    fingerprint of the draft she had before her eyes.
    """
    fresh = _held(link)
    demand(SYSTEM, "use", fresh)
    reply = fresh.reply or _begin(fresh, codes)
    drafting.demand_seen(reply, seen)
    for name, value in words.items():
        setattr(reply, name, value)
    reply.save(update_fields=list(words))
    record("answer_by_link", by=SYSTEM, target=reply, changes={"service": str(fresh.service)})
    if finished:
        drafting.ask_validation(reply, by=SYSTEM)
    return reply


def _held(link: MailedLink) -> MailedLink:
    """The link as it stands now, nobody else using it meanwhile."""
    MailedLink.objects.select_for_update().only("pk").get(pk=link.pk)
    fresh = links().get(pk=link.pk)
    if fresh.reply:
        drafting.lock(fresh.reply)
    return fresh


def _begin(link: MailedLink, codes: "Sequence[str]") -> Reply:
    waiting = [a.contribution for a in link.assignments.all() if a.done_at is None]
    chosen = [one for one in waiting if one.code in codes] if codes else waiting
    if not chosen:
        raise ValidationError(_("Tick at least one request: which one do you answer?"))
    spine.lock(*chosen)
    reply = drafting.begin(chosen, by=SYSTEM, service=link.service)
    link.reply = reply
    link.save(update_fields=["reply"])
    if left := [a for a in link.assignments.all() if a.contribution not in chosen and a.done_at is None]:
        _leave(link, left)
    return reply


def _leave(link: MailedLink, left: "list[Assignment]") -> None:
    """What this answer is not for waits behind a link of its own, in a mail of its own."""
    link.assignments.remove(*left)
    _send(make_link(left, link.sent_to))


@verb
def revoke_link(*, link: MailedLink, by: "Actor") -> None:
    demand(by, "manage", link)
    MailedLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())
    record("revoke_link", by=by, target=link.service)


@verb
def send_link_again(*, link: MailedLink, by: "Actor") -> None:
    """The same mail once more, with time to answer; the address is read again, it may have been mended."""
    demand(by, "manage", link)
    fresh = _held(link)
    if fresh.revoked_at is None and not fresh.service.email:
        raise ValidationError(_("This service has no e-mail address: add it on its page."))
    fresh.sent_to, fresh.mailed_at, fresh.refused, fresh.revoked_at = fresh.service.email, None, "", None
    fresh.expires_at = max(fresh.expires_at, _expiry(None))
    fresh.save(update_fields=["sent_to", "mailed_at", "refused", "revoked_at", "expires_at"])
    _send(fresh)
    record("send_link_again", by=by, target=fresh.service)


# ── Plain functions, inside the transaction of whatever happened ──────────────


def ask_by_mail(assignments: "Sequence[Assignment]") -> MailedLink | None:
    """One question, one mail, however many contributions; nothing when the service has no address.

    Asked again, the same link stays good and the mail leaves again with the new words.
    """
    service = assignments[0].service
    if not service.email:
        return None
    link = _same_question(assignments) or make_link(assignments, service.email)
    MailedLink.objects.filter(pk=link.pk).update(
        sent_to=service.email, mailed_at=None, refused="", expires_at=_expiry(assignments[0])
    )
    _send(link)
    return link


def _same_question(assignments: "Sequence[Assignment]") -> MailedLink | None:
    wanted = {assignment.pk for assignment in assignments}
    for link in links().filter(assignments=assignments[0], revoked_at=None, purpose=MailedLink.Purpose.ANSWER):
        if {assignment.pk for assignment in link.assignments.all()} == wanted:
            return link
    return None


def make_link(assignments: "Sequence[Assignment]", to: str) -> MailedLink:
    first = assignments[0]
    link = MailedLink(
        space_id=Contribution.objects.values_list("space", flat=True).get(pk=first.contribution_id),
        purpose=MailedLink.Purpose.ANSWER,
        service_id=first.service_id,
        sent_to=to,
        expires_at=_expiry(first),
    )
    link.sign()
    link.save()
    link.assignments.set(assignments)
    return link


def ask_validation_by_mail(reply: Reply, users: "Iterable[int]") -> None:
    """A link for each élue who may validate; those of a former round close, so that only one is good."""
    former = MailedLink.objects.filter(reply=reply, purpose=MailedLink.Purpose.VALIDATE, revoked_at=None)
    former.update(revoked_at=timezone.now())
    for user in sorted(users):
        link = MailedLink(
            space_id=reply.space_id,
            purpose=MailedLink.Purpose.VALIDATE,
            user_id=user,
            reply=reply,
            expires_at=_expiry(None),
        )
        link.sign()
        link.save()


def reopen(link: MailedLink) -> None:
    """Whoever validates asks for a change: the service may write again, and is told why by mail."""
    MailedLink.objects.filter(pk=link.pk).update(expires_at=max(link.expires_at, _expiry(None)), revoked_at=None)


def _expiry(assignment: "Assignment | None") -> datetime:
    today = timezone.localdate()
    day = max(assignment.due_on or today, today) if assignment else today
    return timezone.make_aware(datetime.combine(day + AFTER_THE_DAY, time(23, 59)))


def _send(link: MailedLink) -> None:
    from parvis.incoming.tasks import send_question

    enqueue(send_question, link_id=link.pk)
