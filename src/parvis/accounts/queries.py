"""Reading persons and accounts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from parvis.accounts.models import (
    Address,
    Consent,
    LoginLink,
    Participant,
    Role,
    RoleAssignment,
    User,
    address_digest,
    claim_digest,
    keyed_digest,
)

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

CHARTER = "charter"
PARENTAL = "parental"


@dataclass(frozen=True)
class Mailbox:
    """Who stands behind an e-mail address: at most one account, and persons without account."""

    user: User | None
    people: list[Participant]

    @property
    def only_user(self) -> bool:
        """What the team noted for this address waits for her in « Mon suivi »."""
        return self.user is not None and not any(person.is_proved for person in self.people)

    @property
    def only_person(self) -> Participant | None:
        """The one person this address is proved for; a note taken by the team must still be chosen."""
        if self.user is None and len(self.people) == 1 and self.people[0].is_proved:
            return self.people[0]
        return None


def behind_mailbox(email: str) -> Mailbox:
    digest = address_digest(Address.Kind.EMAIL, email)
    proved = Address.objects.filter(participant=OuterRef("pk"), digest=digest, verified_at__isnull=False)
    people = (
        Participant.objects.filter(addresses__digest=digest, owner=None, erased_at=None)
        .annotate(is_proved=Exists(proved))
        .order_by("created_at", "id")
    )
    return Mailbox(user=User.objects.filter(email__iexact=email.strip()).first(), people=list(people))


def accepted(participant: Participant, purpose: str) -> bool:
    return Consent.objects.filter(participant=participant, purpose=purpose, withdrawn_at=None).exists()


def claimable(code: str) -> Participant | None:
    """The person a slip's code stands for, unless an account already took her words up."""
    return Participant.objects.filter(claim_digest=claim_digest(code), owner=None, erased_at=None).first()


def noted_for(person: Participant) -> list[Participant]:
    """Persons the team noted with an address that is now proved to be hers, waiting to be taken up."""
    mine = person.addresses.filter(verified_at__isnull=False).values("digest")
    waiting = Address.objects.filter(participant=OuterRef("pk"), verified_at=None, digest__in=mine)
    return list(Participant.objects.filter(Exists(waiting), owner=None, erased_at=None).exclude(pk=person.pk))


def proved_email(person: Participant) -> str | None:
    address = person.addresses.filter(kind=Address.Kind.EMAIL, verified_at__isnull=False).order_by("id").first()
    return address.value if address else None


def user_of_link(token: str) -> User | None:
    """Whom a login link would let in, if it is still good."""
    link = LoginLink.objects.filter(
        digest=keyed_digest("login-link", token),
        used_at=None,
        made_at__gt=timezone.now() - LoginLink.LIFETIME,
        user__is_active=True,
    )
    found = link.select_related("user").first()
    return found.user if found else None


def team_of(actor: "Actor") -> QuerySet[RoleAssignment]:
    """The roles an administrator or animator sees: those of her own scope, over or not."""
    scope = actor.scope(Role.ANIMATOR)
    rows = RoleAssignment.objects.select_related("user", "space", "process", "body", "service", "granted_by")
    if scope.everywhere:
        return rows
    return rows.filter(
        Q(space__in=scope.spaces)
        | Q(process__in=scope.processes)
        | Q(process__space__in=scope.spaces)
        | Q(body__space__in=scope.spaces)
    )
