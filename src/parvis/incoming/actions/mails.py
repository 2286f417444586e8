"""A mail comes in: refused, kept to be looked at, or the draft of an answer. Never published by itself."""

import hashlib
import re
import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actions.retention import days_kept
from parvis.accounts.actors import SYSTEM
from parvis.accounts.models import RetentionRule, RoleAssignment, keyed_digest
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.core.rights import demand, why_not
from parvis.core.verbs import Overtaken, verb
from parvis.incoming.models import IncomingMail, JoinedFile, KnownSender, MailedLink, token_digest
from parvis.incoming.queries import links
from parvis.incoming.reading import Joined, Received, new_text, read_mail, refusal_of
from parvis.replies import drafting
from parvis.replies.models import Reply
from parvis.territories.models import Space

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

MOST_BYTES = 20 * 1000 * 1000
MOST_PER_HOUR = 10
MOST_FILES, MOST_BYTES_PER_FILE = 10, 10 * 1000 * 1000
LONGEST_TEXT = 20_000
# What is kept aside, by its ending: we say what it is, the sender does not.
FILE_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "csv": "text/csv",
    "txt": "text/plain",
}
IN_ADDRESS = re.compile(r"(?:^|\+)([a-z2-7]{32})@")
IN_REFERENCE = re.compile(r"<([a-z2-7]{32})\.")
State, Reason = IncomingMail.State, IncomingMail.Reason


def take_in(raw: bytes) -> IncomingMail:
    """The one way in, whatever brought it: the same mail twice, even at the same moment, is one row."""
    try:
        return receive_mail(raw=raw)
    except IntegrityError:
        return IncomingMail.objects.get(digest=mail_digest(read_mail(raw), raw))


@verb
def receive_mail(*, raw: bytes) -> IncomingMail:
    mail = read_mail(raw)
    digest = mail_digest(mail, raw)
    if known := IncomingMail.objects.filter(digest=digest).first():
        return known
    text = new_text(mail.text)[:LONGEST_TEXT]
    link, reason = _destination(mail, raw, text)
    row = IncomingMail(digest=digest, link=link, reason=reason or "", size=len(raw))
    row.state = _state_for(reason, has_files=bool(mail.files))
    _describe(row, mail)
    if row.state != State.REFUSED:
        row.text = text
    if row.state == State.DRAFT and link:
        row.reply = _into_draft(link, text)
    row.save()
    if row.state != State.REFUSED:
        _keep_files(row, mail.files)
    return row


@verb
def refuse_mail(*, raw: bytes, reason: str, size: int) -> IncomingMail:
    """Log a mail that was not read: only its headers were asked for, or reading it failed."""
    mail = read_mail(raw[:64_000])
    row, is_new = IncomingMail.objects.get_or_create(
        digest=mail_digest(mail, raw[:64_000]),
        defaults={"state": State.REFUSED, "reason": reason, "size": size, "keep_until": _last_day()},
    )
    if is_new:
        _describe(row, mail)
        row.save()
    return row


@verb
def take_as_draft(*, mail: IncomingMail, by: "Actor", remembers: bool = False) -> Reply:
    """Somebody of the team read it: its words become the draft. ``remembers``: this sender is the service’s."""
    demand(by, "review", mail)
    fresh = _waiting(mail)
    if fresh.link is None or fresh.link.service is None:
        raise ValidationError(_("We do not know which question it answers: copy its words into the right answer."))
    fresh.reply = _into_draft(fresh.link, fresh.text)
    _handle(fresh, State.DRAFT, by)
    if remembers and fresh.sender:
        KnownSender.objects.get_or_create(service=fresh.link.service, email=fresh.sender, defaults={"by": by.user})
    record("take_mail_as_draft", by=by, target=fresh.reply, changes={"remembers": remembers})
    return fresh.reply


@verb
def set_aside(*, mail: IncomingMail, by: "Actor") -> None:
    demand(by, "review", mail)
    fresh = _waiting(mail)
    _handle(fresh, State.ASIDE, by)
    record("set_mail_aside", by=by, target=fresh)


def mail_digest(mail: Received, raw: bytes) -> str:
    """What makes it the same mail: its Message-ID, else its very bytes."""
    return keyed_digest("mail", mail.message_id or hashlib.sha256(raw).hexdigest())


def _waiting(mail: IncomingMail) -> IncomingMail:
    fresh = IncomingMail.objects.select_for_update(of=("self",)).select_related("link__service").get(pk=mail.pk)
    if fresh.state != State.KEPT:
        raise Overtaken(_("Somebody has already dealt with this mail."))
    return fresh


def _handle(mail: IncomingMail, state: str, by: "Actor") -> None:
    mail.state, mail.handled_by, mail.handled_at = state, by.user, timezone.now()
    mail.save(update_fields=["state", "handled_by", "handled_at", "reply"])


