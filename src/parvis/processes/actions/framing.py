"""Creating a démarche and saying what it is."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from parvis.audit.actions import record
from parvis.core.blocks import validate_blocks
from parvis.core.events import emit
from parvis.core.fields import as_translated, in_every_language
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.processes import dates
from parvis.processes.actions.shared import Stale, assign, demand_alive, invalid, lock, touch
from parvis.processes.actions.slips import announce, reasoned
from parvis.processes.blueprints import Blueprint, get_blueprint
from parvis.processes.corrections import promise_moves
from parvis.processes.events import ProcessEdited
from parvis.processes.models import Correction, Phase, PhaseOpening, Process, Promise, Redirect, Step
from parvis.processes.naming import propose_prefix, propose_slug, propose_step_slug
from parvis.processes.queries import has_taken_part, territories_of
from parvis.territories.models import Space, Territory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor

__all__ = ["Stale", "create_process", "duplicate_process", "update_content", "update_frame", "update_promise"]

FRAME_FIELDS = frozenset(
    [
        "title",
        "summary",
        "territory",
        "theme",
        "audience",
        "degree",
        "minutes",
        "image",
        "cost",
        "other_ways",
        "pilot",
        "moderation",
        "visibility",
        "least_identity",
        "is_featured",
        "prefix",
        "slug",
        "funders",
    ]
)
PROMISE_FIELDS = frozenset(
    field.name for field in Promise._meta.concrete_fields if field.name not in {"id", "process"}
)


@verb
def create_process(
    *,
    blueprint: str,
    title: Any,
    space: Space,
    territory: Territory,
    by: "Actor",
    starts_on: date | None = None,
    prefix: str = "",
) -> Process:
    """A draft ready to be completed: promise pre-filled, phases dated from ``starts_on`` (in a week by default)."""
    demand(by, "create_process", space)
    plan = get_blueprint(blueprint)
    if plan is None or not plan.is_available:
        raise invalid(blueprint=_("Choose a kind of démarche."))
    title = as_translated(title)
    if not title:
        raise invalid(title=_("Give it a title."))
    _demand_inside(space, territory)
    prefix = prefix.strip().upper() or propose_prefix(str(title), otherwise=territory.name)
    _demand_free_prefix(prefix)
    process = Process.objects.create(
        space=space,
        territory=territory,
        prefix=prefix,
        slug=propose_slug(str(title), prefix),
        title=title,
        blueprint=plan.key,
        degree=plan.degree,
        minutes=plan.minutes,
        created_by=by.user,
    )
    _write_promise(process, plan)
    _write_plan(process, plan, starts_on or timezone.localdate() + timedelta(days=7))
    record("create_process", by=by, target=process, changes={"blueprint": plan.key})
    emit(ProcessEdited(process=process, by=by))
    return process


def _demand_inside(space: Space, territory: Territory) -> None:
    """A space speaks of its own territory and of those inside it."""
    if not territories_of(space).filter(pk=territory.pk).exists():
        raise invalid(territory=_("This territory is outside your space."))


def _demand_free_prefix(prefix: str, keep: Process | None = None) -> None:
    if not (2 <= len(prefix) <= 8 and prefix.isascii() and prefix.isalnum()):
        raise invalid(prefix=_("Between 2 and 8 letters or digits, without accents."))
    if Process.objects.filter(prefix=prefix).exclude(pk=keep.pk if keep else None).exists():
        raise invalid(prefix=_("This code is already taken."))


def _write_promise(process: Process, plan: Blueprint) -> None:
    Promise.objects.create(
        process=process,
        answer_days=plan.answer_days,
        **{name: in_every_language(sentence) for name, sentence in plan.promise.items()},
    )


def _write_plan(process: Process, plan: Blueprint, first_day: date) -> None:
    steps: dict[str, Step] = {}
    for order, wanted in enumerate(plan.steps, start=1):
        steps[wanted.key] = Step.objects.create(
            process=process,
            method=wanted.method,
            code=f"{process.prefix}-{order}",
            slug=propose_step_slug(str(wanted.title), order, {step.slug for step in steps.values()}),
            title=in_every_language(wanted.title),
            introduction=in_every_language(wanted.introduction) if wanted.introduction else {},
            settings=dict(wanted.settings),
            order=order,
        )
    for order, planned in enumerate(plan.phases):
        start = None if planned.after is None else first_day + timedelta(days=planned.after)
        end = start + timedelta(days=planned.days - 1) if start and planned.days else None
        phase = Phase.objects.create(
            process=process,
            title=in_every_language(planned.title),
            description=in_every_language(planned.description) if planned.description else {},
            starts_at=dates.opening(start),
            ends_at=dates.closing(end),
            dates_text=in_every_language(planned.dates_text) if planned.dates_text else {},
            order=order,
        )
        for key, verbs in planned.opens.items():
            PhaseOpening.objects.create(phase=phase, step=steps[key], verbs=list(verbs))


@verb
def update_frame(*, process: Process, by: "Actor", expected: datetime | None = None, **fields: Any) -> Process:
    """Change what the démarche is: see ``FRAME_FIELDS``. An address that changes leaves a redirect."""
    demand(by, "manage", process)
    process = lock(process, expected)
    demand_alive(process)
    funders = fields.pop("funders", None)
    if fields.get("visibility", process.visibility) != process.visibility:
        _demand_nobody_spoke(process)
    if "territory" in fields:
        _demand_inside(process.space, fields["territory"])
    if fields.get("prefix", process.prefix) != process.prefix:
        fields["prefix"] = _new_prefix(process, fields["prefix"])
    if fields.get("slug", process.slug) != process.slug:
        _redirect(process, fields["slug"])
    changes = assign(process, fields, FRAME_FIELDS)
    if funders is not None:
        process.funders.set(funders)
    if changes or funders is not None:
        record("update_frame", by=by, target=process, changes=changes)
        emit(ProcessEdited(process=process, by=by))
    return process


def _demand_nobody_spoke(process: Process) -> None:
    """Agents spoke among themselves, or residents in public: neither is changed behind their backs."""
    if has_taken_part(process) or process.summary_at:
        raise invalid(visibility=_("People have already spoken: who can see it no longer changes."))


def _new_prefix(process: Process, prefix: str) -> str:
    """Codes already given to people never change, so neither does what they begin with."""
    if process.last_number:
        raise invalid(prefix=_("Contributions already bear this code: it can no longer change."))
    prefix = prefix.strip().upper()
    _demand_free_prefix(prefix, keep=process)
    for step in process.steps.all():
        step.code = f"{prefix}-{step.code.removeprefix(f'{process.prefix}-')}"
        step.save(update_fields=["code"])
    return prefix


def _redirect(process: Process, slug: str) -> None:
    if not slug or propose_slug(slug, process.prefix, keep=process) != slug:
        raise invalid(slug=_("This address is taken, or has letters an address cannot have."))
    Redirect.objects.filter(process=process, old_slug=slug).delete()
    if process.published_at:
        Redirect.objects.get_or_create(old_slug=process.slug, defaults={"process": process})


@verb
def update_promise(
    *, process: Process, by: "Actor", expected: datetime | None = None, reason: Any = "", **fields: Any
) -> Promise:
    """Change the commitments. Once published it is a correction: old words, new words, and the ``reason``, for all."""
    demand(by, "manage", process)
    process = lock(process, expected)
    demand_alive(process)
    promise, _created = Promise.objects.get_or_create(process=process)
    changes = assign(promise, fields, PROMISE_FIELDS)
    if not changes:
        return promise
    touch(process)
    record("update_promise", by=by, target=process, changes=changes)
    moves = promise_moves(changes)
    if moves and process.state in Process.PUBLIC_STATES:
        announce(process, Correction.Kind.PROMISE, reasoned(reason), moves, by=by)
    else:
        emit(ProcessEdited(process=process, by=by))
    return promise


@verb
def update_content(
    *, process: Process, body: list[dict[str, Any]], by: "Actor", expected: datetime | None = None
) -> Process:
    """Change the blocks of « le dossier ». Raises ``ValidationError`` naming the block and what to mend."""
    demand(by, "manage", process)
    process = lock(process, expected)
    demand_alive(process)
    process.body = validate_blocks(body)
    process.save(update_fields=["body", "updated_at"])
    record("update_content", by=by, target=process, changes={"blocks": len(process.body)})
    emit(ProcessEdited(process=process, by=by))
    return process


@verb
def duplicate_process(
    *,
    process: Process,
    title: Any,
    space: Space,
    territory: Territory,
    by: "Actor",
    starts_on: date | None = None,
) -> Process:
    """The same démarche as a draft elsewhere: words, steps, openings; dates shifted to ``starts_on``.

    Whoever sees it may take it as a template for a space she manages. Nothing received is copied; dates promised
    by the model's institution, its contact, its team and its theme stay behind: they are not the copier's to promise.
    """
    demand(by, "see", process)
    demand(by, "create_process", space)
    _demand_inside(space, territory)
    title = as_translated(title) or process.title
    prefix = propose_prefix(str(title), otherwise=territory.name)
    copy = Process.objects.create(
        space=space,
        territory=territory,
        prefix=prefix,
        slug=propose_slug(str(title), prefix),
        title=title,
        created_by=by.user,
        **{name: getattr(process, name) for name in _COPIED},
    )
    _copy_promise(process, copy)
    _copy_plan(process, copy, starts_on or timezone.localdate() + timedelta(days=7))
    record("duplicate_process", by=by, target=copy, changes={"from": process.prefix})
    emit(ProcessEdited(process=copy, by=by))
    return copy


_COPIED = ("summary", "blueprint", "degree", "audience", "minutes", "body", "moderation", "least_identity")
_COPIED_PROMISE = ("why", "open", "decided", "elsewhere", "who_decides", "who_reads", "how_answered", "answer_days")


def _copy_promise(process: Process, copy: Process) -> None:
    model = Promise.objects.filter(process=process).first() or Promise()
    Promise.objects.create(process=copy, **{name: getattr(model, name) for name in _COPIED_PROMISE})


def _copy_plan(process: Process, copy: Process, first_day: date) -> None:
    steps = {}
    for order, step in enumerate(process.steps.all(), start=1):
        steps[step.pk] = Step.objects.create(
            process=copy,
            method=step.method,
            code=f"{copy.prefix}-{order}",
            slug=step.slug,
            title=step.title,
            introduction=step.introduction,
            settings=step.settings,
            order=order,
        )
    phases = list(process.phases.prefetch_related("openings"))
    starts = [phase.starts_at for phase in phases if phase.starts_at]
    days = (first_day - dates.day_of(min(starts))).days if starts else 0
    for phase in phases:
        new = Phase.objects.create(
            process=copy,
            title=phase.title,
            description=phase.description,
            starts_at=dates.shifted(phase.starts_at, days),
            ends_at=dates.shifted(phase.ends_at, days),
            dates_text=phase.dates_text,
            order=phase.order,
        )
        for opening in phase.openings.all():
            PhaseOpening.objects.create(phase=new, step=steps[opening.step_id], verbs=opening.verbs)
