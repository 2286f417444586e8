from parvis.accounts.actors import Actor, Identity
from parvis.accounts.rules import identity_at_least
from parvis.core.rights import Sentence, rule


@rule("read_news")
def may_read_news(actor: Actor, _obj: None) -> Sentence | None:
    """Her own, and nobody else’s."""
    return identity_at_least(actor, Identity.EMAIL)
