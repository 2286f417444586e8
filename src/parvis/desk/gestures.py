"""What one may do with a contribution from its story: each gesture asked of its rule, none shown in vain."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.contributions.models import Contribution, Stage, State, Status
from parvis.core.rights import can

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@dataclass(frozen=True, kw_only=True)
class Gestures:
    """``statuses`` is None for whoever may not choose one; empty when the démarche has no word of its own yet."""

    read: bool
    note: bool
    answer: bool
    manage: bool
    moderate: bool
    gather: bool
    split: bool
    place: bool
    put_forward: bool
    statuses: list[Status] | None

    @property
    def any(self) -> bool:
        return any((self.read, self.manage, self.moderate))


def gestures(one: Contribution, actor: "Actor") -> Gestures:
    works, manages = can(actor, "work_on", one), can(actor, "manage", one)
    is_shown_root = one.state == State.PUBLISHED and one.parent_id is None
    return Gestures(
        read=works and one.stage < Stage.READ,
        note=works,
        answer=can(actor, "answer", one),
        manage=manages,
        moderate=can(actor, "moderate", one),
        gather=manages and is_shown_root and one.process_id is not None,
        split=manages and is_shown_root and one.is_public and one.kind == "proposal",
        place=manages and one.parent_id is None and one.step_id is not None,
        put_forward=can(actor, "put_forward", one),
        statuses=list(one.process.statuses.all()) if manages and one.process else None,
    )
