"""``parvis import …``: what the command line asks, answered as ``{"imported": …, "skipped": …, "errors": […]}``."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from parvis.accounts.actors import SYSTEM
from parvis.contributions.models import ImportBatch
from parvis.core.rights import Refused
from parvis.core.tables import TableError
from parvis.imports import actions, run
from parvis.imports.columns import KEYS
from parvis.imports.files import Source
from parvis.imports.survey import said
from parvis.operations import OperationError
from parvis.processes.models import Step
from parvis.territories.actions import import_territories
from parvis.territories.importing import read_geojson
from parvis.territories.models import Space


def territories(path: Path) -> dict[str, Any]:
    """A perimeter and its parts. ``code``, ``name``: those of the whole."""
    try:
        done = import_territories(data=read_geojson(path), by=SYSTEM)
    except ValidationError as error:
        messages = [{"line": None, "message": message} for message in error.messages]
        return {"imported": 0, "skipped": 0, "errors": messages, "code": "", "name": ""}
    whole = done.territory
    return {
        "imported": done.created,
        "skipped": done.updated,
        "errors": [],
        "code": whole.code,
        "name": whole.name,
    }


def contributions(
    path: Path,
    *,
    step_code: str | None = None,
    new_process: str | None = None,
    space_slug: str | None = None,
    parents_step: str | None = None,
    mapping: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Contributions, or answers to contributions, into a step or a closed démarche made for them.

    The same file a second time imports nothing; a run that was killed goes on. ``step``: the code of the step.
    """
    chosen = dict(_choice(one) for one in mapping)
    parents = _step(parents_step) if parents_step else None
    made = False
    if new_process:
        step, made = _receiving(new_process, space_slug)
    elif step_code or parents:
        step = _step(step_code or parents_step or "")
    else:
        raise OperationError("Say where they go: --step CODE, or --new-process TITLE.")
    try:
        source = Source.of(path.read_bytes(), path.name)
        guessed = source.guess()
    except TableError as error:
        batch = _batch(step, parents or step, filename=path.name, digest="", mapping=chosen, made=made)
        batch = actions.refuse(batch=batch, errors=[said(error)], rows=0, by=SYSTEM)
    else:
        mapped = guessed | chosen
        batch = _batch(step, parents or step, filename=source.name, digest=source.digest, mapping=mapped, made=made)
        batch = run.bring(batch, source, by=SYSTEM)
    if batch.state == ImportBatch.State.FAILED and made:
        actions.erase_rest(batch=batch)
    return {"imported": batch.imported, "skipped": batch.skipped, "errors": batch.errors, "step": step.code}


def digital_republic(*, space: Space) -> None:
    """The 2015 consultation on the Digital Republic bill: 696 opinions, 3 994 arguments, for the demonstration."""
    data = Path(__file__).resolve().parent.parent / "demo" / "data"
    title = "République numérique : la loi écrite avec les internautes (2015)"
    for part in ("opinions", "arguments"):
        path = data / f"republique_numerique_2015_{part}.csv.gz"
        contributions(path, new_process=title, space_slug=space.slug)


def _choice(text: str) -> tuple[str, str]:
    field, equals, column = text.partition("=")
    if not equals or field not in KEYS:
        raise OperationError(f"--map is written FIELD=COLUMN, FIELD being one of: {', '.join(KEYS)}.")
    return field, column


def _step(code: str) -> Step:
    try:
        return Step.objects.select_related("process__space").get(code__iexact=code)
    except Step.DoesNotExist:
        known = ", ".join(Step.objects.order_by("-id").values_list("code", flat=True)[:10])
        raise OperationError(f"No step has the code {code}. The latest are: {known or 'none yet'}.") from None


def _receiving(title: str, space_slug: str | None) -> tuple[Step, bool]:
    """The step of the démarche an import made under this title, or of a new one; and whether an import made it."""
    spaces = Space.objects.select_related("territory")
    space = spaces.filter(slug=space_slug).first() if space_slug else spaces.order_by("-is_main", "id").first()
    if space is None:
        known = ", ".join(Space.objects.values_list("slug", flat=True)[:20])
        raise OperationError(
            f"No space is called {space_slug}. There are: {known}." if known else "No space yet: parvis init."
        )
    made = Step.objects.filter(process__space=space, imports__options__made_process=True).select_related(
        "process__space"
    )
    known_step = next((step for step in made.distinct() if str(step.process.title) == title), None)
    return known_step or actions.make_process(title=title, space=space, by=SYSTEM), True


def _batch(
    step: Step, parents: Step, *, filename: str, digest: str, mapping: dict[str, str], made: bool
) -> ImportBatch:
    """A batch to fill: the one a killed run left, else a new one."""
    left = ImportBatch.objects.filter(step=step, digest=digest, state=ImportBatch.State.STAGING).first()
    try:
        batch = left or actions.begin(
            step=step,
            parents=parents,
            filename=filename,
            digest=digest,
            mapping=mapping,
            made_process=made,
            by=SYSTEM,
        )
        return actions.start(batch=batch, by=SYSTEM, in_a_job=False)
    except Refused as error:
        raise OperationError(str(error)) from error
