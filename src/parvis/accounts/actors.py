"""Who is asking: the person, what we know of her identity, and the roles she holds today."""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from parvis.accounts.models import Participant, Role, RoleAssignment, User

if TYPE_CHECKING:
    from django.http import HttpRequest

# Where allauth notes how the person logged in; a second factor counts for the session that showed it.
AUTHENTICATION_METHODS_SESSION_KEY = "account_authentication_methods"
PARTICIPANT_KEY = "participant"


class Identity(IntEnum):
    """How well we know the person; a step states the least it accepts."""

    NONE = 0
    EMAIL = 1
    ACCOUNT = 2


# Who may do the daily work of a démarche: frame, note, answer, publish.
MANAGERS = frozenset({Role.ADMIN, Role.ANIMATOR})
# Whoever has a desk at all.
STAFF = frozenset(Role) - {Role.EXPERT}


@dataclass(frozen=True)
class Scope:
    """Where a set of roles applies, ready for a query: everywhere, these spaces, these démarches, these bodies.

    A body is no part of the truth value: it opens what the body has, never a démarche.
    """

    everywhere: bool = False
    spaces: frozenset[int] = frozenset()
    processes: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.spaces or self.processes)

    def covers(
        self, *, space_id: int | None = None, process_id: int | None = None, body_id: int | None = None
    ) -> bool:
        return self.everywhere or space_id in self.spaces or process_id in self.processes or body_id in self.bodies


@dataclass(frozen=True)
class Actor:
    user: User | None = None
    participant: Participant | None = None
    roles: tuple[RoleAssignment, ...] = ()
    has_second_factor: bool = False
    _scopes: dict[frozenset[str], Scope] = field(default_factory=dict, compare=False, repr=False)

    @property
    def identity(self) -> Identity:
        if self.user:
            return Identity.ACCOUNT
        return Identity.EMAIL if self.participant else Identity.NONE

    @property
    def label(self) -> str:
        return str(self.user or self.participant or "")

    @property
    def is_staff(self) -> bool:
        return any(assignment.role in STAFF for assignment in self.roles)

    def scope(self, *roles: str) -> Scope:
        """Where this person holds one of ``roles``; administrators hold every role of their scope."""
        wanted = frozenset(roles) | {Role.ADMIN}
        if wanted not in self._scopes:
            held = [assignment for assignment in self.roles if assignment.role in wanted]
            self._scopes[wanted] = Scope(
                everywhere=any(a.on_platform for a in held),
                spaces=frozenset(a.space_id for a in held if a.space_id),
                processes=frozenset(a.process_id for a in held if a.process_id),
                bodies=frozenset(a.body_id for a in held if a.body_id),
            )
        return self._scopes[wanted]

    def holds(
        self,
        *roles: str,
        space_id: int | None = None,
        process_id: int | None = None,
        body_id: int | None = None,
    ) -> bool:
        return self.scope(*roles).covers(space_id=space_id, process_id=process_id, body_id=body_id)


VISITOR = Actor()
SYSTEM = Actor()  # the clock and the jobs: recorded with an empty name


def actor_of(user: User, *, has_second_factor: bool = False) -> Actor:
    """The actor behind an account, outside a request (jobs, commands, tests)."""
    return Actor(
        user=user,
        participant=Participant.objects.filter(owner=user, is_primary=True).first(),
        roles=tuple(RoleAssignment.objects.current().filter(user=user)),
        has_second_factor=has_second_factor,
    )


def actor_from_request(request: "HttpRequest") -> Actor:
    if request.user.is_authenticated:
        methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        return actor_of(request.user, has_second_factor=any(m.get("method") == "mfa" for m in methods))
    participant_id = request.session.get(PARTICIPANT_KEY)
    if participant_id:
        return Actor(participant=Participant.objects.filter(pk=participant_id, erased_at=None).first())
    return VISITOR
