"""The legal life of a démarche, as it is frozen: what applied, what was announced, what proves that it was kept."""

from collections.abc import Iterator

from parvis.legal.models import Act, Arrangement, Entry, Evidence, PieceVersion, Regulation
from parvis.processes.archive import Item, archived
from parvis.processes.models import Process

_ACT = (
    "kind",
    "number",
    "title",
    "on",
    "until",
    "where",
    "url",
    "document__digest",
    "withdrawn_at",
    "withdrawn_reason",
)
_ARRANGEMENT = (
    *("what", "starts_on", "ends_on", "where", "kept_on", "kept_note", "not_kept_reason"),
    *("withdrawn_at", "withdrawn_reason"),
)
_PIECE = ("piece__title", "number", "what_changed", "at", "document__digest")
_ENTRY = ("code", "channel", "received_on", "entered_at", "scan__digest")
_EVIDENCE = ("arrangement_id", "title", "image__digest", "document__digest", "url", "text", "at", "removed_at")


@archived
def _legal(process: Process) -> Iterator[Item]:
    for kept in Regulation.objects.filter(process=process):
        yield Item("legal frame", kept.frame, {"version": kept.version, "law": kept.law})
    for act in Act.objects.filter(process=process).order_by("id").values("id", *_ACT):
        yield Item("act", str(act.pop("id")), act)
    pieces = PieceVersion.objects.filter(piece__process=process).order_by("id")
    for piece in pieces.values("id", *_PIECE):
        yield Item("file", str(piece.pop("id")), piece)
    for row in Arrangement.objects.filter(process=process).order_by("id").values("id", *_ARRANGEMENT):
        yield Item("arrangement", str(row.pop("id")), row)
    for row in Entry.objects.filter(register__process=process).order_by("number").values("number", *_ENTRY):
        yield Item("register", str(row["number"]), row)
    for row in Evidence.objects.filter(arrangement__process=process).order_by("id").values("id", *_EVIDENCE):
        yield Item("evidence", str(row.pop("id")), row)
