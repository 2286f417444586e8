from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor
from parvis.accounts.models import Role
from parvis.accounts.rules import managed, role_on
from parvis.core.rights import NOT_YOURS, Sentence, rule
from parvis.replies.models import Outcome, Reply


def services_of(actor: Actor) -> frozenset[int]:
    """The services this person answers for today."""
    return frozenset(a.service_id for a in actor.roles if a.role == Role.TECHNICIAN and a.service_id)


@rule("see", Reply)
@rule("answer", Reply)
def may_write(actor: Actor, reply: Reply) -> Sentence | None:
    """Animators and élus write every answer of their scope; a technician those of her service, and her own."""
    if role_on(actor, reply, Role.ANIMATOR, Role.ELECTED) is None:
        return None
    refusal = role_on(actor, reply, Role.TECHNICIAN)
    if refusal is not None:
        return refusal
    hers = reply.drafted_by_id is None or (actor.user is not None and reply.drafted_by_id == actor.user.pk)
    return None if hers or reply.service_id in services_of(actor) else NOT_YOURS


@rule("validate", Reply)
def may_validate(actor: Actor, reply: Reply) -> Sentence | None:
    """The élue validates on her phone; a code by e-mail is enough (practice A6)."""
    return role_on(actor, reply, Role.ANIMATOR, Role.ELECTED)


@rule("publish", Reply)
def may_publish(actor: Actor, reply: Reply) -> Sentence | None:
    return managed(actor, reply)


@rule("manage", Outcome)
def may_manage_outcome(actor: Actor, outcome: Outcome) -> Sentence | None:
    return managed(actor, outcome)


@rule("answer")
def may_answer_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    """Open the page of answers; what stands in it is scoped by its queries."""
    return None if actor.scope(Role.ANIMATOR, Role.TECHNICIAN, Role.ELECTED) else NOT_YOURS


@rule("validate")
def may_validate_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(Role.ANIMATOR, Role.ELECTED) else _("This page is for elected members.")
