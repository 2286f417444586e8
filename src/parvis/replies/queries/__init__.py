"""Reading promises, answers and what they changed."""

from parvis.replies.queries.lists import (
    Helping,
    answerable_by,
    assigned_to,
    capped,
    drafts_waiting,
    helping,
    late_contributions,
    published_by,
    replies_of,
    scope_of,
    service_asked,
    services_for,
    to_answer,
    with_line,
)
from parvis.replies.queries.outcomes import outcome_begun, outcomes_managed_by, outcomes_public
from parvis.replies.queries.promise import AnswerFigures, answer_figures, answer_figures_for
from parvis.replies.queries.told import ToldFigures, answers_to, assignments_of, notes_on, outcomes_of, told_figures
from parvis.replies.queries.watch import (
    desk_tasks,
    most_supported,
    quiet_threads,
    running_processes,
    silent_questions,
)

__all__ = [
    "AnswerFigures",
    "Helping",
    "ToldFigures",
    "answer_figures",
    "answer_figures_for",
    "answerable_by",
    "answers_to",
    "assigned_to",
    "assignments_of",
    "capped",
    "desk_tasks",
    "drafts_waiting",
    "helping",
    "late_contributions",
    "most_supported",
    "notes_on",
    "outcome_begun",
    "outcomes_managed_by",
    "outcomes_of",
    "outcomes_public",
    "published_by",
    "quiet_threads",
    "replies_of",
    "running_processes",
    "scope_of",
    "service_asked",
    "services_for",
    "silent_questions",
    "to_answer",
    "told_figures",
    "with_line",
]
