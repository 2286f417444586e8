"""Who works on a démarche, beside the team of its space."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Role, RoleAssignment, User
from parvis.audit.actions import record
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.processes.actions.shared import demand_alive, invalid
from parvis.processes.models import Process

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

# What an animator may give on her démarche; the others are given by an administrator.
TEAM_ROLES = (
    Role.ANIMATOR,
    Role.MODERATOR,
    Role.TECHNICIAN,
    Role.ELECTED,
    Role.CIVIC,
    Role.CLERK,
    Role.EVALUATOR,
    Role.EXPERT,
)


@verb
def add_to_team(
    *, process: Process, email: str, role: str, by: "Actor", title: str = "", ends_on: date | None = None
) -> RoleAssignment:
    """Give a colleague a role on this démarche alone. She must have an account."""
    demand(by, "manage", process)
    demand_alive(process)
    if role not in TEAM_ROLES:
        raise invalid(role=_("This role is given by an administrator."))
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise invalid(email=_("Nobody has an account with this address. Ask her to log in once, then come back."))
    assignment, _created = RoleAssignment.objects.update_or_create(
        user=user,
        role=role,
        process=process,
        defaults={"title": title.strip(), "ends_on": ends_on, "granted_by": by.user},
    )
    record("add_to_team", by=by, target=process, changes={"role": role, "user": user.pk})
    return assignment


@verb
def remove_from_team(*, assignment: RoleAssignment, by: "Actor") -> None:
    demand(by, "manage", assignment.process)
    record(
        "remove_from_team",
        by=by,
        target=assignment.process,
        changes={"role": assignment.role, "user": assignment.user_id},
    )
    assignment.delete()
