from parvis.accounts.actors import Actor, Identity
from parvis.accounts.rules import identity_at_least
from parvis.contributions.models import Contribution
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule, why_not
from parvis.organisations.models import Body, Organisation
from parvis.processes.models import Process, Theme
from parvis.territories.models import Territory


@rule("follow", Contribution, Process)
def may_follow_what_she_sees(actor: Actor, thing: Contribution | Process) -> Sentence | None:
    return first_refusal(why_not(actor, "see", thing), identity_at_least(actor, Identity.EMAIL))


@rule("follow", Theme, Territory, Organisation)
def may_follow(actor: Actor, _thing: Theme | Territory | Organisation) -> Sentence | None:
    return identity_at_least(actor, Identity.EMAIL)


@rule("follow", Body)
def may_follow_body(actor: Actor, body: Body) -> Sentence | None:
    return first_refusal(None if body.is_public else NOT_YOURS, identity_at_least(actor, Identity.EMAIL))
