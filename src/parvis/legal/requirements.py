"""What the legal frame of a démarche demands of its calendar, before publication and before any date moves."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from parvis.legal.checks import Window, steps_of, unmet_durations, unmet_notice, window_of
from parvis.legal.models import Piece, Regulation
from parvis.processes.models import Phase, Process
from parvis.processes.requirements import Requirement, requirement


@requirement
def legal_frame(process: Process, phases: Sequence[Phase]) -> Iterable[Requirement]:
    """Minimum durations and notice; before publication, the steps that are still to be done too."""
    regulation: Regulation | None = getattr(process, "regulation", None)
    if regulation is None:
        return
    window, acts = window_of(process, phases), list(process.acts.all())
    yield from unmet_durations(regulation, window)
    yield from unmet_notice(regulation, window, acts)
    if process.state in {Process.State.DRAFT, Process.State.SCHEDULED}:
        yield from _still_to_do(regulation, window, process)


def _still_to_do(regulation: Regulation, window: Window, process: Process) -> Iterable[Requirement]:
    has_file = bool(process.body) or Piece.objects.filter(process=process).exists()
    states = steps_of(
        regulation.text,
        window,
        list(process.acts.all()),
        has_file=has_file,
        has_register=hasattr(process, "register"),
    )
    for state in states:
        if state.is_before and state.state != "done":
            sentence = _("Before the opening, the text asks for: %(step)s.") % {"step": state.label}
            yield Requirement(sentence=sentence, is_blocking=False, section="legal")
