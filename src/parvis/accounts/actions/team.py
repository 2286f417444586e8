"""Roles: who does what, where, from when to when."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from parvis.accounts.actors import SYSTEM, Actor
from parvis.accounts.models import Role, RoleAssignment, User
from parvis.accounts.persons import primary_of
from parvis.accounts.tasks import send_invitation
from parvis.audit.actions import record
from parvis.core.jobs import enqueue
from parvis.core.rights import demand
from parvis.core.verbs import verb


@verb
def make_first_administrator(*, email: str, name: str = "") -> User:
    """Whoever runs the server names who administers it. Done twice, it changes nothing."""
    user = _account_for(email, name)
    RoleAssignment.objects.get_or_create(user=user, role=Role.ADMIN, on_platform=True)
    record("make_first_administrator", by=SYSTEM, target=user)
    return user


@verb
def grant_role(*, by: Actor, email: str, name: str = "", **role: Any) -> RoleAssignment:
    """Give a role to whoever opens this mailbox, account or not yet, and tell her by mail.

    ``role``: fields of ``RoleAssignment`` (role, one scope, service, title, starts_on, ends_on).
    """
    assignment = RoleAssignment(granted_by=by.user, **role)
    demand(by, "grant", assignment)
    assignment.user = _account_for(email, name)
    assignment.save()
    record(
        "grant_role",
        by=by,
        target=assignment,
        changes={
            "role": assignment.role,
            "person": str(assignment.user),
            "from": str(assignment.starts_on or ""),
            "until": str(assignment.ends_on or ""),
        },
    )
    enqueue(send_invitation, assignment_id=assignment.pk)
    return assignment


def _account_for(email: str, name: str) -> User:
    """No invitation to accept: the door is a code mailed there, so only the mailbox's owner can enter."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        user = User.objects.create_user(email.strip(), name=name)
        primary_of(user)
    return user


@verb
def end_role(*, assignment: RoleAssignment, by: Actor, reason: str = "") -> None:
    """She leaves this role today; what she did stays where it is."""
    demand(by, "revoke", assignment)
    record(
        "end_role",
        by=by,
        target=assignment,
        changes={"role": assignment.role, "person": str(assignment.user)},
        reason=reason,
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.filter(pk=assignment.pk).update(ends_on=yesterday)
