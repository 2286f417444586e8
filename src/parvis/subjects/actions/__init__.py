"""What is done to subjects and to the ideas they come from."""

from parvis.subjects.actions.ideas import group_ideas, submit_idea
from parvis.subjects.actions.qualifying import qualify_subject
from parvis.subjects.actions.subjects import (
    change_subject,
    declare_subject,
    follow_process,
    move_subject,
    open_as_process,
    propose_subject,
)

__all__ = [
    "change_subject",
    "declare_subject",
    "follow_process",
    "group_ideas",
    "move_subject",
    "open_as_process",
    "propose_subject",
    "qualify_subject",
    "submit_idea",
]
