"""Who may write, read, approve, publish a paper."""

from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, Actor
from parvis.accounts.models import Role
from parvis.accounts.rules import managed, role_on
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.papers.models import Paper
from parvis.processes.models import Process
from parvis.territories.models import Space

# Whoever writes for the team.
WRITERS = (Role.ANIMATOR, Role.CIVIC, Role.CLERK, Role.TECHNICIAN, Role.MODERATOR)
# Whoever's approval means something; all of them have a desk.
APPROVERS = (Role.ANIMATOR, Role.TECHNICIAN, Role.ELECTED, Role.CLERK)
FROZEN = _("This document is final: it no longer changes.")


@rule("write_paper", Space)
def may_write_in_space(actor: Actor, space: Space) -> Sentence | None:
    return None if actor.holds(*WRITERS, space_id=space.pk) else NOT_YOURS


@rule("write_paper", Process)
def may_write_on_process(actor: Actor, process: Process) -> Sentence | None:
    return role_on(actor, process, *WRITERS)


@rule("write_paper")
def may_write_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(*WRITERS) else NOT_YOURS


@rule("read", Paper)
def may_read(actor: Actor, paper: Paper) -> Sentence | None:
    """Public: everyone once final, the team before. Above: those its level names, and those who signed it."""
    if paper.is_frozen and paper.level == Paper.Level.PUBLIC:
        return None
    if _is_named(actor, paper):
        return None
    if paper.level == Paper.Level.CONFIDENTIAL:
        return NOT_YOURS
    roles = MANAGERS if paper.level == Paper.Level.RESTRICTED else Role
    return role_on(actor, paper, *roles)


def _is_named(actor: Actor, paper: Paper) -> bool:
    if actor.user is None:
        return False
    if actor.user.pk in {paper.author_id, paper.approver_id}:
        return True
    return any(reader.pk == actor.user.pk for reader in paper.readers.all())


@rule("edit", Paper)
def may_edit(actor: Actor, paper: Paper) -> Sentence | None:
    """Its author, and those who animate there when they may read it."""
    mine = actor.user is not None and actor.user.pk == paper.author_id
    refusal = None if mine else first_refusal(may_read(actor, paper), role_on(actor, paper, *MANAGERS))
    return first_refusal(refusal, FROZEN if paper.is_frozen else None)


@rule("approve", Paper)
def may_approve(actor: Actor, paper: Paper) -> Sentence | None:
    """The colleague who was asked, and nobody for her."""
    if actor.user is None or actor.user.pk != paper.approver_id:
        return _("Another colleague was asked to approve this document.")
    return None if paper.state == Paper.State.TO_APPROVE else _("Nobody is asking for approval at the moment.")


@rule("publish", Paper)
def may_publish(actor: Actor, paper: Paper) -> Sentence | None:
    """Whoever animates there, second key shown, and never before a colleague approved."""
    unread = None if paper.state == Paper.State.APPROVED else _("A colleague has to approve it first.")
    return first_refusal(may_read(actor, paper), managed(actor, paper), FROZEN if paper.is_frozen else None, unread)


@rule("adopt", Paper)
def may_adopt(actor: Actor, paper: Paper) -> Sentence | None:
    final = None if paper.is_frozen else _("Make it final first.")
    return first_refusal(may_read(actor, paper), managed(actor, paper), final)


@rule("read_log", Paper)
def may_read_log(actor: Actor, paper: Paper) -> Sentence | None:
    """Who opened it: its author, and whoever answers for personal data. The log, not the document."""
    if actor.user is not None and actor.user.pk == paper.author_id:
        return None
    return role_on(actor, paper, Role.DPO)
