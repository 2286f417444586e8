"""The steps of a démarche: instances of methods."""

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.events import emit
from parvis.core.fields import as_translated
from parvis.core.registry import all_methods, get_method
from parvis.core.rights import Refused, demand
from parvis.core.verbs import verb
from parvis.processes.actions.shared import assign, demand_alive, invalid, lock, touch
from parvis.processes.events import ProcessEdited
from parvis.processes.models import PhaseOpening, Process, Step
from parvis.processes.naming import propose_step_slug

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

STEP_FIELDS = frozenset({"title", "introduction", "settings"})


@verb
def add_step(*, process: Process, method: str, title: Any = "", by: "Actor", phases: tuple[int, ...] = ()) -> Step:
    """A new step; ``phases``: ids of those that open its usual verbs at once."""
    demand(by, "manage", process)
    process = lock(process)
    demand_alive(process)
    if method not in {known.key for known in all_methods()}:
        raise invalid(method=_("Choose a tool."))
    declared = get_method(method)
    steps = list(process.steps.all())
    title = as_translated(title) or as_translated(str(declared.label))
    number = 1 + max((_number(step) for step in steps), default=0)
    step = Step.objects.create(
        process=process,
        method=method,
        code=f"{process.prefix}-{number}",
        slug=propose_step_slug(str(title), number, {step.slug for step in steps}),
        title=title,
        order=1 + (process.steps.aggregate(last=Max("order"))["last"] or 0),
    )
    for phase in process.phases.filter(pk__in=phases):
        PhaseOpening.objects.create(phase=phase, step=step, verbs=list(declared.default_verbs or declared.verbs))
    touch(process)
    record("add_step", by=by, target=process, changes={"method": method, "step": step.pk})
    emit(ProcessEdited(process=process, by=by))
    return step


def _number(step: Step) -> int:
    last = step.code.rpartition("-")[2]
    return int(last) if last.isdigit() else 0


@verb
def update_step(*, step: Step, by: "Actor", **fields: Any) -> Step:
    """Title, introduction, and the method's own settings (validated by its ``settings_form``)."""
    demand(by, "manage", step.process)
    process = lock(step.process)
    demand_alive(process)
    changes = assign(step, fields, STEP_FIELDS)
    if changes:
        touch(process)
        record("update_step", by=by, target=process, changes={"step": step.pk, **changes})
        emit(ProcessEdited(process=process, by=by))
    return step


@verb
def move_step(*, step: Step, up: bool, by: "Actor") -> None:
    demand(by, "manage", step.process)
    process = lock(step.process)
    demand_alive(process)
    steps = list(process.steps.all())
    here = steps.index(step)
    there = here - 1 if up else here + 1
    if 0 <= there < len(steps):
        steps[here], steps[there] = steps[there], steps[here]
    for order, row in enumerate(steps, start=1):
        Step.objects.filter(pk=row.pk).update(order=order)
    touch(process)
    record("move_step", by=by, target=process, changes={"order": [row.pk for row in steps]})


@verb
def remove_step(*, step: Step, by: "Actor") -> None:
    """Only a step that received nothing: what people said is never removed with a tool."""
    demand(by, "manage", step.process)
    process = lock(step.process)
    demand_alive(process)
    if step.contributions_count or step.contributions.exists():
        raise Refused(_("People have already spoken here: close it in the calendar instead."))
    record("remove_step", by=by, target=process, changes={"step": step.pk, "code": step.code})
    step.delete()
    touch(process)
    emit(ProcessEdited(process=process, by=by))
