from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import Actor, Identity
from parvis.accounts.models import Role
from parvis.accounts.rules import identity_at_least, managed, role_on, second_factor
from parvis.contributions.kinds import NOT_OPEN, kind_of
from parvis.contributions.models import Contribution, State
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.processes.models import Process, Step
from parvis.processes.rules import step_opens


def is_author(actor: Actor, contribution: Contribution) -> bool:
    return actor.participant is not None and contribution.author_id == actor.participant.pk


def opens(contribution: Contribution, verb: str) -> Sentence | None:
    """Is this gesture open: its step and phase say so; outside any démarche, its kind."""
    if contribution.step is not None:
        return step_opens(contribution.step, verb)
    about = contribution.root or contribution
    return kind_of(about).opens(about, verb) if about.process_id is None else NOT_OPEN


def least_identity(contribution: Contribution) -> int:
    """How well we must know whoever reacts to it."""
    return contribution.process.least_identity if contribution.process else Identity.EMAIL


def _is_internal(contribution: Contribution) -> bool:
    return contribution.process is not None and contribution.process.visibility == Process.Visibility.INTERNAL


def _among_us(actor: Actor, contribution: Contribution) -> Sentence | None:
    """In an internal démarche, only those who work in its space."""
    return role_on(actor, contribution, *Role) if _is_internal(contribution) else None


@rule("see", Contribution)
def may_see(actor: Actor, contribution: Contribution) -> Sentence | None:
    if is_author(actor, contribution):
        return None
    if _is_internal(contribution):
        return role_on(actor, contribution, *Role)
    if contribution.is_public:
        return None
    if contribution.state in {State.MERGED, State.WITHDRAWN, State.HIDDEN} and contribution.visibility == "public":
        return None  # the page says what became of it, not its words
    return role_on(actor, contribution, *Role)


@rule("open_files", Contribution)
def may_open_files(actor: Actor, contribution: Contribution) -> Sentence | None:
    """Once withdrawn or hidden, its page says what became of it; its words and its files are no longer for all."""
    if is_author(actor, contribution):
        return None
    if contribution.is_public:
        return _among_us(actor, contribution)
    return may_work_on(actor, contribution)


@rule("create", Step)
def may_create(actor: Actor, step: Step) -> Sentence | None:
    process = step.process
    inside = role_on(actor, process, *Role) if process.visibility == Process.Visibility.INTERNAL else None
    return first_refusal(inside, step_opens(step, "create"), identity_at_least(actor, process.least_identity))


def _not_locked(contribution: Contribution) -> Sentence | None:
    if contribution.locked_until and contribution.locked_until > timezone.now():
        return _("The discussion is paused. It opens again by itself.")
    return None


def _offered(contribution: Contribution, gesture: str) -> Sentence | None:
    """The animator may have switched a gesture off (``supports``, ``comments``): on this step, or in the whole space."""
    on_step = contribution.step is None or contribution.step.settings.get(gesture, True)
    offered = on_step and contribution.space.has(gesture)
    return None if offered else NOT_OPEN


@rule("comment", Contribution)
def may_comment(actor: Actor, contribution: Contribution) -> Sentence | None:
    root = contribution.root or contribution
    return first_refusal(
        _among_us(actor, root),
        None if contribution.is_public and root.is_public else _("This contribution is no longer shown."),
        _offered(contribution, "comments"),
        opens(contribution, "comment"),
        _not_locked(root),
        identity_at_least(actor, least_identity(contribution)),
    )


@rule("support", Contribution)
def may_support(actor: Actor, contribution: Contribution) -> Sentence | None:
    return first_refusal(
        _among_us(actor, contribution),
        None if contribution.is_public else _("This contribution is no longer shown."),
        _offered(contribution, "supports"),
        opens(contribution, "support"),
        identity_at_least(actor, least_identity(contribution)),
    )


@rule("put_forward", Contribution)
def may_put_forward(actor: Actor, contribution: Contribution) -> Sentence | None:
    shown = contribution.is_public and contribution.parent_id is None and contribution.step_id is not None
    return first_refusal(
        managed(actor, contribution), None if shown else _("This contribution is no longer shown.")
    )


