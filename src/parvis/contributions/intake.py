"""The way in, shared by every verb that receives words: proposals, comments, notes taken for someone."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from parvis.contributions import spine
from parvis.contributions.events import ContributionReceived
from parvis.contributions.models import Contribution, State
from parvis.contributions.queries import voices_of
from parvis.contributions.screening import reason_to_hold
from parvis.core.events import emit
from parvis.core.rights import Refused

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


def receive(contribution: Contribution, *, by: "Actor") -> None:
    """Save a new contribution, then show it, or keep it pending with the reason for the team."""
    reason = reason_to_hold(contribution, by)
    contribution.state = State.PENDING
    contribution.save()
    emit(ContributionReceived(contribution=contribution, by=by))
    if contribution.author and contribution.process:
        spine.register_person(contribution.process, contribution.author, contribution.channel)
    if reason is None:
        spine.show(contribution, by=by)
    else:
        spine.mark(contribution, by=by, state=State.PENDING, reason=str(reason), is_public=False)


def demand_voice(by: "Actor", organisation_id: int | None) -> None:
    """Only who represents an organisation speaks in its name."""
    if organisation_id and not voices_of(by).filter(pk=organisation_id).exists():
        raise Refused(_("You cannot speak in the name of this organisation."))
