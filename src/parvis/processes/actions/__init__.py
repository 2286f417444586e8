"""Every write on démarches, one verb each."""

from parvis.processes.actions.calendar import PhaseRow, set_openings, set_phases
from parvis.processes.actions.framing import (
    Stale,
    create_process,
    duplicate_process,
    update_content,
    update_frame,
    update_promise,
)
from parvis.processes.actions.lifecycle import (
    advance,
    archive_process,
    close_process,
    publish_process,
    publish_summary,
    reorder_processes,
    schedule_publication,
    tick,
    unpublish_process,
)
from parvis.processes.actions.logbook import review, write_log_entry
from parvis.processes.actions.slips import (
    cancel_process,
    extend_process,
    postpone_process,
    resume_process,
    suspend_process,
)
from parvis.processes.actions.steps import add_step, move_step, remove_step, update_step
from parvis.processes.actions.team import add_to_team, remove_from_team
from parvis.processes.actions.themes import create_theme, merge_themes, update_theme

__all__ = [
    "PhaseRow",
    "Stale",
    "add_step",
    "add_to_team",
    "advance",
    "archive_process",
    "cancel_process",
    "close_process",
    "create_process",
    "create_theme",
    "duplicate_process",
    "extend_process",
    "merge_themes",
    "move_step",
    "postpone_process",
    "publish_process",
    "publish_summary",
    "remove_from_team",
    "remove_step",
    "reorder_processes",
    "resume_process",
    "review",
    "schedule_publication",
    "set_openings",
    "set_phases",
    "suspend_process",
    "tick",
    "unpublish_process",
    "update_content",
    "update_frame",
    "update_promise",
    "update_step",
    "update_theme",
    "write_log_entry",
]
