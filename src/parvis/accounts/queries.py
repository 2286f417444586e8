"""Reading persons and accounts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet

from parvis.accounts.models import Address, Consent, Participant, User, address_digest, claim_digest

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


def addresses_of(actor: "Actor") -> QuerySet[Address]:
    return Address.objects.filter(participant=actor.participant).order_by("id")
