from typing import TYPE_CHECKING

from django.utils.translation import get_language

from parvis.audit.actions import record
from parvis.comments.models import KIND, MOST_DEPTH, Comment
from parvis.contributions import spine
from parvis.contributions.intake import demand_voice, receive
from parvis.contributions.models import Contribution, Stance
from parvis.core.codes import random_code
from parvis.core.rights import demand
from parvis.core.verbs import verb

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def comment(
    *,
    contribution: Contribution,
    by: "Actor",
    body: str,
    stance: int | None = None,
    organisation_id: int | None = None,
    token: str = "",
) -> Comment:
    """Answer a contribution, or a comment. ``stance`` is kept on direct answers only: it takes a side on the root.

    An answer deeper than ``MOST_DEPTH`` stands beside the one it answers. The same ``token`` twice makes one.
    """
    spine.lock(contribution)
    source_key = f"form:{token}" if token else ""
    already = (
        Comment.objects.filter(
            space=contribution.space_id, step=contribution.step_id, source_key=source_key
        ).first()
        if token
        else None
    )
    if already:
        return already
    demand(by, "comment", contribution)
    demand_voice(by, organisation_id)
    parent = contribution if contribution.depth < MOST_DEPTH else contribution.parent
    new = Comment(
        code=random_code(10),
        kind=KIND,
        space_id=contribution.space_id,
        process=contribution.process,
        step=contribution.step,
        territory_id=by.participant.territory_id if by.participant else None,
        author=by.participant,
        organisation_id=organisation_id,
        language=get_language() or "fr",
        body=body,
        root=contribution.root or contribution,
        parent=parent,
        depth=parent.depth + 1,
        stance=Stance(stance) if stance is not None and parent.parent_id is None else None,
        source_key=source_key,
    )
    receive(new, by=by)
    record("comment", by=by, target=new)
    return new
