from parvis.accounts.actors import Actor
from parvis.core.rights import Sentence, rule
from parvis.legal.models import Act, Arrangement, Piece
from parvis.processes.rules import may_manage


@rule("manage", Act, Arrangement, Piece)
def may_manage_legal(actor: Actor, row: Act | Arrangement | Piece) -> Sentence | None:
    return may_manage(actor, row.process)
