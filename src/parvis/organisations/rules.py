from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import SYSTEM, Actor, Identity
from parvis.accounts.rules import identity_at_least, managed
from parvis.core.rights import NOT_YOURS, Sentence, rule
from parvis.organisations.models import Mandate, Membership, Organisation, Sitting
from parvis.organisations.queries import is_member, representatives_left, represents, visible_to


@rule("see", Organisation)
def may_see(actor: Actor, organisation: Organisation) -> Sentence | None:
    return None if visible_to(actor).filter(pk=organisation.pk).exists() else NOT_YOURS


@rule("found", Organisation)
def may_found(actor: Actor, _kind: type[Organisation]) -> Sentence | None:
    """Residents form a collective: the team verifies it before it speaks."""
    return identity_at_least(actor, Identity.ACCOUNT)


@rule("edit", Organisation)
def may_edit(actor: Actor, organisation: Organisation) -> Sentence | None:
    """Its page and its members: whoever represents it, or the team of its space."""
    return None if represents(actor, organisation) else managed(actor, organisation)


@rule("verify", Organisation)
def may_verify(actor: Actor, organisation: Organisation) -> Sentence | None:
    return None if actor is SYSTEM else managed(actor, organisation)


@rule("join", Organisation)
def may_join(actor: Actor, organisation: Organisation) -> Sentence | None:
    """The invitation itself was checked by the view."""
    if is_member(actor, organisation):
        return _("You are already in it.")
    return identity_at_least(actor, Identity.ACCOUNT)


@rule("leave", Membership)
def may_leave(actor: Actor, membership: Membership) -> Sentence | None:
    """Herself, or whoever manages the organisation; one representative stays."""
    mine = actor.user is not None and membership.user_id == actor.user.pk
    refusal = None if mine else may_edit(actor, membership.organisation)
    if (
        refusal is None
        and membership.is_representative
        and not representatives_left(membership.organisation, membership)
    ):
        return _("Name another representative first.")
    return refusal


@rule("speak_for", Organisation)
def may_speak_for(actor: Actor, organisation: Organisation) -> Sentence | None:
    if not represents(actor, organisation):
        return NOT_YOURS
    return None if organisation.verified_at else _("The team has not verified it yet.")


@rule("manage", Mandate, Sitting)
def may_write_chart(actor: Actor, row: Mandate | Sitting) -> Sentence | None:
    """Who decides here, and when: the team of the space."""
    return managed(actor, row)
