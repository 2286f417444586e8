from django.utils.translation import gettext_lazy as _

from parvis.accounts.actors import MANAGERS, Actor
from parvis.accounts.models import Role
from parvis.accounts.rules import managed, role_on, second_factor
from parvis.core.rights import NOT_YOURS, Sentence, first_refusal, rule
from parvis.processes.models import Process, Step, Theme
from parvis.processes.queries import open_verbs
from parvis.territories.models import Space

# Whoever meets people.
NOTERS = (Role.ANIMATOR, Role.MODERATOR, Role.CIVIC, Role.CLERK, Role.TECHNICIAN)
# Whoever may open the workshop of a démarche; only those who manage may write in it.
COLLEAGUES = (Role.ANIMATOR, Role.ELECTED, Role.TECHNICIAN, Role.EXPERT, Role.MODERATOR)


@rule("see", Process)
def may_see(actor: Actor, process: Process) -> Sentence | None:
    if process.state in Process.PUBLIC_STATES and process.visibility == Process.Visibility.PUBLIC:
        return None
    return role_on(actor, process, *Role)


@rule("open_files", Process)
def may_open_files(actor: Actor, process: Process) -> Sentence | None:
    return may_see(actor, process)


@rule("manage", Process)
def may_manage(actor: Actor, process: Process) -> Sentence | None:
    return managed(actor, process)


@rule("create_process", Space)
def may_create_process(actor: Actor, space: Space) -> Sentence | None:
    """A role on the space itself: one held on the intercommunality does not reach a commune's own space."""
    held = actor.holds(*MANAGERS, space_id=space.pk)
    return first_refusal(None if held else NOT_YOURS, second_factor(actor))


@rule("manage", Theme)
def may_manage_theme(actor: Actor, theme: Theme) -> Sentence | None:
    return managed(actor, theme)


@rule("review", Process)
def may_review(actor: Actor, process: Process) -> Sentence | None:
    """Colleagues and élus comment and approve before publication."""
    return role_on(actor, process, *COLLEAGUES)


def _not_held(process: Process) -> Sentence | None:
    """Suspended or cancelled: until when, and why."""
    if process.pace not in {Process.Pace.SUSPENDED, Process.Pace.CANCELLED}:
        return None
    words = {"slip": process.slip, "reason": process.pace_reason}
    return _("%(slip)s. Reason given: %(reason)s") % words


def step_opens(step: Step, verb: str) -> Sentence | None:
    """Is this gesture open now: démarche running, phase open on the step for the verb."""
    if slipped := _not_held(step.process):
        return slipped
    if step.process.state != Process.State.PUBLISHED:
        return _("This is not open.")
    return None if verb in open_verbs(step) else _("This is not open at the moment.")


@rule("see", Step)
def may_see_step(actor: Actor, step: Step) -> Sentence | None:
    return may_see(actor, step.process)


@rule("note", Process)
def may_note(actor: Actor, process: Process) -> Sentence | None:
    """« Noter une contribution » for someone. No second key: it is done at the market."""
    return role_on(actor, process, *NOTERS)


@rule("note")
def may_note_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(*NOTERS) else NOT_YOURS


@rule("review")
def may_review_somewhere(actor: Actor, _obj: None) -> Sentence | None:
    return None if actor.scope(*COLLEAGUES) else NOT_YOURS
