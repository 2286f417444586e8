"""The block « Take part »: the card of a step, always up to date."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from parvis.core.blocks.kinds import Shape
from parvis.core.blocks.sources import Owner, Source, register_source
from parvis.core.registry import get_method
from parvis.core.sentences import human_date_range
from parvis.processes.dates import day_of
from parvis.processes.models import PhaseOpening, Process, Step
from parvis.processes.queries import open_verbs

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _load(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    steps = Step.objects.filter(code__in=list(codes), process__in=Process.objects.public())
    return {step.code: _card(step) for step in steps.select_related("process").prefetch_related("openings__phase")}


def _card(step: Step) -> dict[str, Any]:
    is_open = step.process.state == Process.State.PUBLISHED and "create" in open_verbs(step)
    method = get_method(step.method)
    return {
        "title": step.title,
        "text": _when(step),
        "url": _address(step, method.act if is_open else ""),
        "action": method.act_label if is_open and method.act_label else _("See what was said"),
    }


def _when(step: Step) -> str:
    """« from 2 to 15 March »: the dates between which one may speak."""
    openings: list[PhaseOpening] = [opening for opening in step.openings.all() if "create" in opening.verbs]
    starts = [opening.phase.starts_at for opening in openings if opening.phase.starts_at]
    ends = [opening.phase.ends_at for opening in openings if opening.phase.ends_at]
    return human_date_range(day_of(min(starts, default=None)), day_of(max(ends, default=None)))


def _address(step: Step, act: str) -> str:
    if act:
        try:
            return reverse(act, args=[step.process.slug, step.slug])
        except NoReverseMatch:
            pass
    return step.process.get_absolute_url()


def _choices(owner: Owner) -> "list[tuple[str, str | _StrPromise]]":
    """The steps of this démarche; of the space’s démarches on a page of the space."""
    steps = Step.objects.select_related("process")
    steps = steps.filter(process=owner.process) if owner.process else steps.filter(process__space=owner.space)
    return [
        (step.code, f"{step.title} ({step.process.title})") for step in steps.order_by("-process_id", "order")[:200]
    ]


register_source(Shape.STEP, Source(load=_load, choices=_choices))
