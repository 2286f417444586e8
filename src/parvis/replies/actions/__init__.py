"""Every write on answers and what they changed, one verb each."""

from parvis.replies.actions.answers import (
    correct_reply,
    discard_reply,
    draft_reply,
    hold,
    publish_reply,
    send_back,
    submit_reply,
    update_reply,
    validate_reply,
)
from parvis.replies.actions.outcomes import abandon_outcome, complete_outcome, record_outcome, update_outcome
from parvis.replies.actions.study import assign, finish_assignment, write_note

__all__ = [
    "abandon_outcome",
    "assign",
    "complete_outcome",
    "correct_reply",
    "discard_reply",
    "draft_reply",
    "finish_assignment",
    "hold",
    "publish_reply",
    "record_outcome",
    "send_back",
    "submit_reply",
    "update_outcome",
    "update_reply",
    "validate_reply",
    "write_note",
]
