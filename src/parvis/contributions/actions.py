"""What is done to a contribution once it is there. How each kind comes in is its own room’s verb."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from parvis.accounts.mails import mail_text
from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.cards import title_of
from parvis.contributions.events import ContributionEdited, ContributionMerged
from parvis.contributions.highlights import MOST, Highlight, highlights_of, rewrite
from parvis.contributions.models import CoAuthor, Contribution, Stage, State, Status, Version
from parvis.contributions.screening import reason_to_hold
from parvis.core.events import emit
from parvis.core.files import IMAGES, RESIDENTS_DOCUMENTS, RESIDENTS_MEGABYTES, check_upload
from parvis.core.rights import Refused, demand
from parvis.core.verbs import Overtaken, verb
from parvis.files.keeping import forget, keep_document, keep_image
from parvis.files.models import Attachment, Image
from parvis.processes.models import Process, Step

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor
    from parvis.territories.models import Territory


@verb
def edit(*, contribution: Contribution, by: "Actor", title: str, body: str, seen: int) -> Contribution:
    """Change the words; what they were is kept and shown. ``seen``: how many versions the person had before her."""
    spine.lock(contribution)
    demand(by, "edit", contribution)
    number = contribution.versions.count() + 1
    if number != seen + 1:
        raise Overtaken(_("This text changed while you were writing. Compare before you send yours."))
    if (contribution.title, contribution.body) == (title, body):
        return contribution
    Version.objects.create(
        contribution=contribution, number=number, title=contribution.title, body=contribution.body
    )
    contribution.title, contribution.body, contribution.edited_at = title, body, timezone.now()
    contribution.save(update_fields=["title", "body", "edited_at"])
    record("edit_contribution", by=by, target=contribution, changes={"version": number + 1})
    emit(ContributionEdited(contribution=contribution, by=by))
    _read_again(contribution, by)
    return contribution


def _read_again(contribution: Contribution, by: "Actor") -> None:
    """What would have waited when it came waits when it changes: nothing slips in after the reading."""
    reason = reason_to_hold(contribution, by)
    if reason and contribution.is_public:
        spine.take_away(contribution, state=State.PENDING, by=by, reason=str(reason), is_public=False)


@verb
def add_photo(*, contribution: Contribution, by: "Actor", upload: IO[bytes], alt: str) -> Image:
    """A photo and what it shows. Raises ``ValidationError`` with the sentence when the file will not do."""
    spine.lock(contribution)
    demand(by, "illustrate", contribution)
    photos = Attachment.objects.filter(contribution=contribution, image__isnull=False)
    if photos.count() >= MOST_PHOTOS:
        raise Refused(_("There are already %(most)d photos.") % {"most": MOST_PHOTOS})
    image = keep_image(upload=upload, alt=alt, is_decorative=False, space=contribution.space, by=by)
    Attachment.objects.create(contribution=contribution, image=image, order=photos.count())
    record("add_photo", by=by, target=contribution)
    _read_again(contribution, by)
    return image


MOST_PHOTOS = 3
MOST_DOCUMENTS = 3


@verb
def join_document(*, contribution: Contribution, by: "Actor", upload: IO[bytes], title: str) -> Attachment:
    """A document, or an image, with its title. Raises ``ValidationError`` when the file will not do."""
    spine.lock(contribution)
    demand(by, "join_document", contribution)
    joined = Attachment.objects.filter(contribution=contribution)
    if joined.filter(document__isnull=False).count() >= MOST_DOCUMENTS:
        raise Refused(_("There are already %(most)d documents.") % {"most": MOST_DOCUMENTS})
    name = str(getattr(upload, "name", ""))
    kind = check_upload(upload, name, allowed=RESIDENTS_DOCUMENTS, megabytes=RESIDENTS_MEGABYTES)
    row = Attachment(contribution=contribution, order=joined.count())
    if kind.extension in IMAGES:  # cleaned like any photo, where it was taken included
        row.image = keep_image(upload=upload, alt=title, is_decorative=False, space=contribution.space, by=by)
    else:
        row.document = keep_document(
            upload=upload,
            title=title,
            text_alternative="",
            language=contribution.language,
            space=contribution.space,
            by=by,
        )
    row.save()
    record("join_document", by=by, target=contribution)
    _read_again(contribution, by)
    return row


@verb
def take_file_off(*, attachment: Attachment, by: "Actor") -> None:
    """Its author takes a photo or a document back; the file goes too, unless something else shows it."""
    spine.lock(attachment.contribution)
    demand(by, "edit", attachment.contribution)
    record("take_file_off", by=by, target=attachment.contribution)
    forget(Attachment.objects.filter(pk=attachment.pk))


@verb
def invite_coauthor(*, contribution: Contribution, by: "Actor", email: str, site_name: str, url: str) -> None:
    """Ask someone to sign too. Nothing is written about her until she accepts: the mail carries the invitation.

    Mailed at once, after COMMIT, and by no job: her address stands nowhere. ``url`` ends with the signed token.
    """
    demand(by, "invite", contribution)
    record("invite_coauthor", by=by, target=contribution)
    subject = _("Will you sign this with %(name)s?") % {"name": by.participant}
    words = {"contribution": contribution, "name": str(by.participant), "site_name": site_name, "url": url}
    text = render_to_string("contributions/mail/coauthor.txt", words)
    transaction.on_commit(lambda: mail_text(email, subject, text))


@verb
def accept_coauthor(*, contribution: Contribution, by: "Actor", invited_at: datetime) -> CoAuthor:
    """She signs too; twice is once."""
    if by.participant is None:
        raise Refused(_("Tell us your e-mail address first: we will send you a code."))
    if by.participant.pk == contribution.author_id or contribution.state not in {State.PUBLISHED, State.PENDING}:
        raise Refused(_("There is nothing to sign here."))
    signed, is_new = CoAuthor.objects.get_or_create(
        contribution=contribution,
        participant=by.participant,
        defaults={"invited_at": invited_at, "accepted_at": timezone.now()},
    )
    if is_new:
        record("accept_coauthor", by=by, target=contribution)
    return signed


@verb
def withdraw(*, contribution: Contribution, by: "Actor", reason: str = "") -> Contribution:
    """Its author takes it back: the words are no longer shown, the thread says so."""
    spine.lock(contribution)
    demand(by, "withdraw", contribution)
    spine.take_away(contribution, state=State.WITHDRAWN, by=by, reason=reason)
    record("withdraw_contribution", by=by, target=contribution)
    return contribution


@verb
def merge(
    *, contributions: Sequence[Contribution], into: Contribution, by: "Actor", reason: str = ""
) -> Contribution:
    """Bring several together with one; each keeps its thread, its supporters count once on the one that stays."""
    spine.lock(into, *contributions)
    demand(by, "manage", into)
    for one in contributions:
        demand(by, "manage", one)
        both_shown = one.state == into.state == State.PUBLISHED
        if one.pk == into.pk or one.process_id != into.process_id or not both_shown:
            raise Refused(_("Only published contributions of the same démarche can be brought together."))
    for one in contributions:
        one.merged_into = into
        one.save(update_fields=["merged_into"])
        spine.take_away(one, state=State.MERGED, by=by, reason=reason)
        record("merge_contribution", by=by, target=one, changes={"into": into.code}, reason=reason)
        emit(ContributionMerged(contribution=one, into=into, by=by))
    return into


@verb
def set_status(*, contribution: Contribution, status: Status | None, by: "Actor", reason: str = "") -> Contribution:
    """Give it one of the animator’s own words; a word tied to a stage lights that diamond."""
    spine.lock(contribution)
    _give_status(contribution, status, by, reason)
    return contribution


@verb
def set_status_of_many(
    *, contributions: Sequence[Contribution], status: Status | None, by: "Actor", reason: str = ""
) -> int:
    """The same word to all of them, or to none; how many did not have it yet."""
    spine.lock(*contributions)
    changed = [one for one in contributions if one.status_id != (status.pk if status else None)]
    for one in changed:
        _give_status(one, status, by, reason)
    return len(changed)


def _give_status(contribution: Contribution, status: Status | None, by: "Actor", reason: str) -> None:
    demand(by, "manage", contribution)
    if status and status.process_id != contribution.process_id:
        raise Refused(_("This word belongs to another démarche."))
    spine.read(contribution, by=by)
    before = str(contribution.status or "")
    contribution.status = status
    contribution.save(update_fields=["status"])
    spine.mark(contribution, by=by, stage=Stage(status.stage) if status else None, status=status, reason=reason)
    record("set_status", by=by, target=contribution, changes={"status": [before, str(status or "")]}, reason=reason)


@verb
def save_status(
    *, process: Process, label: dict[str, str], stage: int, by: "Actor", pk: int | None = None
) -> Status:
    """Add a word to the démarche’s own, at the end of the list; with ``pk``, say it otherwise."""
    demand(by, "manage", process)
    if pk is None:
        last = process.statuses.aggregate(last=Max("order"))["last"]
        status = Status(process=process, order=0 if last is None else last + 1)
    else:
        status = process.statuses.get(pk=pk)
    before = str(status)
    status.label, status.stage = label, stage
    status.save()
    record("save_status", by=by, target=process, changes={"word": [before if pk else "", str(status)]})
    return status


@verb
def move_status(*, status: Status, up: bool, by: "Actor") -> None:
    """One place up or down; at an end, nothing moves."""
    demand(by, "manage", status.process)
    rows = list(status.process.statuses.all())
    here = next(rank for rank, row in enumerate(rows) if row.pk == status.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for rank, row in enumerate(rows):
        row.order = rank
    Status.objects.bulk_update(rows, ["order"])
    record(
        "move_status", by=by, target=status.process, changes={"word": str(status), "rank": [here + 1, there + 1]}
    )


@verb
def remove_status(*, status: Status, by: "Actor") -> None:
    """Those that had it keep their place on the thread, without this word."""
    demand(by, "manage", status.process)
    record("remove_status", by=by, target=status.process, changes={"word": [str(status), ""]})
    status.delete()


@verb
def move_to_territory(*, contribution: Contribution, territory: "Territory | None", by: "Actor") -> Contribution:
    """Say which commune it speaks of; the figures of both communes follow."""
    spine.lock(contribution)
    demand(by, "manage", contribution)
    contribution.refresh_from_db(fields=["territory"])
    before = contribution.territory
    if before == territory:
        return contribution
    if contribution.is_public:
        spine.count(contribution, -1)
    contribution.territory = territory
    contribution.save(update_fields=["territory"])
    if contribution.is_public:
        spine.count(contribution, +1)
    changes = {"territory": [str(before or ""), str(territory or "")]}
    record("move_to_territory", by=by, target=contribution, changes=changes)
    emit(ContributionEdited(contribution=contribution, by=by))
    return contribution


@verb
def mark_read(*, contributions: Sequence[Contribution], by: "Actor") -> int:
    """« Marquer comme lue », one or many at once; how many were not yet."""
    spine.lock(*contributions)
    unread = [one for one in contributions if one.stage < Stage.READ]
    for one in unread:
        demand(by, "work_on", one)
        spine.read(one, by=by)
        record("mark_read", by=by, target=one)
    return len(unread)


@verb
def put_forward(*, contribution: Contribution, days: int = 3, by: "Actor") -> Highlight:
    """Show it on the pages of its step and démarche for a few days; it ends by itself."""
    spine.lock(contribution)
    demand(by, "put_forward", contribution)
    shown = [
        row for row in highlights_of([Step.objects.get(pk=contribution.step_id)]) if row.code != contribution.code
    ]
    if len(shown) >= MOST:
        raise Refused(_("%(count)s are already put forward here: take one back first.") % {"count": MOST})
    until = timezone.now() + timedelta(days=days)
    highlight = Highlight(contribution.code, title_of(contribution), until)
    rewrite(contribution.step_id, without={contribution.code}, more=[highlight])
    record("put_forward", by=by, target=contribution, changes={"until": [None, until.isoformat()]})
    return highlight


@verb
def take_back(*, contribution: Contribution, by: "Actor") -> None:
    """Put it forward no longer, before its day."""
    spine.lock(contribution)
    demand(by, "manage", contribution)
    rewrite(contribution.step_id, without={contribution.code})
    record("take_back", by=by, target=contribution)