@rule("edit", Contribution)
def may_edit(actor: Actor, contribution: Contribution) -> Sentence | None:
    """The author, while the step lets her (``edit_minutes`` of its settings; absent: until someone answers)."""
    if not is_author(actor, contribution):
        return NOT_YOURS
    if contribution.state not in {State.PUBLISHED, State.PENDING, State.DRAFT}:
        return _("This contribution is no longer shown.")
    minutes = contribution.step.settings.get("edit_minutes") if contribution.step else None
    if minutes is not None and timezone.now() > contribution.created_at + timedelta(minutes=minutes):
        return _("It is too late to change it. You can still withdraw it.")
    if contribution.answered_at or contribution.supports_count or contribution.comments_count:
        return _("Others have already reacted to it. You can add a comment.")
    return None


@rule("withdraw", Contribution)
def may_withdraw(actor: Actor, contribution: Contribution) -> Sentence | None:
    if not is_author(actor, contribution):
        return NOT_YOURS
    if contribution.state == State.WITHDRAWN:
        return _("It is already withdrawn.")
    shown = contribution.state in {State.PUBLISHED, State.PENDING, State.DRAFT}
    return None if shown else _("This contribution is no longer shown.")


@rule("report", Contribution)
def may_report(actor: Actor, contribution: Contribution) -> Sentence | None:
    """Anyone, even without an account: the law asks for a notice form open to all."""
    shown = None if contribution.is_public else _("This contribution is no longer shown.")
    return first_refusal(_among_us(actor, contribution), shown)


# Whoever works on what people said; evaluators and the DPO read what everyone reads, and take the list away.
WORKERS = (Role.ANIMATOR, Role.MODERATOR, Role.TECHNICIAN, Role.ELECTED, Role.CIVIC, Role.CLERK)


@rule("work_on", Contribution)
def may_work_on(actor: Actor, contribution: Contribution) -> Sentence | None:
    """See its whole story at the desk, write an internal note, mark it as read."""
    return role_on(actor, contribution, *WORKERS)


@rule("work_on")
def may_work_on_some(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(*WORKERS) else NOT_YOURS


@rule("moderate", Contribution)
def may_moderate(actor: Actor, contribution: Contribution) -> Sentence | None:
    return first_refusal(role_on(actor, contribution, Role.ANIMATOR, Role.MODERATOR), second_factor(actor))


@rule("manage", Contribution)
def may_manage(actor: Actor, contribution: Contribution) -> Sentence | None:
    """Assign, merge, split, change status, publish an answer."""
    return managed(actor, contribution)


@rule("answer", Contribution)
def may_answer(actor: Actor, contribution: Contribution) -> Sentence | None:
    """Draft an official answer; a code by e-mail is enough (practice A6)."""
    return role_on(actor, contribution, Role.ANIMATOR, Role.TECHNICIAN, Role.ELECTED)


@rule("validate", Contribution)
def may_validate(actor: Actor, contribution: Contribution) -> Sentence | None:
    return role_on(actor, contribution, Role.ANIMATOR, Role.ELECTED)


@rule("export", Process)
def may_export(actor: Actor, process: Process) -> Sentence | None:
    return first_refusal(role_on(actor, process, Role.ANIMATOR, Role.EVALUATOR, Role.DPO), second_factor(actor))


@rule("export")
def may_export_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    """The desk’s list holds only what the person works on; taking it away asks one of these roles."""
    held = actor.scope(Role.ANIMATOR, Role.EVALUATOR, Role.DPO)
    return first_refusal(None if held else NOT_YOURS, second_factor(actor))


@rule("invite", Contribution)
def may_invite(actor: Actor, contribution: Contribution) -> Sentence | None:
    """The author asks others to sign with her, where the animator allows it."""
    if not is_author(actor, contribution) or contribution.parent_id:
        return NOT_YOURS
    if contribution.state not in {State.PUBLISHED, State.PENDING}:
        return _("This contribution is no longer shown.")
    allowed = contribution.step is not None and contribution.step.settings.get("coauthors", False)
    return None if allowed else _("Here, each contribution has one author.")


@rule("join_document", Contribution)
def may_join_document(actor: Actor, contribution: Contribution) -> Sentence | None:
    """Where the animator asked for documents, as long as the words may change."""
    if contribution.parent_id or not (contribution.step and contribution.step.settings.get("documents", False)):
        return _("Documents are not expected here.")
    return may_edit(actor, contribution)


@rule("illustrate", Contribution)
def may_illustrate(actor: Actor, contribution: Contribution) -> Sentence | None:
    if contribution.step is None:
        allowed = kind_of(contribution).has_photos
    else:
        allowed = contribution.step.settings.get("images", True)
    if contribution.parent_id or not allowed:
        return _("Photos are not expected here.")
    return may_edit(actor, contribution)
