"""Rights that depend on the person alone, and the checks other rooms share."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, SYSTEM, Actor, Identity
from parvis.accounts.models import Participant, RetentionRule, Role, RoleAssignment, User
from parvis.audit.models import AuditEvent
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule

SECOND_FACTOR_NEEDED = _("For this gesture we need your second key: a passkey or a code generator.")


def second_factor(actor: Actor) -> Sentence | None:
    """To administer, moderate, export personal data or open a vote (practice A6)."""
    return None if actor.has_second_factor else SECOND_FACTOR_NEEDED


def role_on(actor: Actor, obj: Any, *roles: str) -> Sentence | None:
    """One of ``roles`` on the space or the démarche of ``obj`` (``space_id``, ``process_id``)."""
    space_id, process_id = getattr(obj, "space_id", None), getattr(obj, "process_id", None)
    return None if actor.holds(*roles, space_id=space_id, process_id=process_id) else NOT_YOURS


def identity_at_least(actor: Actor, least: int) -> Sentence | None:
    if actor.identity >= least:
        return None
    if least == Identity.ACCOUNT:
        return _("Log in first: we will send you a code by e-mail.")
    return _("Tell us your e-mail address first: we will send you a code.")


@rule("enter_desk")
def may_enter_desk(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.is_staff else _("This page is for the team.")


@rule("register", Participant)
def may_register(actor: Actor, _kind: type[Participant]) -> Sentence | None:
    """Note someone met by phone or at the counter: whoever meets people."""
    meets = (Role.ANIMATOR, Role.MODERATOR, Role.CIVIC, Role.CLERK, Role.TECHNICIAN)
    return None if actor.scope(*meets) else NOT_YOURS


@rule("edit", Participant)
@rule("erase", Participant)
def may_edit(actor: Actor, person: Participant) -> Sentence | None:
    """Herself, and nobody for her."""
    return None if actor.participant and actor.participant.pk == person.pk else NOT_YOURS


@rule("claim", Participant)
def may_claim(actor: Actor, person: Participant) -> Sentence | None:
    """Whoever shows a slip or proves an address; the code itself was checked by the view that found ``person``."""
    if actor.participant is None:
        return identity_at_least(actor, Identity.EMAIL)
    if person.owner_id or person.erased_at or person.pk == actor.participant.pk:
        return _("Somebody has already taken this up.")
    return None


# Whom an animator may bring to her own table; the rest is given by an administrator.
GIVEN_BY_ANIMATORS = frozenset(Role) - {Role.ADMIN, Role.ANIMATOR, Role.DPO, Role.IT}


@rule("manage")
def may_manage_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    """The pages of those who animate or administer; what stands in them is scoped by their queries."""
    return None if actor.scope(*MANAGERS) else NOT_YOURS


@rule("lead", RoleAssignment)
def may_lead(actor: Actor, _kind: object) -> Sentence | None:
    """See the team and the organisations of one’s scope."""
    scope = actor.scope(*MANAGERS)
    return first_refusal(None if scope else NOT_YOURS, second_factor(actor))


@rule("grant", RoleAssignment)
def may_grant(actor: Actor, assignment: RoleAssignment) -> Sentence | None:
    """Within one’s own scope only, and never a role above one’s own."""
    if actor is SYSTEM:
        return None
    givers = (Role.ANIMATOR,) if assignment.role in GIVEN_BY_ANIMATORS else ()
    carried = assignment.process or assignment.body
    space_id = carried.space_id if carried else assignment.space_id
    inside = actor.holds(Role.ADMIN, *givers, space_id=space_id, process_id=assignment.process_id)
    return first_refusal(None if inside else NOT_YOURS, second_factor(actor))


@rule("revoke", RoleAssignment)
def may_revoke(actor: Actor, assignment: RoleAssignment) -> Sentence | None:
    return first_refusal(may_grant(actor, assignment), _last_administrator(assignment))


@rule("erase", User)
def may_close_account(actor: Actor, user: User) -> Sentence | None:
    """Her own account, unless nobody would be left to administer."""
    mine = actor.user is not None and actor.user.pk == user.pk
    admins = user.roles.current().filter(role=Role.ADMIN, on_platform=True)
    return first_refusal(None if mine else NOT_YOURS, *(_last_administrator(assignment) for assignment in admins))


def _last_administrator(assignment: RoleAssignment) -> Sentence | None:
    """The platform keeps one administrator whose role does not end by itself."""
    if assignment.role != Role.ADMIN or not assignment.on_platform:
        return None
    others = RoleAssignment.objects.current().filter(
        role=Role.ADMIN, on_platform=True, ends_on=None, user__is_active=True
    )
    if others.exclude(user=assignment.user_id).exists():
        return None
    return _("This is the last administrator. Name another one first.")


# Who reads the trail, besides administrators: whoever answers for personal data and for the machine.
TRAIL_READERS = (Role.DPO, Role.IT)


@rule("read", AuditEvent)
def may_read_trail(actor: Actor, _kind: object) -> Sentence | None:
    return first_refusal(None if actor.scope(*TRAIL_READERS) else NOT_YOURS, second_factor(actor))


@rule("manage", RetentionRule)
def may_manage_retention(actor: Actor, _kind: object) -> Sentence | None:
    everywhere = actor.scope(Role.DPO).everywhere
    return first_refusal(None if everywhere else NOT_YOURS, second_factor(actor))


@rule("administer")
def may_administer_platform(actor: Actor, _obj: None) -> Sentence | None:
    """The whole installation: spaces, territories, platform roles."""
    return first_refusal(None if actor.scope(Role.ADMIN).everywhere else NOT_YOURS, second_factor(actor))


def managed(actor: Actor, obj: models.Model) -> Sentence | None:
    """Administrators and animators, on what they manage, second key shown."""
    return first_refusal(role_on(actor, obj, *MANAGERS), second_factor(actor))
