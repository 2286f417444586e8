from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.models import Role
from parvis.accounts.rules import role_on, second_factor
from parvis.contributions.models import State
from parvis.contributions.rules import is_author, may_moderate
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.moderation.models import Appeal, Decision, ModerationPolicy
from parvis.processes.models import Step

MODERATORS = (Role.ANIMATOR, Role.MODERATOR)


@rule("moderate")
def may_moderate_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    """Open the queue; what stands in it is scoped by its query."""
    return first_refusal(None if actor.scope(*MODERATORS) else NOT_YOURS, second_factor(actor))


@rule("moderate", Step)
def may_moderate_step(actor: Actor, step: Step) -> Sentence | None:
    return first_refusal(role_on(actor, step, *MODERATORS), second_factor(actor))


@rule("undo", Decision)
def may_undo(actor: Actor, decision: Decision) -> Sentence | None:
    """A decision is undone by whoever moderates there, until the author has asked for a second reading."""
    return first_refusal(
        may_moderate(actor, decision.contribution),
        _("The author has asked for a second reading: answer it instead.") if hasattr(decision, "appeal") else None,
    )


@rule("see_statement", Decision)
def may_see_statement(actor: Actor, decision: Decision) -> Sentence | None:
    """The reasons are for the author, and for those who moderate there."""
    if is_author(actor, decision.contribution):
        return None
    return may_moderate(actor, decision.contribution)


@rule("appeal", Decision)
def may_appeal(actor: Actor, decision: Decision) -> Sentence | None:
    """The author alone, once, while her words are hidden."""
    if not is_author(actor, decision.contribution):
        return NOT_YOURS
    if hasattr(decision, "appeal"):
        return _("You have already asked for a second reading.")
    hidden = decision.verb == Decision.Verb.HIDE and decision.contribution.state == State.HIDDEN
    return None if hidden and decision.undone_at is None else _("Your message is not hidden.")


@rule("judge", Appeal)
def may_judge(actor: Actor, appeal: Appeal) -> Sentence | None:
    """Another person than the one who decided reads again (DSA art. 20: a fair second look)."""
    refusal = may_moderate(actor, appeal.decision.contribution)
    if refusal is None and actor.user is not None and appeal.decision.by_id == actor.user.pk:
        return _("You took this decision: somebody else reads it again.")
    return refusal


@rule("change", ModerationPolicy)
def may_change_policy(actor: Actor, policy: ModerationPolicy) -> Sentence | None:
    return first_refusal(role_on(actor, policy, *MODERATORS), second_factor(actor))
