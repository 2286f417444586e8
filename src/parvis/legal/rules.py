from parvis.accounts.actors import Actor
from parvis.accounts.rules import role_on
from parvis.core.rights import Sentence, rule
from parvis.files.models import Document
from parvis.files.queries import keeper
from parvis.legal.models import Act, Arrangement, Entry, Piece
from parvis.processes.rules import NOTERS, may_manage


@rule("manage", Act, Arrangement, Piece)
def may_manage_legal(actor: Actor, row: Act | Arrangement | Piece) -> Sentence | None:
    return may_manage(actor, row.process)


@keeper
def scans(document: Document) -> list[Entry]:
    """The scan of a sheet of the register bears a name: it opens for the team alone."""
    return list(Entry.objects.filter(scan=document).select_related("register__process"))


@rule("open_files", Entry)
def may_open_scan(actor: Actor, entry: Entry) -> Sentence | None:
    return role_on(actor, entry, *NOTERS)
