"""Every write that comes or goes by mail, one verb each."""

from parvis.incoming.actions.links import (
    answer_by_link,
    ask_by_mail,
    ask_validation_by_mail,
    make_link,
    reopen,
    revoke_link,
    send_link_again,
)
from parvis.incoming.actions.mailbox import move_cursor, note_failure, purge_mail
from parvis.incoming.actions.mails import receive_mail, refuse_mail, set_aside, take_as_draft, take_in
from parvis.incoming.actions.reminders import remind, remind_services

__all__ = [
    "answer_by_link",
    "ask_by_mail",
    "ask_validation_by_mail",
    "make_link",
    "move_cursor",
    "note_failure",
    "purge_mail",
    "receive_mail",
    "refuse_mail",
    "remind",
    "remind_services",
    "reopen",
    "revoke_link",
    "send_link_again",
    "set_aside",
    "take_as_draft",
    "take_in",
]
