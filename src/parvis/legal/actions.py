"""Writing the legal life of a démarche: its frame, its acts, its file, its arrangements and what proves them.

Before publication, everything may be rewritten. After it, a change asks a reason and leaves what was said before.
"""

from datetime import date, time
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.contributions.models import Channel
from parvis.core.fields import as_translated
from parvis.core.files import IMAGES, sniff
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.files.keeping import keep_document, keep_image, let_go
from parvis.files.models import Document
from parvis.legal import register
from parvis.legal.checks import window_of
from parvis.legal.frames import library
from parvis.legal.models import (
    Act,
    Arrangement,
    Correction,
    Entry,
    Evidence,
    Piece,
    PieceVersion,
    Register,
    Regulation,
)
from parvis.processes.actions.shared import demand_alive, invalid, lock, log
from parvis.processes.models import Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

REASON_NEEDED = _("This is public: say what is corrected, and why.")


@verb
def choose_frame(*, process: Process, frame: str, by: "Actor", reason: str = "") -> Regulation:
    """Keep the text as it stands on the day the public takes part. Once public, another choice asks a reason."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    found = library().get(frame)
    day = window_of(process, process.phases.all()).first or timezone.localdate()
    version = found.version_on(day) if found and found.suits(process.territory) else None
    if version is None:
        raise invalid(frame=_("This text does not apply to this territory on that day."))
    kept = Regulation.objects.filter(process=process).first()
    if kept and (kept.frame, kept.version) == (version.frame, version.id):
        return kept
    if _is_public(process) and kept:
        _demand_reason(reason)
    before = str(kept or "")
    kept = kept or Regulation(process=process)
    kept.frame, kept.version, kept.title, kept.law = version.frame, version.id, version.title, version.raw
    kept.chosen_at, kept.chosen_by = timezone.now(), by.user
    kept.save()
    changes = {"frame": [before, f"{version.frame} {version.id}"]}
    record("choose_frame", by=by, target=process, changes=changes, reason=reason)
    if _is_public(process):
        log(process, "legal_frame", _("Legal frame: %(text)s"), by=by, params={"text": str(version.title)})
    return kept


@verb
def leave_frame(*, process: Process, by: "Actor") -> None:
    """No text any more, while it is a draft."""
    demand(by, "manage", process)
    process = lock(process)
    if _is_public(process):
        raise Refused(_("This démarche is public: its legal frame can be changed, not removed."))
    Regulation.objects.filter(process=process).delete()
    record("leave_frame", by=by, target=process)


# Acts ------------------------------------------------------------------------------------------------------

ACT_FIELDS = ("kind", "number", "title", "on", "until", "where", "url")


@verb
def record_act(
    *,
    process: Process,
    kind: str,
    on: date,
    by: "Actor",
    number: str = "",
    title: str = "",
    until: date | None = None,
    where: str = "",
    url: str = "",
    upload: IO[bytes] | None = None,
) -> Act:
    """A deliberation, a notice, a report: with its date, and the file that proves it."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    _demand_order(on, until, "until")
    act = Act(process=process, kind=kind, number=number, title=title, on=on, until=until, where=where, url=url)
    act.created_by = by.user
    if upload:
        act.document = _document(upload, title or str(act), process, by)
    act.save()
    record("record_act", by=by, target=process, changes={"act": act.pk, "kind": kind, "on": str(on)})
    return act


@verb
def correct_act(*, act: Act, by: "Actor", reason: str = "", upload: IO[bytes] | None = None, **fields: Any) -> Act:
    """Say it otherwise; once the démarche is public, what it said stays readable with the reason."""
    demand(by, "manage", act)
    process = lock(act.process)
    demand_alive(process)
    act = Act.objects.select_for_update().get(pk=act.pk)
    _demand_standing(act)
    _demand_order(fields["on"], fields["until"], "until")
    before = {name: getattr(act, name) for name in ACT_FIELDS}
    for name in ACT_FIELDS:
        setattr(act, name, fields[name])
    changed = {name: _shown(before[name]) for name in ACT_FIELDS if before[name] != getattr(act, name)}
    if upload:
        changed["document"] = str(act.document or "")
        act.document = _document(upload, act.title or str(act), process, by)
    if changed:
        _note_correction(process, changed, reason, by, act=act)
        act.save()
        record("correct_act", by=by, target=process, changes={"act": act.pk, **changed}, reason=reason)
    return act


@verb
def withdraw_act(*, act: Act, by: "Actor", reason: str = "") -> None:
    """Take it back: gone while a draft, struck out with the reason once public."""
    demand(by, "manage", act)
    process = lock(act.process)
    demand_alive(process)
    record("withdraw_act", by=by, target=process, changes={"act": str(act)}, reason=reason)
    if not _is_public(process):
        document = act.document
        act.delete()
        if document:
            let_go(document)
        return
    _demand_reason(reason)
    _demand_standing(act)
    act.withdrawn_at, act.withdrawn_reason = timezone.now(), reason
    act.save(update_fields=["withdrawn_at", "withdrawn_reason"])


# The file --------------------------------------------------------------------------------------------------