def _describe(row: IncomingMail, mail: Received) -> None:
    row.space = row.link.space if row.link else Space.objects.filter(is_main=True).first()
    row.sender, row.subject, row.keep_until = mail.sender, mail.subject, _last_day()


def _last_day() -> date:
    now = timezone.now()
    return timezone.localdate(now + days_kept(RetentionRule.Key.MAIL, now))


def _state_for(reason: str | None, *, has_files: bool) -> str:
    """A person looks at what a person may have sent; a machine’s mail is refused without a word."""
    if not reason:
        return State.DRAFT
    if reason == Reason.EMPTY:
        return State.KEPT if has_files else State.REFUSED
    looked_at = {Reason.UNKNOWN_SENDER, Reason.UNKNOWN_TOKEN, Reason.AMBIGUOUS, Reason.CLOSED}
    return State.KEPT if reason in looked_at else State.REFUSED


def _destination(mail: Received, raw: bytes, text: str) -> tuple[MailedLink | None, str | None]:
    """The question it answers, and why it does not become its draft."""
    refusal = refusal_of(mail, text)
    if refusal == "bounce":
        _note_bounce(mail, raw)
    tokens = _tokens(mail)
    found = list(links().filter(mail_digest__in=[token_digest(token) for token in tokens]))
    link = found[0] if len(found) == 1 else None
    if refusal:
        return link, str(refusal)
    if len(found) > 1:
        return None, Reason.AMBIGUOUS
    if link is None:
        return None, Reason.UNKNOWN_TOKEN if tokens else Reason.NO_ADDRESS
    return link, _doubt(link, mail)


def _tokens(mail: Received) -> set[str]:
    """Those of the addresses it was sent to; else of the mails it says it answers."""
    written = {token for address in mail.recipients for token in IN_ADDRESS.findall(address)}
    return written or set(IN_REFERENCE.findall(mail.references.lower()))


def _doubt(link: MailedLink, mail: Received) -> str | None:
    """Why a mail for this question is not simply its answer."""
    since = timezone.now() - timedelta(hours=1)
    if IncomingMail.objects.filter(link=link, received_at__gte=since).count() >= MOST_PER_HOUR:
        return Reason.TOO_MANY
    if mail.sender not in known_senders(link):
        return Reason.UNKNOWN_SENDER
    return Reason.CLOSED if why_not(SYSTEM, "use", link) else None


def known_senders(link: MailedLink) -> set[str]:
    """The service’s own address, those the team recognised, those of its people who have an account."""
    people = RoleAssignment.objects.current().filter(service=link.service_id, user__is_active=True)
    recognised = KnownSender.objects.filter(service=link.service_id).values_list("email", flat=True)
    written = [link.sent_to, link.service.email, *recognised, *people.values_list("user__email", flat=True)]
    return {address.lower() for address in written if address}


def _note_bounce(mail: Received, raw: bytes) -> None:
    """The server gives back one of our questions: the desk says that it did not arrive."""
    words = raw[:200_000].decode("latin-1").lower()
    tokens = set(re.findall(r"[+<\s]([a-z2-7]{32})[@.]", words))
    returned = MailedLink.objects.filter(mail_digest__in=[token_digest(token) for token in tokens])
    returned.update(refused=mail.subject[:200])


def _into_draft(link: MailedLink, text: str) -> Reply:
    """A new draft, or the end of the one begun: a second mail erases nothing."""
    MailedLink.objects.select_for_update().only("pk").get(pk=link.pk)
    fresh = links().get(pk=link.pk)
    if fresh.reply is None:
        waiting = [a.contribution for a in fresh.assignments.all() if a.done_at is None]
        if not waiting:
            raise Overtaken(_("This question has been answered meanwhile. Thank you."))
        spine.lock(*waiting)
        fresh.reply = drafting.begin(waiting, by=SYSTEM, service=fresh.service, body=text)
        fresh.save(update_fields=["reply"])
        return fresh.reply
    drafting.lock(fresh.reply)
    if fresh.reply.state != Reply.State.DRAFT:
        raise Overtaken(_("This answer has already been sent for validation."))
    fresh.reply.body = "\n\n".join(filter(None, (fresh.reply.body, text)))
    fresh.reply.save(update_fields=["body"])
    return fresh.reply


def _keep_files(row: IncomingMail, files: "tuple[Joined, ...]") -> None:
    left_out = []
    for file in files:
        ending = file.name.rpartition(".")[2].lower()
        kept = row.files.count()
        if ending not in FILE_TYPES or len(file.content) > MOST_BYTES_PER_FILE or kept >= MOST_FILES:
            left_out.append(file.name or file.content_type)
            continue
        JoinedFile.objects.create(
            mail=row,
            name=file.name,
            content_type=FILE_TYPES[ending],
            size=len(file.content),
            file=ContentFile(file.content, name=f"{secrets.token_urlsafe(18)}.{ending}"),
        )
    if left_out:
        row.left_out = ", ".join(left_out)[:300]
        row.save(update_fields=["left_out"])
