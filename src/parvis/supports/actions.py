from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from parvis.accounts.models import Participant
from parvis.contributions import spine
from parvis.contributions.models import Channel, Contribution
from parvis.core.events import emit
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.processes.models import Process
from parvis.supports.events import Supported, Unsupported
from parvis.supports.models import Support
from parvis.supports.rules import NOT_KNOWN

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def support(*, contribution: Contribution, by: "Actor", channel: str = Channel.WEB) -> bool:
    """« Moi aussi ». Twice, or two hundred times at once, counts once; whether this time counted.

    The person's row is held first (her limit on this step), then the contribution's: the unique row decides, the
    counter follows it in the same transaction. Not in the audit trail: the row is its own trace, and a journal of who
    supports what would be a political file (practice A9).
    """
    if by.participant is None:
        raise Refused(NOT_KNOWN)
    person = Participant.objects.select_for_update(no_key=True).get(pk=by.participant.pk)
    spine.lock(contribution)
    demand(by, "support", contribution)
    if Support.objects.filter(contribution=contribution, participant=person).exists():
        return False
    _within_limit(contribution, person)
    Support.objects.create(
        contribution=contribution, participant=person, step_id=contribution.step_id, channel=channel
    )
    _count(contribution, +1)
    if contribution.process:
        spine.register_person(contribution.process, person, channel)
    emit(Supported(contribution=contribution, by=by))
    return True


def _within_limit(contribution: Contribution, person: Participant) -> None:
    """« At most five per person here » counts contributions, not comments."""
    most = contribution.step.settings.get("max_supports") if contribution.step else None
    if most is None or contribution.parent_id:
        return
    given = Support.objects.filter(step=contribution.step_id, participant=person, contribution__parent=None).count()
    if given >= most:
        raise Refused(
            ngettext(
                "You can support %(most)d contribution here, and you already do. Take one support back first.",
                "You can support %(most)d contributions here, and you already do. Take one support back first.",
                most,
            )
            % {"most": most}
        )


@verb
def unsupport(*, contribution: Contribution, by: "Actor") -> bool:
    """Take it back; whether there was something to take back."""
    if by.participant is None:
        raise Refused(NOT_KNOWN)
    spine.lock(contribution)
    demand(by, "unsupport", contribution)
    deleted, _rows = Support.objects.filter(contribution=contribution, participant=by.participant).delete()
    if deleted:
        _count(contribution, -1)
        emit(Unsupported(contribution=contribution, by=by))
    return bool(deleted)


def _count(contribution: Contribution, delta: int) -> None:
    spine.move(Contribution, contribution.pk, supports_count=delta)
    if contribution.parent_id is None:
        spine.move(Process, contribution.process_id, supports_count=delta)