@verb
def add_piece(*, process: Process, title: Any, upload: IO[bytes], by: "Actor", what_changed: str = "") -> Piece:
    """A document of the file, first version."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    title = as_translated(title)
    if not title:
        raise invalid(title=_("Give it a title."))
    piece = Piece.objects.create(process=process, title=title)
    _add_version(piece, upload, what_changed, process, by)
    return piece


@verb
def replace_piece(*, piece: Piece, upload: IO[bytes], what_changed: str, by: "Actor") -> PieceVersion:
    """A newer version; the former ones stay, dated."""
    demand(by, "manage", piece)
    process = lock(piece.process)
    demand_alive(process)
    if not what_changed.strip():
        raise invalid(what_changed=_("Say what changed: people may have read the former version."))
    version = _add_version(piece, upload, what_changed, process, by)
    if _is_public(process):
        log(process, "file_changed", _("The file changed: %(piece)s"), by=by, params={"piece": str(piece)})
    return version


def _add_version(piece: Piece, upload: IO[bytes], what_changed: str, process: Process, by: "Actor") -> PieceVersion:
    number = (piece.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PieceVersion.objects.create(
        piece=piece,
        number=number,
        document=_document(upload, piece.title, process, by),
        what_changed=what_changed,
        by=by.user,
    )
    record("add_piece_version", by=by, target=process, changes={"piece": piece.pk, "number": number})
    return version


# Arrangements ----------------------------------------------------------------------------------------------

ANNOUNCED = ("what", "starts_on", "ends_on", "where")


@verb
def announce(
    *,
    process: Process,
    what: Any,
    by: "Actor",
    starts_on: date | None = None,
    ends_on: date | None = None,
    where: str = "",
) -> Arrangement:
    """« Modalité annoncée »: what, when, where."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    what = as_translated(what)
    if not what:
        raise invalid(what=_("Say what is announced."))
    _demand_order(starts_on, ends_on, "ends_on")
    last = process.arrangements.aggregate(last=Max("order"))["last"] or 0
    arrangement = Arrangement.objects.create(
        process=process, what=what, starts_on=starts_on, ends_on=ends_on, where=where, order=last + 1
    )
    record("announce", by=by, target=process, changes={"arrangement": arrangement.pk})
    return arrangement


@verb
def correct_arrangement(*, arrangement: Arrangement, by: "Actor", reason: str = "", **fields: Any) -> Arrangement:
    """Announce it otherwise; once public, what was announced stays readable with the reason."""
    demand(by, "manage", arrangement)
    process = lock(arrangement.process)
    demand_alive(process)
    arrangement = Arrangement.objects.select_for_update().get(pk=arrangement.pk)
    _demand_standing(arrangement)
    fields["what"] = as_translated(fields["what"])
    _demand_order(fields["starts_on"], fields["ends_on"], "ends_on")
    before = {name: getattr(arrangement, name) for name in ANNOUNCED}
    for name in ANNOUNCED:
        setattr(arrangement, name, fields[name])
    changed = {name: _shown(before[name]) for name in ANNOUNCED if before[name] != getattr(arrangement, name)}
    if changed:
        _note_correction(process, changed, reason, by, arrangement=arrangement)
        arrangement.save(update_fields=list(ANNOUNCED))
        record("correct_arrangement", by=by, target=process, changes={"arrangement": arrangement.pk, **changed})
    return arrangement


@verb
def withdraw_arrangement(*, arrangement: Arrangement, by: "Actor", reason: str = "") -> None:
    """No longer announced: gone while a draft, struck out with the reason once public."""
    demand(by, "manage", arrangement)
    process = lock(arrangement.process)
    demand_alive(process)
    record("withdraw_arrangement", by=by, target=process, changes={"what": str(arrangement)}, reason=reason)
    if not _is_public(process):
        arrangement.delete()
        return
    _demand_reason(reason)
    _demand_standing(arrangement)
    arrangement.withdrawn_at, arrangement.withdrawn_reason = timezone.now(), reason
    arrangement.save(update_fields=["withdrawn_at", "withdrawn_reason"])


@verb
def say_kept(
    *, arrangement: Arrangement, by: "Actor", kept_on: date | None, kept_note: str = "", not_kept_reason: str = ""
) -> Arrangement:
    """« Modalité tenue »: the day it was, or why it was not."""
    demand(by, "manage", arrangement)
    process = lock(arrangement.process)
    demand_alive(process)
    _demand_standing(arrangement)
    if bool(kept_on) == bool(not_kept_reason.strip()):
        raise invalid(kept_on=_("Give the day it was kept, or say why it was not: one of the two."))
    if kept_on and kept_on > timezone.localdate():
        raise invalid(kept_on=_("This day is still to come."))
    was = [str(arrangement.kept_on or ""), arrangement.not_kept_reason]
    arrangement.kept_on, arrangement.kept_note = kept_on, kept_note
    arrangement.not_kept_reason = not_kept_reason.strip()
    arrangement.save(update_fields=["kept_on", "kept_note", "not_kept_reason"])
    now = [str(kept_on or ""), arrangement.not_kept_reason]
    record("say_kept", by=by, target=process, changes={"arrangement": arrangement.pk, "kept": [was, now]})
    return arrangement


