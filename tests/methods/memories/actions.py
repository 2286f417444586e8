from typing import TYPE_CHECKING

from parvis.audit.actions import record
from parvis.contributions import spine
from parvis.contributions.intake import receive
from parvis.core.rights import demand
from parvis.core.verbs import verb
from parvis.processes.models import Process, Step
from parvis.processes.queries import current_phase
from tests.methods.memories.models import Memory

if TYPE_CHECKING:
    from parvis.accounts.actors import Actor


@verb
def write_memory(*, step: Step, by: "Actor", title: str, body: str = "", year: int | None = None) -> Memory:
    """Right first, then the row, the trail; ``receive`` shows it or keeps it for the moderators."""
    process = Process.objects.select_for_update(no_key=True, of=("self",)).get(pk=step.process_id)
    demand(by, "create", step)
    memory = Memory(
        code=spine.next_codes(process)[0],
        kind="memory",
        space=process.space,
        process=process,
        step=step,
        phase=current_phase(opening.phase for opening in step.openings.select_related("phase")),
        author=by.participant,
        title=title,
        body=body,
        year=year,
    )
    receive(memory, by=by)
    record("write_memory", by=by, target=memory)
    return memory