@verb
def add_evidence(
    *,
    arrangement: Arrangement,
    title: str,
    by: "Actor",
    upload: IO[bytes] | None = None,
    url: str = "",
    text: str = "",
) -> Evidence:
    """A photo, a file, a link or words; ``title`` says what it shows."""
    demand(by, "manage", arrangement)
    process = lock(arrangement.process)
    demand_alive(process)
    _demand_standing(arrangement)
    if not title.strip():
        raise invalid(title=_("Say what it shows: it is read aloud to those who do not see it."))
    if not (upload or url or text.strip()):
        raise invalid(upload=_("Join a photo or a file, give a link, or say it in words."))
    evidence = Evidence(arrangement=arrangement, title=title.strip(), url=url, text=text.strip(), by=by.user)
    if upload and _is_image(upload):
        evidence.image = keep_image(upload=upload, alt=title, is_decorative=False, space=process.space, by=by)
    elif upload:
        evidence.document = _document(upload, title, process, by)
    evidence.save()
    record("add_evidence", by=by, target=process, changes={"arrangement": arrangement.pk, "evidence": evidence.pk})
    return evidence


@verb
def remove_evidence(*, evidence: Evidence, by: "Actor", reason: str) -> None:
    """Its file goes; its line stays, with the day and the reason, here and in the report."""
    process = lock(evidence.arrangement.process)
    demand(by, "manage", process)
    demand_alive(process)
    if evidence.removed_at:
        raise Refused(_("It is removed already."))
    _demand_reason(reason)
    files = [row for row in (evidence.image, evidence.document) if row]
    evidence.image = evidence.document = None
    evidence.url = evidence.text = ""
    evidence.removed_at, evidence.removed_reason = timezone.now(), reason.strip()
    evidence.save()
    let_go(*files)
    record("remove_evidence", by=by, target=process, changes={"evidence": evidence.pk}, reason=reason)


# The register ----------------------------------------------------------------------------------------------


@verb
def open_register(
    *, process: Process, paper_until: date, by: "Actor", closing_time: time | None = None
) -> Register:
    """Open it, or set its hour and its last day for paper otherwise. What already arrived is numbered first."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    kept = Register.objects.filter(process=process).first()
    changes = {"closing_time": str(closing_time or ""), "paper_until": str(paper_until)}
    if kept is None:
        kept = Register.objects.create(
            process=process, paper_until=paper_until, closing_time=closing_time, opened_by=by.user
        )
        register.enter_missing(kept, by=by)
    else:
        if _is_public(process) and (kept.closing_time, kept.paper_until) != (closing_time, paper_until):
            log(process, "register_dates", _("The dates of the register changed."), by=by)
        kept.closing_time, kept.paper_until = closing_time, paper_until
        kept.save(update_fields=["closing_time", "paper_until"])
    record("open_register", by=by, target=process, changes=changes)
    return kept


@verb
def complete_register(*, process: Process, by: "Actor") -> int:
    """Number what came from a file, or before the register; how many."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    added = register.enter_missing(process.register, by=by)
    record("complete_register", by=by, target=process, changes={"added": added})
    return added


@verb
def attach_scan(*, entry: Entry, upload: IO[bytes], by: "Actor") -> Entry:
    """The sheet or the letter itself, for the team alone: it bears a name, a signature."""
    demand(by, "manage", entry.register.process)
    process = lock(entry.register.process)
    demand_alive(process)
    if entry.channel == Channel.WEB:
        raise Refused(_("This observation was written online: there is no paper."))
    before = entry.scan
    entry.scan = _document(upload, entry.code, process, by)
    entry.save(update_fields=["scan"])
    if before:
        let_go(before)
    record("attach_scan", by=by, target=process, changes={"number": entry.number})
    return entry


# Shared ----------------------------------------------------------------------------------------------------


def _is_public(process: Process) -> bool:
    return process.state in Process.PUBLIC_STATES


def _is_image(upload: IO[bytes]) -> bool:
    return sniff(upload, str(getattr(upload, "name", ""))) in IMAGES


def _document(upload: IO[bytes], title: Any, process: Process, by: "Actor") -> Document:
    try:
        return keep_document(
            upload=upload, title=title, text_alternative="", language="fr", space=process.space, by=by
        )
    except ValidationError as refusal:
        raise ValidationError({"upload": refusal.messages}) from refusal


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise invalid(reason=REASON_NEEDED)


def _demand_standing(row: Act | Arrangement) -> None:
    if row.withdrawn_at:
        raise Refused(_("It was taken back: it no longer changes."))


def _demand_order(first: date | None, last: date | None, field: str) -> None:
    if first and last and last < first:
        raise invalid(**{field: _("The last day is before the first.")})


def _note_correction(process: Process, before: dict[str, Any], reason: str, by: "Actor", **of: Any) -> None:
    """Once public, what was shown is kept beside what replaces it."""
    if _is_public(process):
        _demand_reason(reason)
        Correction.objects.create(before=before, reason=reason.strip(), by=by.user, **of)


def _shown(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else str(value) if value is not None else ""
